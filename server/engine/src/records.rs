//! Records of a variable as the world gives them: in blocks of neighbouring units, read when they are asked for.
//!
//! *Invariants*: every unit lies in one block; blocks ascend by unit, and so do rows inside them (then by start). So blocks can be
//! put where they belong by several threads, each holding one at a time, and a run that was given up stops after a block.
//! *Start reading at*: [`Reading`]; [`Records`] is the one that lies in memory.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use variables::Day;

use crate::world::WorldError;

/// Rows of a block in memory: small, so that tests see several.
const HELD_BLOCK: usize = 64;

/// STATUS: the measure date; ACCUMULATED: the period that holds the asked day (last day, if it ends).
pub type Effective = (Day, Option<Day>);

/// Records that a selection takes, not read yet.
pub trait Reading: Send + Sync {
    /// No values, of the kind that blocks have.
    fn no_values(&self) -> RecordValues;

    /// Which value a dated variable has at the asked day. Enters the normal form.
    fn effective(&self) -> Option<Effective>;

    /// How many blocks there are.
    fn n_blocks(&self) -> usize;

    /// The units that a block's rows lie between.
    fn bounds(&self, block: usize) -> RangeInclusive<u32>;

    /// How many rows a block has, if that is known before it is read.
    fn n_rows(&self, block: usize) -> Option<usize>;

    /// Reads a block.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn read(&self, block: usize) -> Result<Block, WorldError>;

    /// Reads the units of a block's rows, without their values.
    ///
    /// # Errors
    /// As [`Reading::read`].
    fn units(&self, block: usize) -> Result<BlockUnits, WorldError> {
        self.read(block).map(|block| block.unit)
    }
}

/// Records of some neighbouring units: parallel columns. No `Debug`: values of units reach no log by accident.
#[derive(Clone)]
pub struct Block {
    /// The unit of each record.
    pub unit: BlockUnits,
    /// One value a record.
    pub value: RecordValues,
    /// First day of each record; given for [`Selection::Window`](crate::Selection::Window).
    pub start: Option<Vec<i32>>,
    /// Last day of each record, `None`: ongoing; given for [`Selection::Window`](crate::Selection::Window).
    pub stop: Option<Vec<Option<i32>>>,
}

/// The units of a block: dense indices in the space of the variable's unit type.
#[derive(Clone)]
pub enum BlockUnits {
    /// One record for each unit of a run.
    Run(Range<u32>),
    /// One unit a record, ascending; repeated only in spells.
    List(Vec<u32>),
}

