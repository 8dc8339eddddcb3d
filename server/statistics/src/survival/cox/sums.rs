//! Sums of risk and of risk times regressors in each cell.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::data::{Data, Grouping, add};
use super::increments::Ties;
use crate::design::{Chunk, NO_COLUMN, chunks};
use crate::elementary::exp;
use crate::error::FitError;
use crate::fold::{Accumulator, fold};
use crate::rows::{CHUNK, Rows};

/// Linear predictors beyond it overflow in products.
const MOST_PREDICTOR: f64 = 300.0;

/// Rows of a model with their weight and risk, a chunk at a time.
pub(super) struct Reader<'a> {
    data: &'a Data<'a>,
    weights: Option<&'a dyn Rows<f64>>,
    beta: &'a [f64],
    pub chunk: Chunk<'a>,
    pub events: Vec<f64>,
    pub weight: Vec<f64>,
    /// `exp(x'β)`.
    pub risk: Vec<f64>,
    /// The largest `|x'β|` so far.
    pub largest: f64,
    /// Risk, and risk times the dense columns around their centers, row after row.
    by_row: Vec<f64>,
    /// Whether the dense columns are the first ones of the design.
    is_dense_first: bool,
}

impl<'a> Reader<'a> {
    pub fn new(data: &'a Data<'_>, weights: Option<&'a dyn Rows<f64>>, beta: &'a [f64]) -> Self {
        let (events, weight, risk) = (vec![0.0; CHUNK], vec![1.0; CHUNK], vec![0.0; CHUNK]);
        let chunk = Chunk::new(data.design);
        let is_dense_first = chunk.dense.iter().enumerate().all(|(at, column)| at == column.column);
        Reader { data, weights, beta, chunk, events, weight, risk, largest: 0.0, by_row: Vec::new(), is_dense_first }
    }

    /// Reads neighbouring rows, at most [`CHUNK`].
    pub fn read(&mut self, rows: Range<usize>) {
        let (first, n) = (rows.start, rows.len());
        self.chunk.read(rows);
        self.data.event.read(first, &mut self.events[..n]);
        if let Some(weights) = self.weights {
            weights.read(first, &mut self.weight[..n]);
        }
        self.predict(n);
    }

    fn gather(&mut self, rows: &[u32]) {
        let n = rows.len();
        self.chunk.gather(rows);
        self.data.event.gather(rows, &mut self.events[..n]);
        if let Some(weights) = self.weights {
            weights.gather(rows, &mut self.weight[..n]);
        }
        self.predict(n);
    }

    /// Lays the products of risk and dense columns out by row, for the table of cells.
    fn lay_out(&mut self, n: usize) {
        let width = 1 + if self.is_dense_first { self.chunk.dense.len() } else { 0 };
        self.by_row.resize(width * CHUNK, 0.0);
        let risks = self.weight.iter().zip(&self.risk).map(|(weight, risk)| weight * risk);
        for (row, risk) in self.by_row.chunks_exact_mut(width).zip(risks).take(n) {
            row[0] = risk;
        }
        for (at, column) in self.chunk.dense.iter().enumerate().take(width - 1) {
            let center = self.data.centers[column.column];
            for (row, x) in self.by_row.chunks_exact_mut(width).zip(self.chunk.numbers(column)) {
                row[1 + at] = row[0] * (x - center);
            }
        }
    }

    #[inline]
    fn weighted_risk(&self, at: usize) -> f64 {
        self.weight[at] * self.risk[at]
    }

    /// Adds the products of a row to a line of the table.
    #[inline]
    fn add(&self, at: usize, target: &mut [f64]) {
        let width = 1 + if self.is_dense_first { self.chunk.dense.len() } else { 0 };
        let row = &self.by_row[at * width..(at + 1) * width];
        match width {
            2 => add_line::<2>(target, row),
            3 => add_line::<3>(target, row),
            4 => add_line::<4>(target, row),
            5 => add_line::<5>(target, row),
            6 => add_line::<6>(target, row),
            7 => add_line::<7>(target, row),
            8 => add_line::<8>(target, row),
            _ => target.iter_mut().zip(row).for_each(|(t, value)| *t += value),
        }
        if !self.is_dense_first {
            let risk = row[0];
            self.chunk.visit(at, &self.data.centers, |column, value| target[1 + column] += risk * value);
        } else if !self.chunk.coded.is_empty() {
            let risk = row[0];
            self.chunk.visit_coded(at, |column, value| target[1 + column] += risk * value);
        }
    }

