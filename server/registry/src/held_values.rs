//! Values of rows that wait to be written.

use std::ops::Range;

use polars::prelude::{NamedFrom as _, PlSmallStr, Series};

use crate::manifest::Stored;
use crate::record::ChunkValues;

/// Values of one kind; `None` until the first row says which.
#[derive(Default)]
pub(crate) enum HeldValues {
    #[default]
    None,
    Word(Vec<u32>),
    Long(Vec<i64>),
    Double(Vec<f64>),
}

impl HeldValues {
    pub(crate) fn extend(&mut self, from: &ChunkValues, rows: Range<usize>) {
        match (&mut *self, from) {
            (HeldValues::Word(held), ChunkValues::Codes(new) | ChunkValues::Unit(new)) => {
                held.extend_from_slice(&new[rows])
            }
            (HeldValues::Long(held), ChunkValues::Long(new)) => held.extend_from_slice(&new[rows]),
            (HeldValues::Double(held), ChunkValues::Double(new)) => held.extend_from_slice(&new[rows]),
            (_, ChunkValues::Codes(new) | ChunkValues::Unit(new)) => *self = HeldValues::Word(new[rows].to_vec()),
            (_, ChunkValues::Long(new)) => *self = HeldValues::Long(new[rows].to_vec()),
            (_, ChunkValues::Double(new)) => *self = HeldValues::Double(new[rows].to_vec()),
        }
    }

    /// Takes the values of another.
    pub(crate) fn append(&mut self, from: HeldValues) {
        match (&mut *self, from) {
            (HeldValues::Word(to), HeldValues::Word(from)) => to.extend(from),
            (HeldValues::Long(to), HeldValues::Long(from)) => to.extend(from),
            (HeldValues::Double(to), HeldValues::Double(from)) => to.extend(from),
            (_, from) => *self = from,
        }
    }

    /// Splits the rows from `at` on off.
    pub(crate) fn split_off(&mut self, at: usize) -> HeldValues {
        match self {
            HeldValues::None => HeldValues::None,
            HeldValues::Word(held) => HeldValues::Word(held.split_off(at)),
            HeldValues::Long(held) => HeldValues::Long(held.split_off(at)),
            HeldValues::Double(held) => HeldValues::Double(held.split_off(at)),
        }
    }

    /// The values as a column, and nothing held any more. Codes take the smallest type that holds the dictionary.
    pub(crate) fn column(&mut self, stored: Stored, texts: usize) -> Series {
        let name = PlSmallStr::EMPTY;
        match std::mem::take(self) {
            HeldValues::Word(words) if stored == Stored::Codes && texts <= 1 << 8 => {
                Series::new(name, words.iter().map(|word| *word as u8).collect::<Vec<u8>>())
            }
            HeldValues::Word(words) if stored == Stored::Codes && texts <= 1 << 16 => {
                Series::new(name, words.iter().map(|word| *word as u16).collect::<Vec<u16>>())
            }
            HeldValues::Word(words) => Series::new(name, words),
            HeldValues::Long(values) => Series::new(name, values),
            HeldValues::Double(values) => Series::new(name, values),
            HeldValues::None => Series::new(name, Vec::<u32>::new()),
        }
    }
}
