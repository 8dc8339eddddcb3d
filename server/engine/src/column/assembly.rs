//! Columns out of records: blocks are put where their units are, by all threads, each holding one block at a time.

use std::ops::Range;

use polars::prelude::*;
use polars_arrow::bitmap::MutableBitmap;
use rayon::prelude::*;
use variables::Day;

use super::matching::{blocks_between, days_of, matches, place, rows_of_blocks, split, validity};
use crate::error::EngineError;
use crate::records::{Block, BlockUnits, Reading, RecordValues};

/// Values of a block as the column has them.
pub struct Part<T> {
    /// One a record.
    pub values: Vec<T>,
    /// Which of them are values; `None`: all.
    pub usable: Option<Vec<bool>>,
}

/// Turns record values of a reading (by its number) into values of the column.
pub type Convert<'a, T> = &'a (dyn Fn(usize, RecordValues) -> Result<Part<T>, EngineError> + Sync);

/// Tells whether the user gave the run up.
pub type IsCancelled<'a> = &'a (dyn Fn() -> bool + Sync);

/// A way to put blocks together.
pub trait Assembly {
    /// The column, in one chunk.
    ///
    /// # Errors
    /// Failures of the world, cancellation.
    fn column<T: PolarsNumericType>(self, convert: Convert<'_, T::Native>) -> Result<ChunkedArray<T>, EngineError>;
}

impl<T> Part<T> {
    /// Values of which some may not be usable.
    pub fn of(values: Vec<T>, is_usable: impl Fn(&T) -> bool) -> Part<T> {
        let all_usable = values.iter().fold(true, |all, value| all & is_usable(value));
        let usable = (!all_usable).then(|| values.iter().map(is_usable).collect());
        Part { values, usable }
    }

    fn is_usable(&self, record: usize) -> bool {
        self.usable.as_ref().is_none_or(|usable| usable.get(record).copied().unwrap_or(false))
    }
}

/// The values of given units, each unit once, ascending; a unit without record is missing.
pub struct OnUnits<'a> {
    /// Whether the run was given up.
    pub is_cancelled: IsCancelled<'a>,
    /// Records, at most one a unit; of several the first counts.
    pub reading: &'a dyn Reading,
    /// The units.
    pub units: &'a [u32],
}

impl Assembly for OnUnits<'_> {
    fn column<T: PolarsNumericType>(self, convert: Convert<'_, T::Native>) -> Result<ChunkedArray<T>, EngineError> {
        let mut values = vec![T::Native::default(); self.units.len()];
        let rows = rows_of_blocks(self.reading, self.units);
        let slices = split(&mut values, rows.iter().map(|(_, rows)| rows.clone()));
        let jobs: Vec<_> = rows.iter().zip(slices).collect();
        let valid = jobs.into_par_iter().map(|((block, rows), to)| {
            stop_if_cancelled(self.is_cancelled)?;
            let Block { unit, value, .. } = self.reading.read(*block)?;
            let units = self.units.get(rows.clone()).unwrap_or_default();
            Ok((rows.clone(), place(units, &unit, &convert(0, value)?, to)))
        });
        let valid: Vec<(Range<usize>, Option<MutableBitmap>)> = valid.collect::<Result<_, EngineError>>()?;
        Ok(ChunkedArray::from_vec_validity(PlSmallStr::EMPTY, values, validity(valid, self.units.len())))
    }
}

/// All records one after the other, and their units.
pub struct AllRecords<'a> {
    /// Whether the run was given up.
    pub is_cancelled: IsCancelled<'a>,
    /// The records.
    pub reading: &'a dyn Reading,
    /// Blocks that were read already (all or none) and how many rows each has.
    pub blocks: Vec<(Option<Block>, usize)>,
    /// Where their units go: as many as there are rows.
    pub units: &'a mut [u32],
}

impl Assembly for AllRecords<'_> {
    fn column<T: PolarsNumericType>(self, convert: Convert<'_, T::Native>) -> Result<ChunkedArray<T>, EngineError> {
        let mut values = vec![T::Native::default(); self.units.len()];
        let mut from = 0;
        let ranges: Vec<Range<usize>> = self
            .blocks
            .iter()
            .map(|(_, rows)| {
                from += rows;
                from - rows..from
            })
            .collect();
        let (to, units) = (split(&mut values, ranges.iter().cloned()), split(self.units, ranges.iter().cloned()));
        let jobs: Vec<_> = self.blocks.into_iter().zip(ranges).zip(to.into_iter().zip(units)).enumerate().collect();
        let valid = jobs.into_par_iter().map(|(number, (((held, _), rows), (to, units)))| {
            stop_if_cancelled(self.is_cancelled)?;
            let Block { unit, value, .. } = match held {
                Some(block) => block,
                None => self.reading.read(number)?,
            };
            let part = convert(0, value)?;
            if part.values.len() != to.len() || unit.len() != to.len() {
                return Err(EngineError::Internal("block rows"));
            }
            to.copy_from_slice(&part.values);
            match unit {
                BlockUnits::Run(run) => units.iter_mut().zip(run).for_each(|(to, unit)| *to = unit),
                BlockUnits::List(list) => units.copy_from_slice(&list),
            }
            Ok((rows, part.usable.map(MutableBitmap::from_iter)))
        });
        let valid: Vec<(Range<usize>, Option<MutableBitmap>)> = valid.collect::<Result<_, EngineError>>()?;
        let n_rows = values.len();
        Ok(ChunkedArray::from_vec_validity(PlSmallStr::EMPTY, values, validity(valid, n_rows)))
    }
}