    fn predict(&mut self, n: usize) {
        let predictor = &mut self.risk[..n];
        linear(&self.chunk, self.beta, &self.data.centers, predictor);
        let found = largest(predictor);
        self.largest = if found <= self.largest { self.largest } else { found };
        exp(predictor);
    }
}

/// Adds lines of a width that the compiler knows: most models have few dense columns.
#[inline]
fn add_line<const WIDTH: usize>(target: &mut [f64], line: &[f64]) {
    if let (Some(target), Some(line)) = (target.first_chunk_mut::<WIDTH>(), line.first_chunk::<WIDTH>()) {
        for (t, value) in target.iter_mut().zip(line) {
            *t += value;
        }
    }
}

/// The largest absolute value; one that is no number is larger than all.
fn largest(values: &[f64]) -> f64 {
    // The bits of positive numbers are in their order, and those of what is no number above them.
    let mut lanes = [0u64; 8];
    let (parts, rest) = values.as_chunks::<8>();
    for part in parts {
        for (lane, value) in lanes.iter_mut().zip(part) {
            *lane = (*lane).max(value.abs().to_bits());
        }
    }
    let rest = rest.iter().map(|value| value.abs().to_bits());
    f64::from_bits(lanes.into_iter().chain(rest).fold(0, u64::max))
}

/// `x'β` of the rows of a chunk, around the centers.
pub(super) fn linear(chunk: &Chunk<'_>, beta: &[f64], centers: &[f64], output: &mut [f64]) {
    output.fill(0.0);
    for column in &chunk.dense {
        let (b, center) = (beta[column.column], centers[column.column]);
        if b != 0.0 {
            for (out, x) in output.iter_mut().zip(chunk.numbers(column)) {
                *out += b * (x - center);
            }
        }
    }
    for block in &chunk.coded {
        let (codes, values) = (chunk.codes(block), chunk.values(block));
        for (at, (out, code)) in output.iter_mut().zip(codes).enumerate() {
            if *code != NO_COLUMN {
                *out += beta[block.first + *code as usize] * values.map_or(1.0, |values| values[at]);
            }
        }
    }
}

/// Of each cell `Σ θ`, `Σ θ x` (`p`), and with Efron's ties the same over its events.
pub(super) struct Table {
    pub values: Vec<f64>,
    /// Numbers of one cell.
    pub width: usize,
    /// `w exp(x'β)` of each row: bits of it, which threads write where they find their rows.
    pub risks: Vec<AtomicU64>,
}

struct Partial {
    values: Vec<f64>,
    largest: f64,
}

impl Accumulator for Partial {
    fn merge(&mut self, later: Self) {
        if self.values.is_empty() {
            self.values = later.values;
        } else {
            add(&mut self.values, &later.values);
        }
        self.largest = if later.largest <= self.largest { self.largest } else { later.largest };
    }
}

