//! Data that are written and not yet part of the draft: a folder of their own that vanishes unless it is taken over.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use variables::Variable;

use crate::error::{Doing as _, Result};

/// A variable whose rows are on disk, waiting for [`crate::Draft::commit`]. Dropped, it leaves nothing behind.
pub struct Staged {
    pub(crate) variable: Variable,
    pub(crate) staging: StagingFolder,
}

impl Staged {
    /// The variable.
    pub fn variable(&self) -> &Variable {
        &self.variable
    }
}

/// A folder that disappears with its owner unless it was moved away. Holds a lock so that no other process tidies it up.
pub(crate) struct StagingFolder {
    pub(crate) path: PathBuf,
    _lock: File,
}

/// Name of the lock file in a staging folder; it goes when the folder becomes a revision.
pub(crate) const LOCK: &str = "lock";

impl StagingFolder {
    pub(crate) fn create(path: PathBuf) -> Result<StagingFolder> {
        let doing = "making a staging folder";
        // It gets its name when its lock is held: no process that tidies up sees it without.
        let making = path.with_extension(MAKING);
        fs::create_dir_all(&making).doing(doing)?;
        let lock = File::create(making.join(LOCK)).doing(doing)?;
        lock.lock().doing(doing)?;
        fs::rename(&making, &path).doing(doing)?;
        Ok(StagingFolder { path, _lock: lock })
    }
}

/// The extension of a folder that has no lock yet.
const MAKING: &str = "making";

/// Whether a staging folder may have no lock yet.
pub(crate) fn is_being_made(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == MAKING)
}

impl Drop for StagingFolder {
    fn drop(&mut self) {
        // A folder that cannot be removed now is tidied up when the home is opened again.
        let _ = fs::remove_dir_all(&self.path);
    }
}
