//! What of a Cox model does not depend on coefficients or weights.

use std::ops::Range;

use crate::design::{Block, Design, chunks};
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fold};
use crate::rows::{CHUNK, Rows};
use crate::survival::timeline::{Codes, Timeline};

/// Cells beyond which rows are visited in the order of cells: a table of all cells for each block of rows would be too large.
const MOST_SHARED_CELLS: usize = 1 << 15;

/// Rows, their cells, and how passes go over them.
pub(crate) struct Data<'a> {
    pub design: &'a Design<'a>,
    pub event: &'a dyn Rows<f64>,
    pub timeline: Timeline,
    /// First cell in which each row is at risk, with delayed entry.
    pub entries: Option<Vec<u32>>,
    /// Whether a cell is the first of its stratum; empty without delayed entry.
    is_start: Vec<bool>,
    /// What is subtracted from each column: means of dense columns, zero for coded ones.
    pub centers: Vec<f64>,
    /// Rows by their cell and by the cell before their entry, where there are many cells.
    pub by_cell: Option<(Grouping, Option<Grouping>)>,
    pub watch: Watch<'a>,
}

impl<'a> Data<'a> {
    pub fn new(
        design: &'a Design<'_>,
        event: &'a dyn Rows<f64>,
        time: &dyn Rows<f64>,
        entry: Option<&dyn Rows<f64>>,
        strata: Option<Codes<'_>>,
        watch: Watch<'a>,
    ) -> Result<Self, FitError> {
        let n = design.n_rows;
        let is_like = event.len() == n && time.len() == n && entry.is_none_or(|entry| entry.len() == n);
        if !design.is_consistent() || !is_like {
            return Err(FitError::Shape);
        }
        let timeline = Timeline::new(time, strata, watch)?;
        let entries = entry.map(|entry| timeline.entries(entry)).transpose()?;
        let centers = centers(design, watch)?;
        let n_cells = timeline.n_cells();
        let mut is_start = vec![false; if entries.is_some() { n_cells + 1 } else { 0 }];
        for &start in timeline.starts.iter().filter(|_| entries.is_some()) {
            is_start[start] = true;
        }
        let mut data = Data { design, event, timeline, entries, is_start, centers, by_cell: None, watch };
        if n_cells > MOST_SHARED_CELLS {
            let entered = data.entries.as_ref().map(|_| Grouping::new(n, n_cells, |row| data.before_entry(row)));
            data.by_cell = Some((Grouping::new(n, n_cells, |row| Some(data.timeline.cells[row])), entered));
        }
        Ok(data)
    }

    /// The last cell of its stratum in which a row with delayed entry is not yet at risk.
    #[inline]
    pub fn before_entry(&self, row: usize) -> Option<u32> {
        let first = *self.entries.as_ref()?.get(row)?;
        if self.is_start[first as usize] { None } else { Some(first - 1) }
    }

    /// Rows of a block: its table of cells must stay small beside its rows.
    pub fn block_rows(&self) -> usize {
        BLOCK_ROWS.max(8 * self.timeline.n_cells())
    }
}

/// Rows ordered by a key, in tiles of whole keys.
pub(crate) struct Grouping {
    pub rows: Vec<u32>,
    /// Keys of each tile, and the places of their rows.
    pub tiles: Vec<(Range<usize>, Range<usize>)>,
}

impl Grouping {
    /// Counting sort; rows without key are left out.
    fn new(n_rows: usize, n_keys: usize, key: impl Fn(usize) -> Option<u32>) -> Self {
        let mut starts = vec![0usize; n_keys + 1];
        for key in (0..n_rows).filter_map(&key) {
            starts[key as usize + 1] += 1;
        }
        for i in 0..n_keys {
            starts[i + 1] += starts[i];
        }
        let mut rows = vec![0u32; starts[n_keys]];
        let mut next = starts.clone();
        for row in 0..n_rows {
            if let Some(key) = key(row) {
                rows[next[key as usize]] = row as u32;
                next[key as usize] += 1;
            }
        }
        let (mut tiles, mut first) = (Vec::new(), 0);
        for end in 1..=n_keys {
            if end == n_keys || starts[end] - starts[first] >= BLOCK_ROWS {
                tiles.push((first..end, starts[first]..starts[end]));
                first = end;
            }
        }
        Grouping { rows, tiles }
    }
}

