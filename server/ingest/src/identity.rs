//! Raw identifiers and the units they stand for (`confidentiality.md` E.13).
//!
//! One encrypted, append-only file a unit space holds the identifiers in the order of their dense index. It is read here
//! only, while an import runs; the registry never sees an identifier.

mod file;
mod map;
mod public_codes;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use registry::{NewUnits, Registry, RegistryError, space_of};
use variables::{Databank, UnitType};

use crate::{Doing as _, ImportError};
use map::IdMap;
pub(crate) use map::NewNames;

/// The file whose lock says that an import is running.
const LOCK: &str = "lock";

/// The key of a home's identity maps. No `Debug`: it cannot be printed.
pub struct IdentityKey([u8; 32]);

impl IdentityKey {
    /// The key from its bytes, as kept in the home's keys.
    pub fn new(bytes: [u8; 32]) -> Self {
        IdentityKey(bytes)
    }
}

/// The identities that one import reads and adds to. Holds the home's identity lock while it lives.
pub(crate) struct Identities<'a> {
    registry: &'a Registry,
    folder: PathBuf,
    key: &'a IdentityKey,
    spaces: Vec<Space>,
    _lock: File,
}

/// Which of the opened spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SpaceId(usize);

/// One space: what is registered, and what this import adds.
struct Space {
    name: String,
    map: IdMap,
    registered: u32,
    /// The type, if its units are public facts: the registry keeps their codes.
    public: Option<UnitType>,
}

/// A space as it is now.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a>(&'a Space);

impl Known<'_> {
    /// Whether a space of public units can have this code. What gets a pseudonym can be anything.
    pub(crate) fn is_code(self, text: &str) -> bool {
        self.0.public.is_none_or(|unit_type| public_codes::is_code(unit_type, text))
    }

    /// The dense index of a raw identifier that has one.
    pub(crate) fn find(self, identifier: &[u8]) -> Option<u32> {
        self.0.map.find(identifier)
    }
}

impl<'a> Identities<'a> {
    /// Waits for the identity lock of the home.
    pub(crate) fn open(registry: &'a Registry, home: &Path, key: &'a IdentityKey) -> Result<Self, ImportError> {
        let doing = "opening the identity maps";
        let folder = home.join("identity");
        make_private_folder(&folder).doing(doing)?;
        let lock = File::create(folder.join(LOCK)).doing(doing)?;
        lock.lock().doing(doing)?;
        Ok(Identities { registry, folder, key, spaces: Vec::new(), _lock: lock })
    }

    /// The space of a unit type's units in a databank, read on first use.
    pub(crate) fn space(&mut self, databank: &Databank, unit_type: UnitType) -> Result<SpaceId, ImportError> {
        let name = space_of(databank, unit_type);
        if let Some(known) = self.spaces.iter().position(|space| space.name == name) {
            return Ok(SpaceId(known));
        }
        let registered = self.registry.unit_count(&name)?;
        let mut map = IdMap::default();
        let public = Some(unit_type).filter(|unit_type| !unit_type.spec().is_pseudonymised);
        if public.is_some() {
            for code in self.registry.units(&name)?.codes().iter().flat_map(|codes| codes.iter()) {
                map.index(code.as_bytes());
            }
        } else {
            let generated = self.registry.reserved_units(&name)?;
            file::read(&self.path(&name), &name, self.key, registered, &generated, &mut map)?;
        }
        self.spaces.push(Space { name, map, registered, public });
        Ok(SpaceId(self.spaces.len() - 1))
    }

    /// A space for rows whose unit type is not known, so that they can still be checked against one another. It must not be
    /// written: metadata without a unit type are an error.
    pub(crate) fn unknown_space(&mut self) -> SpaceId {
        self.spaces.push(Space { name: String::new(), map: IdMap::default(), registered: 0, public: None });
        SpaceId(self.spaces.len() - 1)
    }

    /// A space for reading, by several threads at once.
    pub(crate) fn known(&self, SpaceId(space): SpaceId) -> Result<Known<'_>, ImportError> {
        self.spaces.get(space).map(Known).ok_or(ImportError::IdentityMap)
    }

    /// The dense index of a raw identifier; a new one gets the next.
    pub(crate) fn index(&mut self, SpaceId(space): SpaceId, identifier: &[u8]) -> Result<u32, ImportError> {
        let space = self.spaces.get_mut(space).ok_or(ImportError::IdentityMap)?;
        let index = space.map.index(identifier);
        index.ok_or_else(|| ImportError::Registry(RegistryError::TooManyUnits(space.name.clone())))
    }

    /// Writes what was added, durably, and says which units the registry must register in the same commit as the data.
    ///
    /// Should that commit not come, the added identifiers do not count: the registry knows fewer units.
    pub(crate) fn write(&self) -> Result<Vec<(String, u32, NewUnits)>, ImportError> {
        let mut units = Vec::new();
        for space in &self.spaces {
            let new = space.map.len() - space.registered;
            if new == 0 {
                continue;
            }
            let identifiers = space.map.since(space.registered);
            let added = if space.public.is_some() {
                NewUnits::Codes(identifiers.iter().map(|code| String::from_utf8_lossy(code).into_owned()).collect())
            } else {
                file::append(&self.path(&space.name), &space.name, self.key, space.registered, &identifiers)?;
                NewUnits::Count(new)
            };
            units.push((space.name.clone(), space.registered, added));
        }
        Ok(units)
    }

    fn path(&self, space: &str) -> PathBuf {
        self.folder.join(format!("{}.map", space.replace(':', "+")))
    }
}

/// Whether an import is running on the home now; the next waits for it.
pub fn is_import_running(home: &Path) -> bool {
    let lock = File::open(home.join("identity").join(LOCK));
    lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}
