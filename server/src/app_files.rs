//! The built app: files with hashed names, held in memory so that one process never mixes two builds.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ::pages::Assets;

/// A file of the app.
pub struct AppFile {
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub plain: Vec<u8>,
    /// Its bytes in Brotli, if the build made them.
    pub brotli: Option<Vec<u8>>,
}

/// The files of one build.
#[derive(Default)]
pub struct AppFiles {
    /// Addresses of the files that pages name.
    pub assets: Option<Assets>,
    files: HashMap<String, AppFile>,
}

impl AppFiles {
    /// Reads a dist folder: `manifest.json` and `assets/`.
    ///
    /// # Errors
    /// If a file cannot be read, or the manifest is no manifest.
    pub fn read(dist: &Path) -> io::Result<AppFiles> {
        let manifest = fs::read(dist.join("manifest.json"))?;
        let assets = serde_json::from_slice(&manifest)?;
        let folder = dist.join("assets");
        let mut files = HashMap::new();
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if !entry.file_type()?.is_file() || name.ends_with(".br") {
                continue;
            }
            let packed = folder.join(format!("{name}.br"));
            let brotli = packed.exists().then(|| fs::read(&packed)).transpose()?;
            let file = AppFile { media_type: media_type(&name), plain: fs::read(entry.path())?, brotli };
            files.insert(name, file);
        }
        Ok(AppFiles { assets: Some(assets), files })
    }

    /// A file by its name in `assets/`.
    pub fn file(&self, name: &str) -> Option<&AppFile> {
        self.files.get(name)
    }
}

/// Where the app is looked for: the folder that was named, else `dist` beside the binary, or one or two folders above
/// it (a build's target folder).
pub fn find(named: Option<&Path>) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(named.to_owned());
    }
    let binary = std::env::current_exe().ok()?;
    let mut beside = binary.ancestors().skip(1).take(3).map(|folder| folder.join("dist"));
    beside.find(|dist| dist.join("manifest.json").exists())
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_types_that_they_run() {
        assert_eq!(media_type("app-1a.wasm"), "application/wasm");
        assert_eq!(media_type("boot-1a.js"), "text/javascript; charset=utf-8");
        assert_eq!(media_type("LICENSE"), "application/octet-stream");
    }
}
