//! The JSON Schema of what a run answers, generated from the types and kept in `server/schema/run.json`.

use wire::output::RunDocument;

/// The schema as it is kept: pretty, with a line break at the end.
///
/// # Errors
/// If it cannot be written as JSON, which a test rules out.
pub fn run_document() -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(RunDocument))?;
    text.push('\n');
    Ok(text)
}
