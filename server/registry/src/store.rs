//! The registry of one home: opening it, its databanks, its unit spaces.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use variables::{DataVersion, Databank, Profile, Tier, Variable, VersionRequest};

use crate::draft::Draft;
use crate::error::{Doing as _, RegistryError, Result};
use crate::layout::{Layout, is_databank_name, is_variable_name};
use crate::manifest::Manifest;
use crate::migrate::{begin, migrate};
use crate::staging::{LOCK, StagingFolder, StagingRoot, is_being_made};
use crate::unit_space::{self, UnitSpace};
use crate::version::{BankVersion, Contents};
use crate::writer::{DataWriter, StoredValues};

/// The registry of a home. Cheap to clone; all clones share one connection and the caches of what never changes.
#[derive(Clone)]
pub struct Registry {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) layout: Layout,
    store: Mutex<Connection>,
    /// Released versions never change, so what was read of them is kept, by version id.
    pub(crate) contents: Mutex<HashMap<i64, Arc<Contents>>>,
    manifests: Mutex<HashMap<PathBuf, Arc<Manifest>>>,
    /// Public spaces that were read.
    units: Mutex<HashMap<String, UnitSpace>>,
    /// Where this process stages data, while it does.
    staging: Mutex<Weak<StagingRoot>>,
}

impl Registry {
    /// Opens the registry of a home; an empty one is made if there is none. Removes what interrupted imports left.
    pub fn open(home: &Path) -> Result<Registry> {
        let layout = Layout::create(home)?;
        let doing = "opening the registry";
        let mut store = Connection::open(layout.store()).doing(doing)?;
        store.busy_timeout(Duration::from_secs(30)).doing(doing)?;
        store
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
            .doing(doing)?;
        migrate(&mut store)?;
        tidy_staging(&layout.staging())?;
        let shared = Shared {
            layout,
            store: Mutex::new(store),
            contents: Mutex::default(),
            manifests: Mutex::default(),
            units: Mutex::default(),
            staging: Mutex::default(),
        };
        Ok(Registry { shared: Arc::new(shared) })
    }

    /// All databanks with their released versions, by name.
    pub fn databanks(&self) -> Result<Vec<Databank>> {
        let doing = "listing databanks";
        let store = self.shared.store();
        let mut query =
            store.prepare("SELECT id, name, profile, tier, synthetic FROM databank ORDER BY name").doing(doing)?;
        let rows = query.query_map([], databank_row).doing(doing)?;
        let found: Vec<(i64, Databank)> = rows.collect::<rusqlite::Result<_>>().doing(doing)?;
        found.into_iter().map(|(id, bank)| Ok(Databank { versions: versions(&store, id)?, ..bank })).collect()
    }

    /// One databank, if the home has it.
    pub fn databank(&self, name: &str) -> Result<Option<Databank>> {
        Ok(find_databank(&self.shared.store(), name)?.map(|(_, databank)| databank))
    }

    /// Makes a databank, or finds the existing one if it is of the same kind.
    ///
    /// # Errors
    /// [`RegistryError::Fixed`] if it exists with another profile or a stricter tier, or was made by other means
    /// (generated or not): none of that can change, except that a tier may become stricter.
    pub fn create_databank(&self, name: &str, profile: Profile, tier: Tier, synthetic: bool) -> Result<Databank> {
        let doing = "making a databank";
        let wanted = Databank { name: name.to_owned(), profile, tier, synthetic, versions: Vec::new() };
        let mut store = self.shared.store();
        let transaction = begin(&mut store, doing)?;
        let (_, databank) = ensure_databank(&transaction, &wanted)?;
        transaction.commit().doing(doing)?;
        Ok(databank)
    }

