//! Times as cells: distinct pairs of stratum and time, numbered by stratum and then by time.
//!
//! Whole times (days, months) are told apart by a table of marks, without sorting; others are sorted once, in parallel.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::design::chunks;
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fill, fold};
use crate::rows::{CHUNK, Rows};

/// Whole times below it can be looked up.
const MOST_WHOLE: f64 = 4_194_304.0;
/// Slots of the table of marks at most.
const MOST_SLOTS: usize = 1 << 24;

/// Codes of rows, `0..n`.
#[derive(Clone, Copy, Debug)]
pub struct Codes<'a> {
    /// Code of each row.
    pub codes: &'a [u32],
    /// Number of codes.
    pub n: usize,
}

impl Codes<'_> {
    pub(crate) fn fit(&self, n_rows: usize) -> bool {
        self.codes.len() == n_rows && self.codes.iter().all(|&code| (code as usize) < self.n)
    }
}

/// The cell of each row.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Cell of each row.
    pub cells: Vec<u32>,
    /// Time of each cell, ascending within a stratum.
    pub times: Vec<f64>,
    /// First cell of each stratum, and the number of cells: `n_strata + 1`.
    pub starts: Vec<usize>,
}

impl Timeline {
    /// Codes the times of all rows.
    ///
    /// # Errors
    /// [`FitError::Shape`] for codes of other length, [`FitError::OutOfRange`] for times that are no numbers, cancellation.
    pub fn new(time: &dyn Rows<f64>, strata: Option<Codes<'_>>, watch: Watch<'_>) -> Result<Self, FitError> {
        if strata.is_some_and(|strata| !strata.fit(time.len())) {
            return Err(FitError::Shape);
        }
        let n_strata = strata.map_or(1, |strata| strata.n);
        match Grid::new(time, n_strata, watch)? {
            Some(grid) => Ok(marked(time, strata, grid)),
            None => Ok(sorted(time, strata, n_strata)),
        }
    }

    /// Number of cells.
    pub fn n_cells(&self) -> usize {
        self.times.len()
    }

    /// The cells of each stratum.
    pub fn strata(&self) -> impl Iterator<Item = Range<usize>> {
        self.starts.windows(2).map(|pair| pair[0]..pair[1])
    }

    /// The stratum that has a cell.
    pub fn stratum(&self, cell: usize) -> usize {
        self.starts.partition_point(|&start| start <= cell) - 1
    }

    /// For each row the first cell of its stratum later than `entry`: it is at risk from there to its own cell.
    ///
    /// # Errors
    /// [`FitError::OutOfRange`] where a row enters no earlier than it leaves.
    pub fn entries(&self, entry: &dyn Rows<f64>) -> Result<Vec<u32>, FitError> {
        let mut result = vec![0u32; self.cells.len()];
        fill(&mut result, |rows, part| {
            let mut buffer = vec![0.0; CHUNK];
            for (start, rows) in chunks(rows) {
                let values = &mut buffer[..rows.len()];
                entry.read(rows.start, values);
                for ((slot, value), row) in part[start..].iter_mut().zip(values.iter()).zip(rows) {
                    let own = self.cells[row] as usize;
                    let first = self.starts[self.stratum(own)];
                    let later = self.times[first..=own].partition_point(|time| *time <= *value);
                    // Not a number, or no time left: told below.
                    *slot = if value.is_nan() { u32::MAX } else { (first + later) as u32 };
                }
            }
        });
        let is_ordered = result.par_iter().zip(&self.cells).all(|(entry, own)| entry <= own);
        if is_ordered { Ok(result) } else { Err(FitError::OutOfRange) }
    }
}

/// Whole times as places in a table of strata × times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    least: f64,
    /// Places of one stratum.
    pub width: usize,
    /// Places in all.
    pub n_slots: usize,
}

impl Grid {
    /// The grid of these times, if they are whole numbers of a small range.
    pub fn new(time: &dyn Rows<f64>, n_strata: usize, watch: Watch<'_>) -> Result<Option<Self>, FitError> {
        let range = fold(time.len(), BLOCK_ROWS, watch, Extent::default, |extent, rows| {
            let mut buffer = vec![0.0; CHUNK];
            for (_, rows) in chunks(rows) {
                let values = &mut buffer[..rows.len()];
                time.read(rows.start, values);
                values.iter().for_each(|value| extent.take(*value));
            }
        })?;
        if !range.is_finite {
            return Err(FitError::OutOfRange);
        }
        if !range.is_whole || time.is_empty() {
            return Ok(None);
        }
        let width = (range.most - range.least) as usize + 1;
        let n_slots = width.saturating_mul(n_strata);
        let most = MOST_SLOTS.min(time.len().saturating_mul(4).max(1 << 16));
        Ok((n_slots <= most).then_some(Grid { least: range.least, width, n_slots }))
    }

