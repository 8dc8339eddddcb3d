//! Finished files of the app: names by content, compressed copies.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::step::run;

/// A file name that changes with the content.
pub fn hashed_name(stem: &str, ending: &str, content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("{stem}-{:016X}.{ending}", hasher.finish())
}

/// Compresses every file of a folder with Brotli at its highest level, by Node's own library.
pub fn compress(folder: &Path, js: &Path) -> Result<()> {
    run(Command::new("node").arg("compress.mjs").arg(folder).current_dir(js))
}