    /// Finds the version that a request means: `Major(1)` is the newest release with major 1, `Draft` the newest release
    /// with the draft's changes on top.
    pub fn resolve(&self, databank: &str, wanted: VersionRequest) -> Result<BankVersion> {
        let store = self.shared.store();
        let (id, bank) =
            find_databank(&store, databank)?.ok_or_else(|| RegistryError::UnknownDatabank(databank.to_owned()))?;
        if wanted == VersionRequest::Draft {
            return BankVersion::draft(&self.shared, &store, id, bank);
        }
        let found = match wanted {
            VersionRequest::Latest => bank.versions.first(),
            VersionRequest::Major(major) => bank.versions.iter().find(|version| version.major == major),
            VersionRequest::Exact(exact) => bank.versions.iter().find(|version| **version == exact),
            VersionRequest::Draft => None,
        };
        let Some(version) = found.copied() else {
            return Err(RegistryError::UnknownVersion {
                databank: databank.to_owned(),
                wanted,
                existing: bank.versions,
            });
        };
        BankVersion::released(&self.shared, &store, id, bank, version)
    }

    /// The draft of a databank: what the next release will change.
    pub fn draft(&self, databank: &str) -> Result<Draft> {
        let found = find_databank(&self.shared.store(), databank)?;
        let (id, databank) = found.ok_or_else(|| RegistryError::UnknownDatabank(databank.to_owned()))?;
        Ok(Draft::new(self.clone(), id, databank))
    }

    /// The units of a space (see [`crate::space_of`]); an unknown space has none. Only public ones are kept: pseudonyms are needed
    /// once, for record keys.
    pub fn units(&self, space: &str) -> Result<UnitSpace> {
        let count = unit_space::count(&self.shared.store(), space)? as usize;
        let known = lock(&self.shared.units).get(space).filter(|units| units.len() == count).cloned();
        if let Some(units) = known {
            return Ok(units);
        }
        let units = unit_space::read(&self.shared.store(), &self.shared.layout, space)?;
        if units.codes().is_some() {
            lock(&self.shared.units).insert(space.to_owned(), units.clone());
        }
        Ok(units)
    }

    /// The number of units of a space, without reading them.
    pub fn unit_count(&self, space: &str) -> Result<u32> {
        unit_space::count(&self.shared.store(), space)
    }

    /// The runs of units of a space that owners keep for themselves (see [`Draft::reserve_units`]).
    pub fn reserved_units(&self, space: &str) -> Result<Vec<std::ops::Range<u32>>> {
        let doing = "listing reserved units";
        let store = self.shared.store();
        let mut query =
            store.prepare("SELECT first, units FROM unit_range WHERE space = ?1 ORDER BY first").doing(doing)?;
        let rows = query.query_map([space], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, u32>(1)?))).doing(doing)?;
        rows.map(|row| row.doing(doing).map(|(first, units)| first..first + units)).collect()
    }

    /// Begins writing a variable's data beside the home's data; [`Draft::commit`] takes the finished result.
    ///
    /// Several variables may be written at the same time from several threads.
    pub fn stage(&self, variable: Variable, values: StoredValues) -> Result<DataWriter> {
        if !is_variable_name(&variable.name) {
            return Err(RegistryError::BadVariableName(variable.name));
        }
        let folder = format!("{}-{:032x}", variable.name, rand::random::<u128>());
        DataWriter::new(variable, values, StagingFolder::create(self.shared.staging_root()?, &folder)?)
    }
}

impl Shared {
    pub(crate) fn store(&self) -> MutexGuard<'_, Connection> {
        lock(&self.store)
    }

    /// The folder that everything staged at this time lies in.
    pub(crate) fn staging_root(&self) -> Result<Arc<StagingRoot>> {
        let mut known = lock(&self.staging);
        if let Some(root) = known.upgrade() {
            return Ok(root);
        }
        let root =
            Arc::new(StagingRoot::create(self.layout.staging().join(format!("{:032x}", rand::random::<u128>())))?);
        *known = Arc::downgrade(&root);
        Ok(root)
    }

    /// The manifest of a revision's folder, read once.
    pub(crate) fn manifest(&self, folder: &Path) -> Result<Arc<Manifest>> {
        if let Some(known) = lock(&self.manifests).get(folder) {
            return Ok(known.clone());
        }
        let manifest = Arc::new(Manifest::read(folder)?);
        lock(&self.manifests).insert(folder.to_owned(), manifest.clone());
        Ok(manifest)
    }

    /// Forgets a manifest whose folder is about to be replaced.
    pub(crate) fn forget_manifest(&self, folder: &Path) {
        lock(&self.manifests).remove(folder);
    }
}

