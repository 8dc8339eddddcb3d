//! Where things lie in a home.
//!
//! `registry.sqlite`; `data/<databank>/<VARIABLE>/<number>/` with `manifest.json` and Parquet files;
//! `data/.staging/` for imports that are not finished; `data/.kept/` for pieces of long work that was cut off;
//! `units/` for the units of each space.

use std::fs::{self, File};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::error::{Doing as _, Result};

/// Paths inside one home.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    home: PathBuf,
}

impl Layout {
    /// Makes the folders that are missing, readable by their owner only: the home itself may be older and open to others.
    pub(crate) fn create(home: &Path) -> Result<Layout> {
        let layout = Layout { home: home.to_owned() };
        for folder in [layout.staging(), layout.units_folder()] {
            make_private_folder(&folder).doing("making folders of the home")?;
        }
        // SQLite gives the files beside it the same mode.
        make_private_file(&layout.store()).doing("making the registry's file")?;
        Ok(layout)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.home.join("registry.sqlite")
    }

    pub(crate) fn staging(&self) -> PathBuf {
        self.home.join("data").join(".staging")
    }

    /// Finished pieces of a databank's data to come, see `kept.rs`.
    pub(crate) fn kept(&self, databank: &str) -> PathBuf {
        self.home.join("data").join(".kept").join(databank)
    }

    pub(crate) fn variable(&self, databank: &str, name: &str) -> PathBuf {
        self.home.join("data").join(databank).join(name)
    }

    pub(crate) fn revision(&self, databank: &str, name: &str, number: i64) -> PathBuf {
        self.variable(databank, name).join(number.to_string())
    }

    fn units_folder(&self) -> PathBuf {
        self.home.join("units")
    }

    /// Pseudonyms of a space, 8 bytes each, little-endian, in the order of the dense index.
    pub(crate) fn pseudonyms(&self, space: &str) -> PathBuf {
        self.units_folder().join(format!("{}.bin", space.replace(':', "+")))
    }

    /// Codes of a space whose units are public, one a line, in the order of the dense index.
    pub(crate) fn codes(&self, space: &str) -> PathBuf {
        self.units_folder().join(format!("{}.txt", space.replace(':', "+")))
    }
}

pub(crate) fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn make_private_file(path: &Path) -> std::io::Result<()> {
    File::options().create(true).append(true).mode(0o600).open(path).map(drop)
}

/// Makes a folder's entries durable (a rename is on disk only when its folder is).
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|folder| folder.sync_all()).doing("writing a folder to disk")
}

/// Whether a text is a databank name: parts of lower-case letters and digits, two or more, with dots between.
///
/// The real platform allows letters only; digits are allowed here too. The rule also keeps names safe as folder names.
pub fn is_databank_name(name: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    name.len() <= 100 && name.contains('.') && name.split('.').all(is_part)
}

/// Whether a text is a variable name: `A-Z 0-9 _`, beginning with a letter.
pub fn is_variable_name(name: &str) -> bool {
    name.len() <= 200
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_leave_the_home_are_refused() {
        for name in ["no.ssb.fdb", "no.fhi.npr", "edu.wage1"] {
            assert!(is_databank_name(name), "{name}");
        }
        for name in ["", "fdb", "no..fdb", "../x.y", "no.ssb/fdb", "No.ssb", "no.ssb.", ".no.ssb", "1.a"] {
            assert!(!is_databank_name(name), "{name}");
        }
        for name in ["_A", "1A", "a", "", "A-B", "Æ"] {
            assert!(!is_variable_name(name), "{name}");
        }
        assert!(is_variable_name("NUDB_BU2"));
    }
}