impl BlockUnits {
    /// The number of records.
    pub fn len(&self) -> usize {
        match self {
            BlockUnits::Run(run) => run.len(),
            BlockUnits::List(units) => units.len(),
        }
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Values of records; none is missing.
#[derive(Clone)]
pub enum RecordValues {
    /// Text, as indices into a dictionary that is sorted by code point.
    Codes {
        /// Index into `dictionary`, one a record.
        codes: RecordCodes,
        /// Every code that may occur.
        dictionary: Arc<[String]>,
    },
    /// Whole numbers and days.
    Long(Vec<i64>),
    /// Decimal numbers, finite.
    Double(Vec<f64>),
    /// Units: dense indices in the space of the variable's value unit type.
    Units(Vec<u32>),
}

impl RecordValues {
    /// The values of some records.
    pub fn pick(&self, records: &[u32]) -> RecordValues {
        match self {
            RecordValues::Codes { codes, dictionary } => RecordValues::Codes {
                codes: match codes {
                    RecordCodes::U8(codes) => RecordCodes::U8(pick(codes, records)),
                    RecordCodes::U16(codes) => RecordCodes::U16(pick(codes, records)),
                    RecordCodes::U32(codes) => RecordCodes::U32(pick(codes, records)),
                },
                dictionary: dictionary.clone(),
            },
            RecordValues::Long(values) => RecordValues::Long(pick(values, records)),
            RecordValues::Double(values) => RecordValues::Double(pick(values, records)),
            RecordValues::Units(index) => RecordValues::Units(pick(index, records)),
        }
    }
}

impl RecordValues {
    /// And values of the same kind after them; of another kind they are left out.
    #[must_use]
    pub fn and(self, later: RecordValues) -> RecordValues {
        match (self, later) {
            (RecordValues::Codes { codes, dictionary }, RecordValues::Codes { codes: later, .. }) => {
                RecordValues::Codes { codes: codes.and(later), dictionary }
            }
            (RecordValues::Long(values), RecordValues::Long(later)) => RecordValues::Long([values, later].concat()),
            (RecordValues::Double(values), RecordValues::Double(later)) => {
                RecordValues::Double([values, later].concat())
            }
            (RecordValues::Units(values), RecordValues::Units(later)) => RecordValues::Units([values, later].concat()),
            (values, _) => values,
        }
    }
}

/// The values at some places.
pub fn pick<T: Copy>(values: &[T], places: &[u32]) -> Vec<T> {
    places.iter().filter_map(|place| values.get(usize::try_from(*place).ok()?)).copied().collect()
}

/// Codes as narrow as they are stored.
#[derive(Clone)]
pub enum RecordCodes {
    /// Below 256.
    U8(Vec<u8>),
    /// Below 65 536.
    U16(Vec<u16>),
    /// Any.
    U32(Vec<u32>),
}

impl RecordCodes {
    /// The number of records.
    pub fn len(&self) -> usize {
        match self {
            RecordCodes::U8(codes) => codes.len(),
            RecordCodes::U16(codes) => codes.len(),
            RecordCodes::U32(codes) => codes.len(),
        }
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// And codes into the same dictionary after them.
    fn and(self, later: RecordCodes) -> RecordCodes {
        match (self, later) {
            (RecordCodes::U8(codes), RecordCodes::U8(later)) => RecordCodes::U8([codes, later].concat()),
            (RecordCodes::U16(codes), RecordCodes::U16(later)) => RecordCodes::U16([codes, later].concat()),
            (codes, later) => {
                let all = |codes: RecordCodes| (0..codes.len()).filter_map(move |record| codes.get(record));
                all(codes).chain(all(later)).collect()
            }
        }
    }

    /// The code of one record.
    pub fn get(&self, record: usize) -> Option<u32> {
        match self {
            RecordCodes::U8(codes) => codes.get(record).map(|code| u32::from(*code)),
            RecordCodes::U16(codes) => codes.get(record).map(|code| u32::from(*code)),
            RecordCodes::U32(codes) => codes.get(record).copied(),
        }
    }
}

impl FromIterator<u32> for RecordCodes {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> RecordCodes {
        RecordCodes::U32(codes.into_iter().collect())
    }
}

/// Records of one variable in memory: parallel columns, sorted by (unit, start); a unit without record is absent.
#[derive(Clone)]
pub struct Records {
    /// Dense unit indices in the space of the variable's unit type.
    pub unit: Vec<u32>,
    /// One value a record.
    pub value: RecordValues,
    /// First day of each record; given for [`Selection::Window`](crate::Selection::Window).
    pub start: Option<Vec<i32>>,
    /// Last day of each record, `None`: ongoing; given for [`Selection::Window`](crate::Selection::Window).
    pub stop: Option<Vec<Option<i32>>>,
    /// See [`Reading::effective`].
    pub effective: Option<Effective>,
}

impl Records {
    /// The rows of a block: cut at multiples of the block's length, moved on to the next unit.
    fn rows(&self, block: usize) -> Range<usize> {
        let cut = |at: usize| match at.checked_sub(1).and_then(|before| self.unit.get(before)) {
            Some(unit) => self.unit.partition_point(|other| other <= unit),
            None => 0,
        };
        let all = self.unit.len();
        cut((block * HELD_BLOCK).min(all))..cut(((block + 1) * HELD_BLOCK).min(all))
    }
}

impl Reading for Records {
    fn no_values(&self) -> RecordValues {
        part(&self.value, 0..0)
    }

    fn effective(&self) -> Option<Effective> {
        self.effective
    }

    fn n_blocks(&self) -> usize {
        self.unit.len().div_ceil(HELD_BLOCK)
    }

    fn bounds(&self, block: usize) -> RangeInclusive<u32> {
        let units = self.unit.get(self.rows(block)).unwrap_or_default();
        match (units.first(), units.last()) {
            (Some(first), Some(last)) => *first..=*last,
            // All its rows went to the block before: after every unit of that, before every one of the next.
            _ => {
                let end = self.rows(block).start.checked_sub(1).and_then(|row| self.unit.get(row));
                let end = end.copied().unwrap_or_default();
                RangeInclusive::new(end.saturating_add(1), end)
            }
        }
    }

    fn n_rows(&self, block: usize) -> Option<usize> {
        Some(self.rows(block).len())
    }

    fn read(&self, block: usize) -> Result<Block, WorldError> {
        let rows = self.rows(block);
        Ok(Block {
            unit: BlockUnits::List(slice(&self.unit, rows.clone())),
            value: part(&self.value, rows.clone()),
            start: self.start.as_ref().map(|start| slice(start, rows.clone())),
            stop: self.stop.as_ref().map(|stop| slice(stop, rows.clone())),
        })
    }
}

fn slice<T: Copy>(values: &[T], rows: Range<usize>) -> Vec<T> {
    values.get(rows).unwrap_or_default().to_vec()
}

fn part(values: &RecordValues, rows: Range<usize>) -> RecordValues {
    match values {
        RecordValues::Codes { codes, dictionary } => RecordValues::Codes {
            codes: match codes {
                RecordCodes::U8(codes) => RecordCodes::U8(slice(codes, rows)),
                RecordCodes::U16(codes) => RecordCodes::U16(slice(codes, rows)),
                RecordCodes::U32(codes) => RecordCodes::U32(slice(codes, rows)),
            },
            dictionary: dictionary.clone(),
        },
        RecordValues::Long(values) => RecordValues::Long(slice(values, rows)),
        RecordValues::Double(values) => RecordValues::Double(slice(values, rows)),
        RecordValues::Units(values) => RecordValues::Units(slice(values, rows)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_hold_every_record_once_and_part_no_unit() {
        for repeats in [1, 3, 50, 200] {
            let unit: Vec<u32> = (0..700_u32).map(|row| row / repeats * 2).collect();
            let value = RecordValues::Long((0..700).collect());
            let records = Records { unit: unit.clone(), value, start: None, stop: None, effective: None };
            let (mut units, mut last) = (Vec::new(), None);
            for block in 0..records.n_blocks() {
                let (read, bounds) = (records.read(block).unwrap(), records.bounds(block));
                let BlockUnits::List(of_block) = read.unit else { panic!("a list") };
                assert_eq!(Some(of_block.len()), records.n_rows(block));
                assert!(of_block.iter().all(|unit| bounds.contains(unit) && last.is_none_or(|last| last < *unit)));
                last = of_block.last().copied().or(last);
                units.extend(of_block);
            }
            assert_eq!(units, unit, "{repeats}");
        }
    }
}