/// Locks; a panic elsewhere leaves nothing half-done here, since all writes are transactions.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The databank with this name and its id, made if need be, with a stricter tier if one is wanted.
pub(crate) fn ensure_databank(store: &Transaction<'_>, wanted: &Databank) -> Result<(i64, Databank)> {
    let doing = "making a databank";
    let Databank { name, profile, tier, synthetic, .. } = wanted;
    if !is_databank_name(name) {
        return Err(RegistryError::BadDatabankName(name.clone()));
    }
    let fixed = |what| Err(RegistryError::Fixed { databank: name.clone(), what });
    match find_databank(store, name)? {
        Some((_, old)) if old.profile != *profile => return fixed("profile"),
        Some((_, old)) if old.synthetic != *synthetic => return fixed("origin"),
        Some((_, old)) if old.tier > *tier => return fixed("tier"),
        Some((id, _)) => {
            let sql = "UPDATE databank SET tier = ?2 WHERE id = ?1";
            store.execute(sql, params![id, tier_name(*tier)]).doing(doing)?;
        }
        None => {
            let sql = "INSERT INTO databank (name, profile, tier, synthetic) VALUES (?1, ?2, ?3, ?4)";
            store.execute(sql, params![name, profile_name(*profile), tier_name(*tier), synthetic]).doing(doing)?;
        }
    }
    find_databank(store, name)?.ok_or_else(|| RegistryError::UnknownDatabank(name.clone()))
}

pub(crate) fn find_databank(store: &Connection, name: &str) -> Result<Option<(i64, Databank)>> {
    let found = store
        .query_row("SELECT id, name, profile, tier, synthetic FROM databank WHERE name = ?1", [name], databank_row)
        .optional()
        .doing("finding a databank")?;
    match found {
        Some((id, bank)) => Ok(Some((id, Databank { versions: versions(store, id)?, ..bank }))),
        None => Ok(None),
    }
}

/// Released versions, newest first.
pub(crate) fn versions(store: &Connection, databank: i64) -> Result<Vec<DataVersion>> {
    let doing = "listing versions";
    let sql = "SELECT major, minor, patch FROM version WHERE databank = ?1 ORDER BY major DESC, minor DESC, patch DESC";
    let mut query = store.prepare(sql).doing(doing)?;
    let rows = query
        .query_map([databank], |row| Ok(DataVersion { major: row.get(0)?, minor: row.get(1)?, patch: row.get(2)? }))
        .doing(doing)?;
    rows.collect::<rusqlite::Result<_>>().doing(doing)
}

fn databank_row(row: &Row<'_>) -> rusqlite::Result<(i64, Databank)> {
    let (profile, tier): (String, String) = (row.get(2)?, row.get(3)?);
    let databank = Databank {
        name: row.get(1)?,
        // An unknown word reads as the stricter choice.
        profile: if profile == "open" { Profile::Open } else { Profile::Register },
        tier: if tier == "ordinary" { Tier::Ordinary } else { Tier::Sensitive },
        synthetic: row.get(4)?,
        versions: Vec::new(),
    };
    Ok((row.get(0)?, databank))
}

fn profile_name(profile: Profile) -> &'static str {
    match profile {
        Profile::Open => "open",
        Profile::Register => "register",
    }
}

fn tier_name(tier: Tier) -> &'static str {
    match tier {
        Tier::Ordinary => "ordinary",
        Tier::Sensitive => "sensitive",
    }
}

/// Removes staging folders whose owner is gone: their lock is free.
fn tidy_staging(staging: &Path) -> Result<()> {
    let doing = "tidying interrupted imports";
    for entry in fs::read_dir(staging).doing(doing)? {
        let path = entry.doing(doing)?.path();
        let is_left = match File::open(path.join(LOCK)) {
            Ok(lock) if !is_being_made(&path) => lock.try_lock().is_ok(),
            // Being made this instant, or cut off while it was; only the old ones go.
            _ => fs::metadata(&path)
                .and_then(|folder| folder.modified())
                .is_ok_and(|made| made.elapsed().is_ok_and(|age| age > Duration::from_secs(60))),
        };
        if is_left {
            match fs::remove_dir_all(&path) {
                // Another process tidies up too.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                done => done.doing(doing)?,
            }
        }
    }
    Ok(())
}
