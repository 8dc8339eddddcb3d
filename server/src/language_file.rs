//! The table of commands and functions as published: made once, told apart by its content.

use language::Table;

/// The table with its serialized form.
pub struct LanguageFile {
    /// The table.
    pub table: Table,
    /// The table as JSON.
    pub json: Vec<u8>,
    /// A strong entity tag of the content, with quotes.
    pub etag: String,
}

impl LanguageFile {
    /// The table of this build.
    ///
    /// # Errors
    /// If it cannot be serialized, which a test rules out.
    pub fn builtin() -> serde_json::Result<LanguageFile> {
        let table = Table::builtin();
        let json = serde_json::to_vec(&table)?;
        let etag = format!("\"{}\"", blake3::hash(&json).to_hex().get(..32).unwrap_or_default());
        Ok(LanguageFile { table, json, etag })
    }
}