/// Sums that a model of these weights has whatever its coefficients.
#[derive(Clone, Debug)]
pub(crate) struct Totals {
    /// Σ w.
    pub n: f64,
    /// Σ w over events.
    pub events: f64,
    /// The same in each cell.
    pub events_of: Vec<f64>,
    /// Σ w x over events, centered, `p`.
    pub event_sum: Vec<f64>,
    /// Whether an event is something other than 0 or 1, or a weight negative.
    pub is_invalid: bool,
}

impl Accumulator for Totals {
    fn merge(&mut self, later: Self) {
        self.n += later.n;
        self.events += later.events;
        add(&mut self.events_of, &later.events_of);
        add(&mut self.event_sum, &later.event_sum);
        self.is_invalid |= later.is_invalid;
    }
}

pub(super) fn add(target: &mut [f64], source: &[f64]) {
    for (t, s) in target.iter_mut().zip(source) {
        *t += s;
    }
}

/// One pass for the totals.
pub(crate) fn totals(data: &Data<'_>, weights: Option<&dyn Rows<f64>>) -> Result<Totals, FitError> {
    if weights.is_some_and(|weights| weights.len() != data.design.n_rows) {
        return Err(FitError::Shape);
    }
    let p = data.design.n_columns();
    let new = || Totals {
        n: 0.0,
        events: 0.0,
        events_of: vec![0.0; data.timeline.n_cells()],
        event_sum: vec![0.0; p],
        is_invalid: false,
    };
    let found = fold(data.design.n_rows, data.block_rows(), data.watch, new, |totals, rows| {
        let mut chunk = crate::design::Chunk::new(data.design);
        let (mut events, mut given) = (vec![0.0; CHUNK], vec![1.0; CHUNK]);
        for (_, rows) in chunks(rows) {
            let n = rows.len();
            chunk.read(rows.clone());
            data.event.read(rows.start, &mut events[..n]);
            if let Some(weights) = weights {
                weights.read(rows.start, &mut given[..n]);
            }
            for (at, row) in rows.enumerate() {
                let (event, weight) = (events[at], given[at]);
                totals.is_invalid |= !(event == 0.0 || event == 1.0) || !(weight >= 0.0 && weight.is_finite());
                totals.n += weight;
                if event != 0.0 && weight != 0.0 {
                    totals.events += weight;
                    totals.events_of[data.timeline.cells[row] as usize] += weight;
                    chunk.visit(at, &data.centers, |column, value| totals.event_sum[column] += weight * value);
                }
            }
        }
    })?;
    if found.is_invalid { Err(FitError::OutOfRange) } else { Ok(found) }
}

struct Sums(Vec<f64>);

impl Accumulator for Sums {
    fn merge(&mut self, later: Self) {
        add(&mut self.0, &later.0);
    }
}

/// Means of the dense columns, zero for coded ones.
fn centers(design: &Design<'_>, watch: Watch<'_>) -> Result<Vec<f64>, FitError> {
    let p = design.n_columns();
    let mut sums = fold(
        design.n_rows,
        BLOCK_ROWS,
        watch,
        || Sums(vec![0.0; p]),
        |sums, rows| {
            let mut buffer = vec![0.0; CHUNK];
            for (_, rows) in chunks(rows) {
                for (offset, block) in design.offsets() {
                    if let Block::Dense(values) = block {
                        let part = &mut buffer[..rows.len()];
                        values.read(rows.start, part);
                        sums.0[offset] += crate::matrix::sum(part);
                    }
                }
            }
        },
    )?
    .0;
    sums.iter_mut().for_each(|sum| *sum /= design.n_rows.max(1) as f64);
    if sums.iter().all(|mean| mean.is_finite()) { Ok(sums) } else { Err(FitError::OutOfRange) }
}
