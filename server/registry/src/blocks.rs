//! Rows of a selection in blocks that are read when they are asked for: a row group each, in the order of their units.
//!
//! *Invariants*: every unit lies in one block; blocks ascend by unit, and so do rows inside them (then by start). A block is
//! a function of the files alone, so blocks may be read by any thread in any order, and memory follows the blocks at hand.

use std::ops::{Range, RangeInclusive};
use std::path::PathBuf;
use std::sync::Arc;

use variables::Day;

use crate::columns::pick;
use crate::data_file::DataFile;
use crate::error::{RegistryError, Result};
use crate::manifest::{Manifest, Partition, Stored};
use crate::merged;
use crate::predicate::Predicate;
use crate::record::{Codes, Effective, Selection, Values};
use crate::spells::{self, Spells};

/// What a reader needs to know of a variable's data.
pub(crate) struct Source {
    pub(crate) folder: PathBuf,
    pub(crate) manifest: Arc<Manifest>,
    /// Space of values that are units.
    pub(crate) value_space: Option<String>,
    pub(crate) has_spells: bool,
    pub(crate) is_fixed: bool,
}

/// Rows that a selection takes, not read yet. See [`Records`](crate::Records) for what the columns hold.
pub struct Blocks {
    source: Source,
    predicate: Predicate,
    has_days: bool,
    files: Vec<DataFile>,
    blocks: Vec<Place>,
    /// Periods that lie across one another, or in shared files: one block, put together and sorted.
    merged: Option<Vec<Partition>>,
    /// The period of all rows, where there is one.
    period: Option<(i32, i32)>,
    effective: Option<Effective>,
}

/// Row groups of a block, and the units they lie between.
struct Place {
    units: RangeInclusive<u32>,
    groups: Vec<(usize, usize)>,
    rows: usize,
}

/// Rows of some neighbouring units.
#[derive(Clone, Debug)]
pub struct Block {
    /// The unit of each row.
    pub unit: Units,
    /// The value of each row.
    pub value: Values,
    /// First and last day of each row's period (`None` inside: ongoing), if they were asked for; never of FIXED ones.
    pub period: Option<(Vec<i32>, Vec<Option<i32>>)>,
}

/// The units of a block's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Units {
    /// One row for each unit of a run.
    Run(Range<u32>),
    /// One a row, ascending; repeated only in spells.
    List(Vec<u32>),
}

