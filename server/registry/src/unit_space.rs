//! Units of an identity space: dense indices in the order of registration, with a random pseudonym each.
//!
//! How many units a space has stands in SQLite; the file may hold more after a crash, and what is beyond does not count.

use std::collections::HashSet;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::Arc;

use rand::Rng as _;
use rusqlite::{Connection, OptionalExtension as _, params};
use variables::{Databank, UnitType};

use crate::error::{Doing as _, RegistryError, Result};
use crate::layout::Layout;

/// The identity space in which a databank's units of a type are counted ([`UnitType::space`]).
pub fn space_of(databank: &Databank, unit_type: UnitType) -> String {
    unit_type.space(databank.profile, &databank.name)
}

/// Pseudonyms read from a file in one go.
const READ_AT_ONCE: usize = 1 << 17;

/// The units of a space at one moment.
#[derive(Clone, Debug)]
pub struct UnitSpace {
    name: String,
    pseudonyms: Arc<[u64]>,
    codes: Option<Arc<[String]>>,
}

impl UnitSpace {
    /// The space's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of units; dense indices are below it.
    pub fn len(&self) -> usize {
        self.pseudonyms.len()
    }

    /// Whether there are no units.
    pub fn is_empty(&self) -> bool {
        self.pseudonyms.is_empty()
    }

    /// The random 48-bit number of one unit (of a public space: its index).
    pub fn pseudonym(&self, index: u32) -> Option<u64> {
        self.pseudonyms.get(index as usize).copied()
    }

    /// All pseudonyms, by dense index.
    pub fn pseudonyms(&self) -> Arc<[u64]> {
        self.pseudonyms.clone()
    }

    /// Public spaces: the code of each unit, by dense index.
    pub fn codes(&self) -> Option<Arc<[String]>> {
        self.codes.clone()
    }
}

/// Units to add to a space.
#[derive(Clone, Debug)]
pub enum NewUnits {
    /// So many, with random pseudonyms.
    Count(u32),
    /// These, whose identity is public.
    Codes(Vec<String>),
}

impl NewUnits {
    fn len(&self) -> usize {
        match self {
            NewUnits::Count(units) => *units as usize,
            NewUnits::Codes(codes) => codes.len(),
        }
    }
}

/// The number of registered units of a space.
pub(crate) fn count(store: &Connection, space: &str) -> Result<u32> {
    let found = store
        .query_row("SELECT units FROM unit_space WHERE name = ?1", [space], |row| row.get(0))
        .optional()
        .doing("counting units")?;
    Ok(found.unwrap_or(0))
}

/// Reads the units of a space.
pub(crate) fn read(store: &Connection, layout: &Layout, space: &str) -> Result<UnitSpace> {
    let doing = "reading units";
    let units = count(store, space)? as usize;
    let codes_file = layout.codes(space);
    if units == 0 {
        return Ok(UnitSpace { name: space.to_owned(), pseudonyms: Arc::new([]), codes: None });
    }
    if codes_file.exists() {
        let text = fs::read_to_string(codes_file).doing(doing)?;
        let codes: Arc<[String]> = text.lines().take(units).map(str::to_owned).collect();
        let pseudonyms: Arc<[u64]> = (0..codes.len() as u64).collect();
        return enough(codes.len(), units, UnitSpace { name: space.to_owned(), pseudonyms, codes: Some(codes) });
    }
    let mut pseudonyms: Arc<[u64]> = std::iter::repeat_n(0, units).collect();
    let mut file = fs::File::open(layout.pseudonyms(space)).doing(doing)?;
    let mut bytes = vec![0; 8 * units.min(READ_AT_ONCE)];
    for part in Arc::get_mut(&mut pseudonyms).unwrap_or_default().chunks_mut(READ_AT_ONCE) {
        let bytes = bytes.get_mut(..8 * part.len()).unwrap_or_default();
        match file.read_exact(bytes) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                return Err(RegistryError::Damaged("a units file is too short"));
            }
            read => read.doing(doing)?,
        }
        part.iter_mut().zip(words(bytes)).for_each(|(pseudonym, word)| *pseudonym = word);
    }
    Ok(UnitSpace { name: space.to_owned(), pseudonyms, codes: None })
}

fn enough(found: usize, wanted: usize, space: UnitSpace) -> Result<UnitSpace> {
    if found == wanted { Ok(space) } else { Err(RegistryError::Damaged("a units file is too short")) }
}

/// Appends units to a space, durably, before the transaction that counts them is committed. Returns the first new index.
pub(crate) fn extend(store: &Connection, layout: &Layout, space: &str, new: &NewUnits) -> Result<u32> {
    let doing = "registering units";
    let first = count(store, space)?;
    let total = u32::try_from(new.len()).ok().and_then(|new| first.checked_add(new)).filter(|total| *total < u32::MAX);
    let total = total.ok_or_else(|| RegistryError::TooManyUnits(space.to_owned()))?;
    match new {
        NewUnits::Count(units) => {
            let fresh = draw(&read(store, layout, space)?.pseudonyms, *units as usize);
            let bytes: Vec<u8> = fresh.iter().flat_map(|pseudonym| pseudonym.to_le_bytes()).collect();
            append(&layout.pseudonyms(space), u64::from(first) * 8, &bytes)?;
        }
        NewUnits::Codes(codes) => {
            if codes.iter().any(|code| code.is_empty() || code.contains(['\n', '\r'])) {
                return Err(RegistryError::Damaged("a public unit code is empty or has a line break"));
            }
            let before: usize = match read(store, layout, space)?.codes {
                Some(old) => old.iter().map(|code| code.len() + 1).sum(),
                None => 0,
            };
            let text: String = codes.iter().flat_map(|code| [code.as_str(), "\n"]).collect();
            append(&layout.codes(space), before as u64, text.as_bytes())?;
        }
    }
    store
        .execute(
            "INSERT INTO unit_space (name, units) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET units = ?2",
            params![space, total],
        )
        .doing(doing)?;
    Ok(first)
}

/// Writes after the part that counts, cutting off what an interrupted import left there.
fn append(path: &std::path::Path, at: u64, bytes: &[u8]) -> Result<()> {
    let doing = "writing units";
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path).doing(doing)?;
    file.set_len(at).doing(doing)?;
    file.seek(SeekFrom::Start(at)).doing(doing)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).doing(doing)
}

/// Draws random 48-bit numbers that differ from all others of the space. The generator is the system's, never seeded.
fn draw(taken: &[u64], wanted: usize) -> Vec<u64> {
    let mut random = rand::rng();
    let mut taken: HashSet<u64> = taken.iter().copied().collect();
    let mut fresh = Vec::with_capacity(wanted);
    while fresh.len() < wanted {
        let pseudonym = random.next_u64() >> 16;
        if taken.insert(pseudonym) {
            fresh.push(pseudonym);
        }
    }
    fresh
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word))
}
