//! Data that are written and not yet part of the draft: a folder of their own that vanishes unless it is taken over.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// The folder of one variable in a [`StagingRoot`]; it disappears with its owner unless it was moved away.
pub(crate) struct StagingFolder {
    pub(crate) path: PathBuf,
    _root: Arc<StagingRoot>,
}

/// What a process has staged at one time. One lock for all of it tells other processes not to tidy it up: a lock is an open
/// file, and a table may have more columns than a process may have files.
pub(crate) struct StagingRoot {
    path: PathBuf,
    _lock: File,
}

/// Name of the lock file in a staging root.
pub(crate) const LOCK: &str = "lock";
/// The extension of a root that has no lock yet.
const MAKING: &str = "making";

impl StagingRoot {
    pub(crate) fn create(path: PathBuf) -> Result<StagingRoot> {
        let doing = "making a staging folder";
        // It gets its name when its lock is held: no process that tidies up sees it without.
        let making = path.with_extension(MAKING);
        fs::create_dir_all(&making).doing(doing)?;
        let lock = File::create(making.join(LOCK)).doing(doing)?;
        lock.lock().doing(doing)?;
        fs::rename(&making, &path).doing(doing)?;
        Ok(StagingRoot { path, _lock: lock })
    }
}

impl StagingFolder {
    pub(crate) fn create(root: Arc<StagingRoot>, name: &str) -> Result<StagingFolder> {
        let path = root.path.join(name);
        fs::create_dir(&path).doing("making a staging folder")?;
        Ok(StagingFolder { path, _root: root })
    }
}

/// Whether a staging root may have no lock yet.
pub(crate) fn is_being_made(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == MAKING)
}

impl Drop for StagingFolder {
    fn drop(&mut self) {
        // What cannot be removed now is tidied up when the home is opened again.
        let _ = fs::remove_dir_all(&self.path);
    }
}

impl Drop for StagingRoot {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
