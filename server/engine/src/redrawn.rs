//! Records of the sensitive tier as everybody sees them: a few persons' are another's, for ever (`disclosure::Redrawing`).
//!
//! It happens where records are read, before any command sees them, so that no output can forget it: at one day, at several, in spells,
//! always the whole history of a unit is its donor's. What is kept beside the world's records are the donors' own, a few of a hundred.
//! *Start reading at*: [`read`], [`Redrawn`].

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use disclosure::{Redrawing, Units};
use rayon::prelude::*;
use variables::{Profile, Tier, Variable};

use crate::column::matching::matches;
use crate::context::Context;
use crate::error::EngineError;
use crate::records::{Block, BlockUnits, Effective, Reading, RecordValues, pick};
use crate::world::{Bank, Selection, Space, World, WorldError};

/// The records of a variable: the only way to them for commands.
///
/// # Errors
/// Failures of the world.
pub fn read(
    cx: &Context<'_>,
    bank: &dyn Bank,
    variable: &Variable,
    selection: Selection,
) -> Result<Box<dyn Reading>, EngineError> {
    let records = cx.world.read(bank, &variable.name, selection)?;
    if !is_redrawn(bank, variable) {
        return Ok(records);
    }
    let redrawing = cx.world.redrawing(bank, variable)?;
    cx.check_cancelled()?;
    Ok(over(records, redrawing)?)
}

/// Records in which the units of a re-drawing have their donors'. Reads the donors'.
///
/// # Errors
/// Failures of the world.
pub fn over(records: Box<dyn Reading>, redrawing: Arc<Redrawing>) -> Result<Box<dyn Reading>, WorldError> {
    Ok(if redrawing.last().is_some() { Box::new(Redrawn::new(records, redrawing)?) } else { records })
}

/// Whether a variable's values are sensitive codes: whatever a databank of the tier says of persons or of what they have, coded or
/// not. Links between units are none, nor what is public of municipalities.
pub fn is_redrawn(bank: &dyn Bank, variable: &Variable) -> bool {
    let is_link = variable.value_unit_type.is_some_and(|unit_type| unit_type.spec().is_pseudonymised);
    let is_sensitive = bank.profile() == Profile::Register && bank.tier() == Tier::Sensitive;
    is_sensitive && variable.unit_type.spec().is_pseudonymised && !is_link
}

/// The name that a variable had first: draws belong to it, so that a variable and the one that takes over from it tell the same.
pub fn first_name<'a>(bank: &'a dyn Bank, variable: &'a Variable) -> &'a str {
    let mut name = variable.name.as_str();
    // Names that lead in a circle end with the number of variables.
    for _ in bank.variables() {
        let before = bank.variables().iter().filter(|other| other.successors.iter().any(|later| later == name));
        match before.map(|other| other.name.as_str()).min() {
            Some(earlier) if earlier != variable.name => name = earlier,
            _ => break,
        }
    }
    name
}

/// Whose values of a variable are another unit's, made anew; worlds that can keep it.
///
/// # Errors
/// Failures of the world.
pub fn redrawing<W: World + ?Sized>(world: &W, bank: &dyn Bank, variable: &Variable) -> Result<Redrawing, WorldError> {
    let space = Space::of(bank.profile(), bank.name(), variable.unit_type);
    let keys = world.record_keys(&space)?;
    let name = first_name(bank, variable);
    let Some(behind) = world.persons(bank, variable.unit_type)? else {
        let units = Units { keys: &keys, persons: None, strata: &world.strata(&space)? };
        return Ok(world.filter().redrawing(name, units));
    };
    let persons = Space::of(bank.profile(), bank.name(), variables::UnitType::person());
    let of_persons = world.record_keys(&persons)?;
    let units = Units { keys: &keys, persons: Some((&*behind, &*of_persons)), strata: &world.strata(&persons)? };
    Ok(world.filter().redrawing(name, units))
}

/// Records in which some units have their donors'.
struct Redrawn {
    records: Box<dyn Reading>,
    redrawing: Arc<Redrawing>,
    donated: Donated,
    /// The units that each block answers for: those between the blocks too, whose donors may have records.
    bounds: Vec<RangeInclusive<u32>>,
}

/// The records of donors, ascending by unit.
struct Donated {
    unit: Vec<u32>,
    value: RecordValues,
    start: Option<Vec<i32>>,
    stop: Option<Vec<Option<i32>>>,
}

impl Redrawn {
    fn new(records: Box<dyn Reading>, redrawing: Arc<Redrawing>) -> Result<Redrawn, WorldError> {
        let donated = Donated::new(records.as_ref(), &redrawing.donors())?;
        let mut bounds = Vec::with_capacity(records.n_blocks());
        let mut next = Some(0_u32);
        for block in 0..records.n_blocks() {
            let is_last = block + 1 == records.n_blocks();
            let own = records.bounds(block);
            let end = if own.start() <= own.end() { Some(*own.end()) } else { None };
            let end = end.max(redrawing.last().filter(|_| is_last));
            bounds.push(match (next, end) {
                (Some(start), Some(end)) if start <= end => {
                    next = end.checked_add(1);
                    start..=end
                }
                // A block without units.
                _ => RangeInclusive::new(1, 0),
            });
        }
        Ok(Redrawn { records, redrawing, donated, bounds })
    }
}

impl Reading for Redrawn {
    fn no_values(&self) -> RecordValues {
        self.records.no_values()
    }

    fn effective(&self) -> Option<Effective> {
        self.records.effective()
    }

    fn n_blocks(&self) -> usize {
        self.records.n_blocks()
    }

