//! Pieces of a databank's data that outlive the process that wrote them: long work goes on where it was cut off.
//!
//! `data/.kept/<databank>/` holds `plan` (what the pieces are of), `lock`, and a folder for each finished piece with a
//! folder for each variable and a `note` of the writer's. A piece has its name only when all of it is on disk.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use variables::{Day, Variable};

use crate::error::{Doing as _, RegistryError, Result};
use crate::layout::{is_databank_name, is_variable_name, make_private_folder, sync_folder};
use crate::manifest::{Extent, MANIFEST, Manifest, Partition, Piece as SharedPiece};
use crate::shared_file::shared_name;
use crate::staging::{Staged, StagingFolder, StagingRoot};
use crate::store::Registry;
use crate::writer::{DataWriter, StoredValues};

const PLAN: &str = "plan";
const NOTE: &str = "note";

/// The finished pieces of one databank's data to come. One process at a time may have them.
pub struct Kept {
    registry: Registry,
    folder: PathBuf,
    lock: File,
    has_replaced: bool,
}

/// A piece being written; dropped, it leaves nothing behind.
pub struct KeptPiece {
    root: Arc<StagingRoot>,
    making: PathBuf,
    place: PathBuf,
}

impl Kept {
    /// Opens what is kept for a databank under a plan, a text that says all that the pieces depend on; pieces of another plan
    /// are removed.
    ///
    /// # Errors
    /// [`RegistryError::Busy`] while another process writes pieces for the databank.
    pub fn open(registry: &Registry, databank: &str, plan: &str) -> Result<Kept> {
        let doing = "opening kept pieces";
        if !is_databank_name(databank) {
            return Err(RegistryError::BadDatabankName(databank.to_owned()));
        }
        let folder = registry.shared.layout.kept(databank);
        make_private_folder(&folder).doing(doing)?;
        let lock = File::create(folder.join("lock")).doing(doing)?;
        if lock.try_lock().is_err() {
            return Err(RegistryError::Busy(databank.to_owned()));
        }
        let known = match fs::read_to_string(folder.join(PLAN)) {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            read => Some(read.doing(doing)?),
        };
        let is_other = known.as_deref() != Some(plan);
        let mut has_pieces = false;
        for entry in fs::read_dir(&folder).doing(doing)? {
            let path = entry.doing(doing)?.path();
            let is_finished = path.extension().is_none();
            if path.is_dir() && (is_other || !is_finished) {
                has_pieces |= is_finished;
                fs::remove_dir_all(path).doing(doing)?;
            }
        }
        if is_other {
            write_durably(&folder.join(PLAN), plan.as_bytes())?;
        }
        sync_folder(&folder)?;
        Ok(Kept { registry: registry.clone(), folder, lock, has_replaced: is_other && has_pieces })
    }

    /// Whether finished pieces of another plan were removed.
    pub fn has_replaced(&self) -> bool {
        self.has_replaced
    }

    /// What the writer noted with a piece, if it is finished.
    pub fn note(&self, piece: usize) -> Result<Option<String>> {
        match fs::read_to_string(self.place(piece).join(NOTE)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            read => read.doing("reading a note").map(Some),
        }
    }

    /// Begins a piece that is not finished yet.
    pub fn begin(&self, piece: usize) -> Result<KeptPiece> {
        let place = self.place(piece);
        let making = place.with_extension("open");
        let root = Arc::new(StagingRoot::create(making.clone())?);
        Ok(KeptPiece { root, making, place })
    }

    /// One variable of the first pieces as a whole, in their order, for [`crate::Draft::commit`]. The pieces stay as they are.
    ///
    /// Each piece's units must lie after those of the piece before.
    pub fn join(&self, variable: &Variable, pieces: usize) -> Result<Staged> {
        let shared = &self.registry.shared;
        let name = format!("{}-{:032x}", variable.name, rand::random::<u128>());
        let staging = StagingFolder::create(shared.staging_root()?, &name)?;
        let mut joined = Joined::default();
        for piece in 0..pieces {
            joined.add(&self.place(piece).join(&variable.name), &staging.path)?;
        }
        let manifest = joined.finish()?;
        let text = serde_json::to_vec(&manifest).doing("writing a manifest")?;
        write_durably(&staging.path.join(MANIFEST), &text)?;
        sync_folder(&staging.path)?;
        Ok(Staged { variable: Variable { has_data: true, ..variable.clone() }, staging })
    }