/// One pass: the table of a coefficient vector, summed up over later cells of the stratum, so that it holds risk sets.
pub(super) fn risk_sets(
    data: &Data<'_>,
    weights: Option<&dyn Rows<f64>>,
    beta: &[f64],
    ties: Ties,
) -> Result<Table, FitError> {
    let p = data.design.n_columns();
    let width = if ties == Ties::Efron { 2 * (p + 1) } else { p + 1 };
    let n_values = width * data.timeline.n_cells();
    let risks: Vec<AtomicU64> = (0..data.design.n_rows).map(|_| AtomicU64::new(0)).collect();
    let found = match &data.by_cell {
        None => fold(
            data.design.n_rows,
            data.block_rows(),
            data.watch,
            || Partial { values: Vec::new(), largest: 0.0 },
            |partial, rows| {
                partial.values = vec![0.0; n_values];
                let mut reader = Reader::new(data, weights, beta);
                for (_, rows) in chunks(rows) {
                    reader.read(rows.clone());
                    reader.lay_out(rows.len());
                    for (at, row) in rows.enumerate() {
                        risks[row].store(reader.weighted_risk(at).to_bits(), Ordering::Relaxed);
                        let cell = data.timeline.cells[row] as usize;
                        leave(&reader, at, &mut partial.values[cell * width..(cell + 1) * width], p);
                        if let Some(cell) = data.before_entry(row) {
                            enter(&reader, at, &data.centers, &mut partial.values[cell as usize * width..]);
                        }
                    }
                }
                partial.largest = reader.largest;
            },
        )?,
        Some((leaving, entering)) => {
            let mut partial = Partial { values: vec![0.0; n_values], largest: 0.0 };
            data.watch.check()?;
            partial.largest = by_tiles(leaving, &mut partial.values, width, |rows, values, first| {
                let mut reader = Reader::new(data, weights, beta);
                for rows in rows.chunks(CHUNK) {
                    reader.gather(rows);
                    reader.lay_out(rows.len());
                    for (at, row) in rows.iter().enumerate() {
                        risks[*row as usize].store(reader.weighted_risk(at).to_bits(), Ordering::Relaxed);
                        let cell = data.timeline.cells[*row as usize] as usize - first;
                        leave(&reader, at, &mut values[cell * width..(cell + 1) * width], p);
                    }
                }
                reader.largest
            });
            if let Some(entering) = entering {
                data.watch.check()?;
                by_tiles(entering, &mut partial.values, width, |rows, values, first| {
                    let mut reader = Reader::new(data, weights, beta);
                    for rows in rows.chunks(CHUNK) {
                        reader.gather(rows);
                        reader.lay_out(rows.len());
                        reader.lay_out(rows.len());
                        for (at, row) in rows.iter().enumerate() {
                            if let Some(cell) = data.before_entry(*row as usize) {
                                enter(&reader, at, &data.centers, &mut values[(cell as usize - first) * width..]);
                            }
                        }
                    }
                    reader.largest
                });
            }
            partial
        }
    };
    if found.largest.is_nan() || found.largest > MOST_PREDICTOR {
        return Err(FitError::OutOfRange);
    }
    let mut table = Table { values: found.values, width, risks };
    if table.values.is_empty() {
        table.values = vec![0.0; n_values];
    }
    accumulate(data, &mut table, p);
    Ok(table)
}

/// Works on the tiles of a grouping in parallel, each with its part of the table; the largest of what they return.
fn by_tiles(
    grouping: &Grouping,
    values: &mut [f64],
    width: usize,
    work: impl Fn(&[u32], &mut [f64], usize) -> f64 + Sync,
) -> f64 {
    let (mut parts, mut rest) = (Vec::with_capacity(grouping.tiles.len()), values);
    for (cells, places) in &grouping.tiles {
        let (part, later) = rest.split_at_mut(cells.len() * width);
        parts.push((part, cells.start, &grouping.rows[places.clone()]));
        rest = later;
    }
    parts
        .into_par_iter()
        .map(|(part, first, rows)| work(rows, part, first))
        .reduce(|| 0.0, |a, b| if b <= a { a } else { b })
}

#[inline]
fn leave(reader: &Reader<'_>, at: usize, target: &mut [f64], p: usize) {
    let (all, events) = target.split_at_mut(p + 1);
    reader.add(at, all);
    if !events.is_empty() && reader.events[at] != 0.0 {
        reader.add(at, events);
    }
}

fn enter(reader: &Reader<'_>, at: usize, centers: &[f64], target: &mut [f64]) {
    let risk = reader.weighted_risk(at);
    target[0] -= risk;
    reader.chunk.visit(at, centers, |column, value| target[1 + column] -= risk * value);
}

fn accumulate(data: &Data<'_>, table: &mut Table, p: usize) {
    let width = table.width;
    for cells in data.timeline.strata() {
        let part = &mut table.values[cells.start * width..cells.end * width];
        for cell in (1..cells.len()).rev() {
            let (earlier, later) = part.split_at_mut(cell * width);
            add(&mut earlier[(cell - 1) * width..(cell - 1) * width + p + 1], &later[..=p]);
        }
    }
}