    fn bounds(&self, block: usize) -> RangeInclusive<u32> {
        self.bounds.get(block).cloned().unwrap_or(RangeInclusive::new(1, 0))
    }

    /// Donors may have more records or fewer.
    fn n_rows(&self, _: usize) -> Option<usize> {
        None
    }

    fn read(&self, block: usize) -> Result<Block, WorldError> {
        let own = self.records.read(block)?;
        let bounds = self.bounds(block);
        let (units, donors) = self.redrawing.between(*bounds.start(), *bounds.end());
        Ok(if units.is_empty() { own } else { self.donated.put(own, units, donors) })
    }
}

impl Donated {
    /// Reads the blocks that hold donors and keeps their records.
    fn new(records: &dyn Reading, donors: &[u32]) -> Result<Donated, WorldError> {
        let of_block = |block: usize| -> Result<Option<Donated>, WorldError> {
            let bounds = records.bounds(block);
            let from = donors.partition_point(|donor| donor < bounds.start());
            let to = donors.partition_point(|donor| donor <= bounds.end()).max(from);
            let wanted = donors.get(from..to).unwrap_or_default();
            if wanted.is_empty() {
                return Ok(None);
            }
            let read = records.read(block)?;
            let (mut unit, mut places) = (Vec::new(), Vec::new());
            matches(wanted, &read.unit, |row, record| {
                if let (Some(donor), Ok(record)) = (wanted.get(row), u32::try_from(record)) {
                    unit.push(*donor);
                    places.push(record);
                }
            });
            Ok(Some(Donated {
                unit,
                value: read.value.pick(&places),
                start: read.start.map(|start| pick(&start, &places)),
                stop: read.stop.map(|stop| pick(&stop, &places)),
            }))
        };
        let parts: Vec<Option<Donated>> =
            (0..records.n_blocks()).into_par_iter().map(of_block).collect::<Result<_, WorldError>>()?;
        let none = Donated { unit: Vec::new(), value: records.no_values(), start: None, stop: None };
        Ok(parts.into_iter().flatten().reduce(Donated::and).unwrap_or(none))
    }

    /// And those of later units.
    fn and(mut self, later: Donated) -> Donated {
        self.unit.extend(later.unit);
        self.value = self.value.and(later.value);
        self.start = self.start.zip(later.start).map(|(start, later)| [start, later].concat());
        self.stop = self.stop.zip(later.stop).map(|(stop, later)| [stop, later].concat());
        self
    }

    /// The records of a unit.
    fn of(&self, unit: u32) -> Range<usize> {
        let from = self.unit.partition_point(|other| *other < unit);
        let after = self.unit.get(from..).unwrap_or_default();
        from..from + after.iter().take_while(|other| **other == unit).count()
    }

    /// A block in which units have the records of their donors.
    fn put(&self, own: Block, units: &[u32], donors: &[u32]) -> Block {
        let mut merged =
            Merged { unit: Vec::with_capacity(own.unit.len()), places: Vec::with_capacity(own.unit.len()) };
        let (mut at, mut given, mut next) = (0, Vec::new(), own.unit.len());
        for (unit, donor) in units.iter().zip(donors) {
            let from = first_at(&own.unit, at, *unit);
            merged.add(&own.unit, at..from);
            at = first_at(&own.unit, from, unit.saturating_add(1));
            for record in self.of(*donor) {
                merged.unit.push(*unit);
                merged.places.extend(u32::try_from(next));
                given.extend(u32::try_from(record));
                next += 1;
            }
        }
        merged.add(&own.unit, at..own.unit.len());
        let Merged { unit, places } = merged;
        let start = own.start.map(|own| [own, pick(self.start.as_deref().unwrap_or_default(), &given)].concat());
        let stop = own.stop.map(|own| [own, pick(self.stop.as_deref().unwrap_or_default(), &given)].concat());
        Block {
            unit: as_run(unit),
            value: own.value.and(self.value.pick(&given)).pick(&places),
            start: start.map(|start| pick(&start, &places)),
            stop: stop.map(|stop| pick(&stop, &places)),
        }
    }
}

/// Records one after the other: their units, and where they stand among a block's own and the given ones.
struct Merged {
    unit: Vec<u32>,
    places: Vec<u32>,
}

impl Merged {
    fn add(&mut self, own: &BlockUnits, records: Range<usize>) {
        match own {
            BlockUnits::Run(run) => {
                self.unit.extend(run.clone().skip(records.start).take(records.len()));
            }
            BlockUnits::List(list) => self.unit.extend(list.get(records.clone()).unwrap_or_default()),
        }
        self.places.extend(records.filter_map(|record| u32::try_from(record).ok()));
    }
}

/// The first record from a place on that is of the unit or a later one.
fn first_at(units: &BlockUnits, from: usize, unit: u32) -> usize {
    match units {
        BlockUnits::Run(run) => (unit.saturating_sub(run.start) as usize).clamp(from, run.len().max(from)),
        BlockUnits::List(list) => from + list.get(from..).unwrap_or_default().partition_point(|other| *other < unit),
    }
}

/// Units as a run where they are one.
fn as_run(units: Vec<u32>) -> BlockUnits {
    match (units.first(), units.last()) {
        (Some(first), Some(last))
            if units.windows(2).all(|pair| matches!(pair, [a, b] if a.checked_add(1) == Some(*b))) =>
        {
            BlockUnits::Run(*first..last.saturating_add(1))
        }
        _ => BlockUnits::List(units),
    }
}

#[cfg(test)]
mod tests;
