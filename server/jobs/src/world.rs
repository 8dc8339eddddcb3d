//! The registry behind the engine's world: names to versions, stored rows to records, pseudonyms to record keys.

use engine::Cancel;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use disclosure::{Filter, Redrawing, Watcher};
use engine::{Bank, Reading, Scripts, Selection, Space, World, WorldError};
use rayon::prelude::*;
use registry::{BankVersion, Registry, RegistryError, Values};
use variables::{DataVersion, Profile, Tier, UnitType, Variable, VersionRequest};

use crate::reading::StoredReading;
use crate::shelf::Shelf;

/// What all runs share: the registry, the filter, record keys once derived.
pub struct Shared {
    registry: Registry,
    filter: Filter,
    /// Record keys by space; spaces only grow, so a longer vector replaces a shorter one.
    keys: Mutex<HashMap<String, Arc<[u128]>>>,
    /// Strata by space, in the same way.
    strata: Mutex<HashMap<String, Arc<[u16]>>>,
    /// Who is re-drawn, by what it hangs on; the oldest goes first.
    redrawings: Mutex<VecDeque<(RedrawingOf, Arc<Redrawing>)>>,
}

/// What a re-drawing hangs on: variable, unit space, number of units, and where persons stand behind them the data that say who.
type RedrawingOf = (String, String, usize, Option<String>);

/// Bytes of re-drawings that are kept.
const REDRAWINGS: usize = 1 << 26;

impl Shared {
    /// A registry with its filter.
    pub fn new(registry: Registry, filter: Filter) -> Shared {
        Shared { registry, filter, keys: Mutex::default(), strata: Mutex::default(), redrawings: Mutex::default() }
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
        let n_units = self.registry.unit_count(space)? as usize;
        let known = self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(space).cloned();
        if let Some(keys) = known.filter(|keys| keys.len() == n_units) {
            return Ok(keys);
        }
        let pseudonyms = self.registry.units(space)?.pseudonyms();
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

impl Shared {
    /// The stratum of each unit of a space.
    fn strata(&self, space: &str) -> registry::Result<Arc<[u16]>> {
        let n_units = self.registry.unit_count(space)? as usize;
        let known = self.strata.lock().unwrap_or_else(PoisonError::into_inner).get(space).cloned();
        if let Some(strata) = known.filter(|strata| strata.len() == n_units) {
            return Ok(strata);
        }
        let strata = crate::strata::strata(&self.registry, space)?;
        self.strata.lock().unwrap_or_else(PoisonError::into_inner).insert(space.to_owned(), strata.clone());
        Ok(strata)
    }

    /// A re-drawing, made if nobody asked for it lately.
    fn redrawing(
        &self,
        of: RedrawingOf,
        make: impl FnOnce() -> Result<Redrawing, WorldError>,
    ) -> Result<Arc<Redrawing>, WorldError> {
        let kept = || self.redrawings.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().iter().find(|(known, _)| *known == of).map(|(_, redrawing)| redrawing.clone());
        if let Some(redrawing) = known {
            return Ok(redrawing);
        }
        let redrawing = Arc::new(make()?);
        let mut kept = kept();
        kept.push_back((of, redrawing.clone()));
        while kept.len() > 1 && kept.iter().map(|(_, redrawing)| redrawing.n_bytes()).sum::<usize>() > REDRAWINGS {
            kept.pop_front();
        }
        Ok(redrawing)
    }

    /// A bound on a number of units or records that memory limits may be decided from. It is a fact of the data version, the same
    /// for everybody: the number with a blur of up to a sixteenth that the home's keys draw once and for all, rounded up to an
    /// eighth of a power of two. So nobody learns from a limit whether a person is in the register.
    fn bound(&self, what: &str, name: &str, version: u64, n: u64) -> u64 {
        let drawn = self.filter.keys().record_key(&format!("bound/{what}/{name}"), version);
        blurred(n, drawn)
    }
}

/// See [`Shared::bound`].
fn blurred(n: u64, drawn: u128) -> u64 {
    /// What is smaller is never in the way of a limit.
    const LEAST: u64 = 1 << 16;
    let reach = u128::from(n / 16 + 1);
    let n = n + u64::try_from(drawn % reach).unwrap_or(0);
    if n <= LEAST {
        return LEAST;
    }
    let step = 1 << (n.ilog2() - 3);
    n.div_ceil(step) * step
}

/// The world of one run.
pub struct RunWorld {
    shared: Arc<Shared>,
    /// The filter of all, with the run's own watcher if it has one.
    filter: Filter,
    scripts: Shelf,
    cancel: Cancel,
}

impl RunWorld {
    /// The world of a run that may be given up.
    pub fn new(shared: Arc<Shared>, scripts: Shelf, cancel: Cancel) -> RunWorld {
        let filter = shared.filter.clone();
        RunWorld { shared, filter, scripts, cancel }
    }

    /// The same with a watcher that takes notes of what it releases.
    pub fn watched_by(self, watcher: Watcher) -> RunWorld {
        RunWorld { filter: self.shared.filter.watched_by(watcher), ..self }
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

    fn strata(&self, space: &Space) -> Result<Arc<[u16]>, WorldError> {
        self.shared.strata(space.name()).map_err(storage)
    }

    fn redrawing(&self, bank: &dyn Bank, variable: &Variable) -> Result<Arc<Redrawing>, WorldError> {
        let space = Space::of(bank.profile(), bank.name(), variable.unit_type);
        let make = || engine::redrawn::redrawing(self, bank, variable);
        let pointer = match variable.unit_type.spec().person_pointer {
            None => None,
            Some(pointer) => match self.stored(bank)?.data_number(pointer) {
                Some(data) => Some(format!("{}/{data}", bank.name())),
                // Nothing that the pointer's values are known by.
                None => return make().map(Arc::new),
            },
        };
        let name = engine::redrawn::first_name(bank, variable).to_owned();
        self.shared.redrawing((name, space.name().to_owned(), self.unit_count(&space)?, pointer), make)
    }

    fn filter(&self) -> &Filter {
        &self.filter
    }

    fn scripts(&self) -> &dyn Scripts {
        &self.scripts
    }

    fn cancel(&self) -> Cancel {
        self.cancel.clone()
    }

    fn most_units(&self, space: &Space) -> Result<u64, WorldError> {
        let units = self.shared.registry.unit_count(space.name()).map_err(storage)?;
        Ok(self.shared.bound("units", space.name(), 0, units.into()))
    }

    fn most_records(&self, bank: &dyn Bank, variable: &Variable) -> Result<u64, WorldError> {
        let bank = self.stored(bank)?;
        let rows = bank.true_coverage(&variable.name).map_err(storage)?.rows;
        let name = format!("{}/{}", bank.databank().name, variable.name);
        let number = bank.data_number(&variable.name).and_then(|number| u64::try_from(number).ok());
        Ok(self.shared.bound("records", &name, number.unwrap_or(0), rows))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_coarse_and_never_below() {
        assert_eq!(blurred(0, u128::MAX), 1 << 16);
        assert_eq!(blurred(1 << 20, 0), 1 << 20);
        assert_eq!(blurred((1 << 20) + 1, 0), (1 << 20) + (1 << 17));
        for n in [1_000, 99_999, 1_000_000, 11_000_000, 400_000_000] {
            for drawn in [0, 1, 12_345_678_901, u128::MAX] {
                let bound = blurred(n, drawn);
                assert!(bound >= n && bound <= (n + n / 5).max(1 << 16), "{n} {bound}");
            }
        }
    }
}
