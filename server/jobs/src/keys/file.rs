//! Files that are written whole or not at all.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Who may read a file.
#[derive(Clone, Copy)]
pub(super) enum Mode {
    /// Its owner.
    Private,
    /// Whoever may look into its folder.
    Readable,
}

/// Makes a folder that only its owner can look into.
pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Whether only the owner can read a file.
pub(super) fn is_private(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 == 0)
}

/// Makes a private file where there is none.
pub(super) fn create(path: &Path, text: &str) -> io::Result<()> {
    let written = write(path, text, Mode::Private)?;
    // A link, other than a rename, takes nobody's place.
    let linked = fs::hard_link(&written, path);
    fs::remove_file(&written)?;
    linked?;
    sync_folder(path)
}

/// Puts a text in the place of a file.
pub(super) fn replace(path: &Path, text: &str, mode: Mode) -> io::Result<()> {
    let written = write(path, text, mode)?;
    if let Err(error) = fs::rename(&written, path) {
        // What was begun goes; the first error is the one to tell.
        let _ = fs::remove_file(&written);
        return Err(error);
    }
    sync_folder(path)
}

/// Writes the whole text under another name in the same folder.
fn write(path: &Path, text: &str, mode: Mode) -> io::Result<PathBuf> {
    let mode = match mode {
        Mode::Private => 0o600,
        Mode::Readable => 0o644,
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let written = path.with_file_name(name);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(&written)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(written)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
