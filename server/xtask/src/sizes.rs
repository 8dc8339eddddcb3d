//! Sizes of the app's pieces, plain and compressed.

use anyhow::Result;

use crate::{app_build, paths};

/// Builds the app if needed and prints a line for each file.
pub fn run() -> Result<()> {
    app_build::run()?;
    let mut files: Vec<_> = std::fs::read_dir(paths::dist().join("assets"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(|entry| entry.file_name());
    println!("{:>10} {:>10}  file", "bytes", "brotli");
    for entry in files {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".map") {
            continue;
        }
        let plain = entry.metadata()?.len();
        let compressed = std::fs::metadata(entry.path().with_file_name(format!("{name}.br"))).map(|file| file.len());
        println!("{plain:>10} {:>10}  {name}", compressed.map_or("–".to_owned(), |bytes| bytes.to_string()));
    }
    Ok(())
}
