//! The JSON Schema of what a run answers, kept in the repository so that a change shows in a diff.

/// Set to write the file anew after a wanted change.
const UPDATE: &str = "UPDATE_SCHEMA";

#[test]
fn the_kept_schema_is_that_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/run.json");
    let made = server::schema::run_document().unwrap();
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == made, "server/schema/run.json is old: run the tests with {UPDATE}=1 and commit it");
}