    /// The place of a time.
    #[inline]
    pub fn slot(&self, stratum: u32, time: f64) -> usize {
        stratum as usize * self.width + (time - self.least) as usize
    }

    /// The time of a place within its stratum.
    pub fn time(&self, place: usize) -> f64 {
        self.least + place as f64
    }
}

struct Extent {
    least: f64,
    most: f64,
    is_whole: bool,
    is_finite: bool,
}

impl Default for Extent {
    fn default() -> Self {
        Extent { least: f64::INFINITY, most: f64::NEG_INFINITY, is_whole: true, is_finite: true }
    }
}

impl Extent {
    #[inline]
    fn take(&mut self, value: f64) {
        self.least = self.least.min(value);
        self.most = self.most.max(value);
        self.is_whole &= value.abs() < MOST_WHOLE && (value as i32) as f64 == value;
        self.is_finite &= value.is_finite();
    }
}

impl Accumulator for Extent {
    fn merge(&mut self, later: Self) {
        self.least = self.least.min(later.least);
        self.most = self.most.max(later.most);
        self.is_whole &= later.is_whole;
        self.is_finite &= later.is_finite;
    }
}

fn marked(time: &dyn Rows<f64>, strata: Option<Codes<'_>>, grid: Grid) -> Timeline {
    let marks: Vec<AtomicBool> = (0..grid.n_slots).map(|_| AtomicBool::new(false)).collect();
    let mut cells = vec![0u32; time.len()];
    fill(&mut cells, |rows, part| {
        let mut buffer = vec![0.0; CHUNK];
        for (start, rows) in chunks(rows) {
            let values = &mut buffer[..rows.len()];
            time.read(rows.start, values);
            for ((slot, value), row) in part[start..].iter_mut().zip(values.iter()).zip(rows) {
                let place = grid.slot(strata.map_or(0, |strata| strata.codes[row]), *value);
                *slot = place as u32;
                if !marks[place].load(Ordering::Relaxed) {
                    marks[place].store(true, Ordering::Relaxed);
                }
            }
        }
    });
    let mut numbers = vec![0u32; grid.n_slots];
    let (mut times, mut starts) = (Vec::new(), Vec::new());
    for (place, mark) in marks.iter().enumerate() {
        if place % grid.width == 0 {
            starts.push(times.len());
        }
        numbers[place] = times.len() as u32;
        if mark.load(Ordering::Relaxed) {
            times.push(grid.time(place % grid.width));
        }
    }
    starts.push(times.len());
    cells.par_iter_mut().for_each(|cell| *cell = numbers[*cell as usize]);
    Timeline { cells, times, starts }
}

fn sorted(time: &dyn Rows<f64>, strata: Option<Codes<'_>>, n_strata: usize) -> Timeline {
    let n = time.len();
    let mut keys: Vec<(u32, u64, u32)> = vec![(0, 0, 0); n];
    fill(&mut keys, |rows, part| {
        let mut buffer = vec![0.0; CHUNK];
        for (start, rows) in chunks(rows) {
            let values = &mut buffer[..rows.len()];
            time.read(rows.start, values);
            for ((slot, value), row) in part[start..].iter_mut().zip(values.iter()).zip(rows) {
                *slot = (strata.map_or(0, |strata| strata.codes[row]), ascending(*value), row as u32);
            }
        }
    });
    keys.par_sort_unstable();
    let mut timeline = Timeline { cells: vec![0; n], times: Vec::new(), starts: vec![0] };
    let mut last = None;
    for (stratum, key, row) in keys {
        if last != Some((stratum, key)) {
            while timeline.starts.len() <= stratum as usize {
                timeline.starts.push(timeline.times.len());
            }
            timeline.times.push(value_of(key));
            last = Some((stratum, key));
        }
        timeline.cells[row as usize] = (timeline.times.len() - 1) as u32;
    }
    while timeline.starts.len() <= n_strata {
        timeline.starts.push(timeline.times.len());
    }
    timeline
}

/// Bits that sort as the numbers do; both zeros are one number.
fn ascending(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn value_of(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}