/// The values of given units at some days, unit by unit.
pub struct OnPanel<'a> {
    /// Whether the run was given up.
    pub is_cancelled: IsCancelled<'a>,
    /// One for all days (spells of a window, or values without dates), or one a day.
    pub readings: &'a [&'a dyn Reading],
    /// The days, ascending.
    pub days: &'a [Day],
    /// The units, each once, ascending.
    pub units: &'a [u32],
    /// Marks the rows that have a record; one a unit and day.
    pub is_kept: &'a mut [bool],
}

impl Assembly for OnPanel<'_> {
    fn column<T: PolarsNumericType>(self, convert: Convert<'_, T::Native>) -> Result<ChunkedArray<T>, EngineError> {
        let n_days = self.days.len();
        let mut values = vec![T::Native::default(); self.units.len() * n_days];
        let runs = self.runs();
        let cells = || runs.iter().map(|run| run.start * n_days..run.end * n_days);
        let (to, kept) = (split(&mut values, cells()), split(self.is_kept, cells()));
        let (readings, days, is_cancelled) = (self.readings, self.days, self.is_cancelled);
        let jobs: Vec<_> = runs.iter().zip(to.into_iter().zip(kept)).collect();
        let valid = jobs.into_par_iter().map(|(run, (to, kept))| {
            let wanted = self.units.get(run.clone()).unwrap_or_default();
            let mut valid = MutableBitmap::from_len_zeroed(to.len());
            let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else {
                return Ok((run.start * n_days..run.end * n_days, None));
            };
            for (number, reading) in readings.iter().enumerate() {
                for block in blocks_between(*reading, *first, *last) {
                    stop_if_cancelled(is_cancelled)?;
                    let Block { unit, value, start, stop } = reading.read(block)?;
                    let part = convert(number, value)?;
                    let mut put = |row: usize, record: usize, day: usize| {
                        let cell = row * n_days + day;
                        let (Some(value), Some(to)) = (part.values.get(record), to.get_mut(cell)) else { return };
                        if let Some(kept) = kept.get_mut(cell) {
                            *kept = true;
                        }
                        if part.is_usable(record) && !valid.get(cell) {
                            *to = *value;
                            valid.set(cell, true);
                        }
                    };
                    match (start, stop) {
                        (Some(start), Some(stop)) => matches(wanted, &unit, |row, record| {
                            let (Some(start), Some(stop)) = (start.get(record), stop.get(record)) else { return };
                            for day in days_of(days, *start, *stop) {
                                put(row, record, day);
                            }
                        }),
                        // A variable without dates: one reading for all.
                        _ if readings.len() == 1 => {
                            matches(wanted, &unit, |row, record| (0..n_days).for_each(|day| put(row, record, day)));
                        }
                        _ => matches(wanted, &unit, |row, record| put(row, record, number)),
                    }
                }
            }
            let is_full = valid.unset_bits() == 0;
            Ok((run.start * n_days..run.end * n_days, (!is_full).then_some(valid)))
        });
        let valid: Vec<(Range<usize>, Option<MutableBitmap>)> = valid.collect::<Result<_, EngineError>>()?;
        let n_rows = values.len();
        Ok(ChunkedArray::from_vec_validity(PlSmallStr::EMPTY, values, validity(valid, n_rows)))
    }
}

impl OnPanel<'_> {
    /// Runs of units that are worked on together: as the reading with most blocks has them.
    fn runs(&self) -> Vec<Range<usize>> {
        let most = self.readings.iter().max_by_key(|reading| reading.n_blocks());
        let mut starts: Vec<usize> = most.map_or_else(Vec::new, |reading| {
            let start = |block| self.units.partition_point(|unit| unit < reading.bounds(block).start());
            (1..reading.n_blocks()).map(start).collect()
        });
        starts.insert(0, 0);
        starts.push(self.units.len());
        starts.dedup();
        starts.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?)).collect()
    }
}

/// Stops between blocks when the user gave the run up.
///
/// # Errors
/// [`EngineError::Cancelled`].
pub fn stop_if_cancelled(is_cancelled: IsCancelled<'_>) -> Result<(), EngineError> {
    if is_cancelled() { Err(EngineError::Cancelled) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