    /// Removes all pieces: what was made of them is in its place.
    pub fn remove(self) -> Result<()> {
        let doing = "removing kept pieces";
        // The plan goes last: without it the next process removes what is left.
        for entry in fs::read_dir(&self.folder).doing(doing)? {
            let path = entry.doing(doing)?.path();
            if path.is_dir() {
                fs::remove_dir_all(path).doing(doing)?;
            }
        }
        fs::remove_dir_all(&self.folder).doing(doing)?;
        drop(self.lock);
        Ok(())
    }

    fn place(&self, piece: usize) -> PathBuf {
        self.folder.join(piece.to_string())
    }
}

impl KeptPiece {
    /// Begins writing a variable's rows; several may be written at the same time from several threads.
    pub fn stage(&self, variable: Variable, values: StoredValues) -> Result<DataWriter> {
        if !is_variable_name(&variable.name) {
            return Err(RegistryError::BadVariableName(variable.name));
        }
        let folder = StagingFolder::create(self.root.clone(), &variable.name)?;
        DataWriter::new(variable, values, folder)
    }

    /// Ends the piece with everything that was staged in it, durably.
    pub fn finish(self, staged: Vec<Staged>, note: &str) -> Result<()> {
        let doing = "keeping a piece";
        write_durably(&self.making.join(NOTE), note.as_bytes())?;
        sync_folder(&self.making)?;
        // From here on the staged folders lie elsewhere: their owners find nothing to remove.
        fs::rename(&self.making, &self.place).doing(doing)?;
        drop(staged);
        self.place.parent().map_or(Ok(()), sync_folder)
    }
}

/// The manifests of pieces, becoming one.
#[derive(Default)]
struct Joined {
    first: Option<Manifest>,
    partitions: BTreeMap<Option<(Day, Day)>, Partition>,
    extent: Option<Extent>,
    shared: u32,
}

impl Joined {
    fn add(&mut self, from: &Path, to: &Path) -> Result<()> {
        let manifest = Manifest::read(from)?;
        if self.first.as_ref().is_some_and(|one| one.value != manifest.value || one.dictionary != manifest.dictionary) {
            return Err(RegistryError::Damaged("kept pieces differ in how values are stored"));
        }
        let mut next_shared = self.shared;
        for part in &manifest.partitions {
            let empty = Partition { period: part.period, rows: 0, files: Vec::new(), shared: Vec::new() };
            let whole = self.partitions.entry(part.period).or_insert(empty);
            whole.rows += part.rows;
            for file in &part.files {
                let name = renumbered(file, whole.files.len());
                link(&from.join(file), &to.join(&name))?;
                whole.files.push(name);
            }
            for piece in &part.shared {
                let file = self.shared + piece.file;
                next_shared = next_shared.max(file + 1);
                whole.shared.push(SharedPiece { file, ..*piece });
            }
        }
        for file in self.shared..next_shared {
            link(&from.join(shared_name(file - self.shared)), &to.join(shared_name(file)))?;
        }
        self.shared = next_shared;
        self.extent = match (self.extent, manifest.extent) {
            (Some(one), Some(other)) => Some(Extent {
                first: one.first.min(other.first),
                last: one.last.max(other.last),
                has_open: one.has_open || other.has_open,
            }),
            (one, other) => one.or(other),
        };
        self.first.get_or_insert(manifest);
        Ok(())
    }

    fn finish(self) -> Result<Manifest> {
        let first = self.first.ok_or(RegistryError::Damaged("there is no kept piece"))?;
        Ok(Manifest { partitions: self.partitions.into_values().collect(), extent: self.extent, ..first })
    }
}

/// `2020-01-01.0.parquet` as the file `part` of its period.
fn renumbered(file: &str, part: usize) -> String {
    let period = file.rsplitn(3, '.').nth(2).unwrap_or("data");
    format!("{period}.{part}.parquet")
}

/// The same file in another place too; a copy where the file system has no links.
fn link(from: &Path, to: &Path) -> Result<()> {
    let doing = "joining pieces";
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to).doing(doing)?;
    File::open(to).and_then(|file| file.sync_all()).doing(doing)
}

fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = File::create(path).doing("writing a file")?;
    file.write_all(bytes).and_then(|()| file.sync_all()).doing("writing a file")
}