impl Units {
    /// The number of rows.
    pub fn len(&self) -> usize {
        match self {
            Units::Run(run) => run.len(),
            Units::List(units) => units.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One a row.
    pub fn into_vec(self) -> Vec<u32> {
        match self {
            Units::Run(run) => run.collect(),
            Units::List(units) => units,
        }
    }
}

impl Blocks {
    /// Finds the row groups that can hold rows of a selection. With days, blocks say the period of each row.
    pub(crate) fn open(source: Source, selection: &Selection, has_days: bool) -> Result<Blocks> {
        let predicate = Predicate::new(selection)?;
        let manifest = source.manifest.clone();
        let is_dated = !source.has_spells && !source.is_fixed;
        let mut blocks = Blocks {
            has_days: has_days && !source.is_fixed,
            source,
            predicate,
            files: Vec::new(),
            blocks: Vec::new(),
            merged: None,
            period: None,
            effective: None,
        };
        if !is_dated {
            for part in &manifest.partitions {
                blocks.add(part)?;
            }
            return Ok(blocks);
        }
        if let Predicate::Status(day) = predicate {
            blocks.effective = effective(&manifest.partitions, day);
        }
        let taken: Vec<&Partition> = manifest.partitions.iter().filter(|part| takes(predicate, part)).collect();
        match taken.as_slice() {
            [] => {}
            [one] if one.shared.is_empty() => {
                blocks.period = one.period.map(|(start, stop)| (start.0, stop.0));
                blocks.add(one)?;
            }
            several => {
                let rows = several.iter().map(|part| part.rows as usize).sum();
                blocks.blocks.push(Place { units: 0..=u32::MAX, groups: Vec::new(), rows });
                blocks.merged = Some(several.iter().map(|part| (*part).clone()).collect());
            }
        }
        Ok(blocks)
    }

    fn add(&mut self, part: &Partition) -> Result<()> {
        for name in &part.files {
            let file = DataFile::open(&self.source.folder.join(name))?;
            for group in 0..file.groups() {
                let rows = file.rows(group);
                if rows == 0 {
                    continue;
                }
                let units = match file.units(group) {
                    Some(units) => units,
                    None => ends(&file.unit_column(group)?)?,
                };
                let place = (self.files.len(), group);
                match self.blocks.last_mut() {
                    // Spells of a unit on both sides: one block.
                    Some(last) if *last.units.end() >= *units.start() => {
                        last.units = *last.units.start()..=*units.end();
                        last.groups.push(place);
                        last.rows += rows;
                    }
                    _ => self.blocks.push(Place { units, groups: vec![place], rows }),
                }
            }
            self.files.push(file);
        }
        Ok(())
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether there is none, so no row.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The units that a block's rows lie between.
    pub fn bounds(&self, block: usize) -> RangeInclusive<u32> {
        self.blocks.get(block).map_or(RangeInclusive::new(1, 0), |place| place.units.clone())
    }

    /// Whether [`Blocks::rows`] is exact: how many spells a selection takes shows only when they are read.
    pub fn has_known_rows(&self) -> bool {
        !self.source.has_spells
    }

    /// How many rows a block has at most.
    pub fn rows(&self, block: usize) -> usize {
        self.blocks.get(block).map_or(0, |place| place.rows)
    }

    /// See [`Records::effective`](crate::Records::effective).
    pub fn effective(&self) -> Option<Effective> {
        self.effective
    }

    /// No values, of the kind that blocks have.
    ///
    /// # Errors
    /// A damaged manifest.
    pub fn no_values(&self) -> Result<Values> {
        let manifest = &self.source.manifest;
        Ok(match manifest.value {
            Stored::Codes => {
                let dictionary =
                    manifest.dictionary.clone().ok_or(RegistryError::Damaged("codes without a dictionary"))?;
                Values::Codes { codes: Codes::for_texts(dictionary.len()), dictionary }
            }
            Stored::Long => Values::Long(Vec::new()),
            Stored::Double => Values::Double(Vec::new()),
            Stored::Unit => {
                let space = self.source.value_space.clone();
                let space = space.ok_or(RegistryError::Damaged("values are units of no type"))?;
                Values::Unit { space, index: Vec::new() }
            }
        })
    }

    /// Reads a block.
    ///
    /// # Errors
    /// Damaged files; a block that is not there.
    pub fn read(&self, block: usize) -> Result<Block> {
        let place = self.blocks.get(block).ok_or(RegistryError::Damaged("no such block"))?;
        if let Some(parts) = &self.merged {
            return merged::read(&self.source, parts, self.no_values()?, self.has_days);
        }
        if self.source.has_spells {
            return self.spells(place);
        }
        let (unit, file, group) = self.each_unit_once(place)?;
        let period = self.period.filter(|_| self.has_days);
        let period = period.map(|(start, stop)| (vec![start; place.rows], vec![Some(stop); place.rows]));
        Ok(Block { unit, value: self.values(file, group)?, period })
    }

    /// Reads the units of a block's rows, without their values.
    ///
    /// # Errors
    /// As [`Blocks::read`].
    pub fn read_units(&self, block: usize) -> Result<Units> {
        let place = self.blocks.get(block).ok_or(RegistryError::Damaged("no such block"))?;
        if self.merged.is_some() || self.source.has_spells {
            return self.read(block).map(|block| block.unit);
        }
        self.each_unit_once(place).map(|(unit, _, _)| unit)
    }

    /// The units of a row group that has each unit once, and where the row group is.
    fn each_unit_once(&self, place: &Place) -> Result<(Units, &DataFile, usize)> {
        let [(file, group)] = place.groups.as_slice() else {
            return Err(RegistryError::Damaged("units of a period do not increase"));
        };
        let file = self.file(*file)?;
        let run = *place.units.start()..place.units.end().saturating_add(1);
        // As many rows as units between the first and the last: nothing to read.
        let unit = if run.len() == place.rows { Units::Run(run) } else { Units::List(file.unit_column(*group)?) };
        Ok((unit, file, *group))
    }

    fn spells(&self, place: &Place) -> Result<Block> {
        let mut found = Spells::default();
        for (file, group) in &place.groups {
            let file = self.file(*file)?;
            let Some(hits) = spells::hits(file, *group, self.predicate)? else { continue };
            let unit = file.unit_column(*group)?;
            let value = self.values(file, *group)?;
            match &hits.rows {
                None => {
                    found.unit.push(unit);
                    found.value.push(value);
                }
                Some(rows) => {
                    found.unit.push(pick(&unit, rows));
                    found.value.push(value.pick(rows));
                }
            }
            if self.has_days {
                let (start, stop) = hits.days();
                found.start.push(start);
                found.stop.push(stop);
            }
        }
        found.block(self.no_values()?, self.has_days)
    }

    fn values(&self, file: &DataFile, group: usize) -> Result<Values> {
        file.value_column(group, &self.source.manifest, self.source.value_space.as_deref())
    }

    fn file(&self, file: usize) -> Result<&DataFile> {
        self.files.get(file).ok_or(RegistryError::Damaged("no such file"))
    }
}

fn ends(units: &[u32]) -> Result<RangeInclusive<u32>> {
    match (units.first(), units.last()) {
        (Some(first), Some(last)) => Ok(*first..=*last),
        _ => Err(RegistryError::Damaged("a data file is shorter than it says")),
    }
}

fn takes(predicate: Predicate, part: &Partition) -> bool {
    part.period.is_some_and(|(start, stop)| predicate.holds(start.0, Some(stop.0)))
}

/// The widest run of days around `day` on which exactly the same periods hold; `None` if none does.
fn effective(partitions: &[Partition], day: i32) -> Option<Effective> {
    let (mut from, mut to) = (i32::MIN, i32::MAX);
    let mut is_held = false;
    for (start, stop) in partitions.iter().filter_map(|part| part.period) {
        let (start, stop) = (start.0, stop.0);
        if start > day {
            to = to.min(start - 1);
        } else if stop < day {
            from = from.max(stop + 1);
        } else {
            is_held = true;
            from = from.max(start);
            to = to.min(stop);
        }
    }
    is_held.then_some(Effective { from: Day(from), to: Day(to) })
}
