//! The table of commands and functions as published: made once, told apart by its content.

use actix_web::web::Bytes;
use language::Table;

use crate::respond;

/// The table with its serialized form.
pub struct LanguageFile {
    /// The table.
    pub table: Table,
    /// The table as JSON.
    pub json: Bytes,
    /// The entity tag of the content.
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
        let etag = respond::tag_of(&json);
        Ok(LanguageFile { table, json: json.into(), etag })
    }
}
