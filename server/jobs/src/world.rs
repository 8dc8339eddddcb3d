//! The registry behind the engine's world: names to versions, stored rows to records, pseudonyms to record keys.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use disclosure::Filter;
use engine::{Bank, Reading, Scripts, Selection, Space, World, WorldError};
use rayon::prelude::*;
use registry::{BankVersion, Registry, RegistryError, Values};
use variables::{DataVersion, Profile, Tier, UnitType, Variable, VersionRequest};

use crate::cancel::Cancel;
use crate::reading::StoredReading;
use crate::shelf::Shelf;

/// What all runs share: the registry, the filter, record keys once derived.
pub struct Shared {
    registry: Registry,
    filter: Filter,
    /// Record keys by space; spaces only grow, so a longer vector replaces a shorter one.
    keys: Mutex<HashMap<String, Arc<[u128]>>>,
}

impl Shared {
    /// A registry with its filter.
    pub fn new(registry: Registry, filter: Filter) -> Shared {
        Shared { registry, filter, keys: Mutex::default() }
    }

    /// The filter.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The record key of each unit of a space, by dense index.
    ///
    /// # Errors
    /// If the units cannot be read.
    pub fn record_keys(&self, space: &str) -> registry::Result<Arc<[u128]>> {
        let units = self.registry.units(space)?;
        let known = self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(space).cloned();
        if let Some(keys) = known.filter(|keys| keys.len() == units.len()) {
            return Ok(keys);
        }
        let pseudonyms = units.pseudonyms();
        let secrets = self.filter.keys();
        // Made where they stay, by all threads.
        let mut keys: Arc<[u128]> = std::iter::repeat_n(0, pseudonyms.len()).collect();
        if let Some(keys) = Arc::get_mut(&mut keys) {
            keys.par_iter_mut()
                .zip(pseudonyms.par_iter())
                .for_each(|(key, pseudonym)| *key = secrets.record_key(space, *pseudonym));
        }
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).insert(space.to_owned(), keys.clone());
        Ok(keys)
    }

    /// The person behind each unit of a type with a person pointer, by dense index, `u32::MAX` where none is known.
    ///
    /// The pointer's newest record counts. Where the databank has no data of the pointer, no unit has a known person, so
    /// that nothing about them passes a floor.
    ///
    /// # Errors
    /// If the pointer's records cannot be read.
    pub fn persons(&self, bank: &BankVersion, unit_type: UnitType) -> registry::Result<Option<Arc<[u32]>>> {
        let Some(pointer) = unit_type.spec().person_pointer else { return Ok(None) };
        let space = registry::space_of(bank.databank(), unit_type);
        let mut persons = vec![u32::MAX; self.registry.unit_count(&space)? as usize];
        if bank.variable(pointer).is_some_and(|variable| variable.has_data) {
            let records = bank.read(pointer, &registry::Selection::All)?;
            if let Values::Unit { index, .. } = records.value {
                for (unit, person) in records.unit.into_iter().zip(index) {
                    if let Some(place) = persons.get_mut(unit as usize) {
                        *place = person;
                    }
                }
            }
        }
        Ok(Some(persons.into()))
    }
}

/// The world of one run.
pub struct RunWorld {
    shared: Arc<Shared>,
    scripts: Shelf,
    cancel: Cancel,
}

impl RunWorld {
    /// The world of a run that may be given up.
    pub fn new(shared: Arc<Shared>, scripts: Shelf, cancel: Cancel) -> RunWorld {
        RunWorld { shared, scripts, cancel }
    }

    /// The stored version behind the engine's view of it.
    fn stored(&self, bank: &dyn Bank) -> Result<BankVersion, WorldError> {
        let wanted = bank.version().map_or(VersionRequest::Draft, VersionRequest::Exact);
        self.shared.registry.resolve(bank.name(), wanted).map_err(storage)
    }
}

/// A version as the engine sees it.
struct StoredBank {
    bank: BankVersion,
    /// `None`: the draft.
    version: Option<DataVersion>,
    variables: Arc<[Variable]>,
}

impl Bank for StoredBank {
    fn name(&self) -> &str {
        &self.bank.databank().name
    }

    fn version(&self) -> Option<DataVersion> {
        self.version
    }

    fn profile(&self) -> Profile {
        self.bank.databank().profile
    }

    fn tier(&self) -> Tier {
        self.bank.databank().tier
    }

    fn is_synthetic(&self) -> bool {
        self.bank.databank().synthetic
    }

    fn variables(&self) -> &[Variable] {
        &self.variables
    }

    fn variable(&self, name: &str) -> Option<&Variable> {
        self.bank.variable(name)
    }
}

impl World for RunWorld {
    fn databank(&self, name: &str, version: VersionRequest) -> Result<Arc<dyn Bank>, WorldError> {
        let bank = self.shared.registry.resolve(name, version).map_err(|error| match error {
            RegistryError::UnknownDatabank(_) => match self.shared.registry.databanks() {
                Ok(known) => WorldError::UnknownDatabank { known: known.into_iter().map(|bank| bank.name).collect() },
                Err(error) => storage(error),
            },
            RegistryError::UnknownVersion { existing, .. } => WorldError::UnknownVersion { available: existing },
            error => storage(error),
        })?;
        let number = (version != VersionRequest::Draft).then(|| bank.version());
        let variables = bank.variables();
        Ok(Arc::new(StoredBank { bank, version: number, variables }))
    }

    fn read(&self, bank: &dyn Bank, variable: &str, selection: Selection) -> Result<Box<dyn Reading>, WorldError> {
        // At a day, the days of spells are what nobody asked for.
        let (selection, has_days) = match selection {
            Selection::All => (registry::Selection::All, false),
            Selection::At(day) => (registry::Selection::At(day), false),
            Selection::Window { from, to } => (registry::Selection::Window { from, to }, true),
        };
        let blocks = self.stored(bank)?.blocks(variable, &selection, has_days).map_err(storage)?;
        Ok(Box::new(StoredReading::new(blocks)?))
    }

    fn unit_count(&self, space: &Space) -> Result<usize, WorldError> {
        self.shared.registry.unit_count(space.name()).map(|count| count as usize).map_err(storage)
    }

    fn record_keys(&self, space: &Space) -> Result<Arc<[u128]>, WorldError> {
        self.shared.record_keys(space.name()).map_err(storage)
    }

    fn unit_codes(&self, space: &Space) -> Result<Option<Arc<[String]>>, WorldError> {
        self.shared.registry.units(space.name()).map(|units| units.codes()).map_err(storage)
    }

    fn persons(&self, bank: &dyn Bank, unit_type: UnitType) -> Result<Option<Arc<[u32]>>, WorldError> {
        self.shared.persons(&self.stored(bank)?, unit_type).map_err(storage)
    }

    fn filter(&self) -> &Filter {
        &self.shared.filter
    }

    fn scripts(&self) -> &dyn Scripts {
        &self.scripts
    }

    fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }
}

/// A failure of storage: its text (which names no value) goes to the restricted log under a number.
pub(crate) fn internal(place: &str, error: &dyn std::error::Error) -> WorldError {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    eprintln!("{place} failure {number:016x}: {error}");
    WorldError::Internal(number)
}

pub(crate) fn storage(error: RegistryError) -> WorldError {
    internal("registry", &error)
}
