//! One pass over the rows at a parameter vector: log-likelihood, gradient and observed information.

use std::ops::Range;

use libm::log;

use super::family::Family;
use crate::design::{Chunk, Design, NO_COLUMN, chunks};
use crate::elementary::exp;
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fold};
use crate::matrix::Matrix;
use crate::rows::{CHUNK, Rows};

/// Linear predictors and standardised errors beyond it overflow.
const MOST: f64 = 300.0;

/// Rows of an accelerated failure time model. Parameters are the design's columns (`p`), the constant, `ln σ`.
#[derive(Clone)]
pub(super) struct Data<'a> {
    pub design: &'a Design<'a>,
    pub event: &'a dyn Rows<f64>,
    pub time: &'a dyn Rows<f64>,
    /// What is subtracted from each column: means of dense columns with a constant, else zero.
    pub centers: Vec<f64>,
    pub family: Family,
    pub watch: Watch<'a>,
}

/// Sums at a parameter vector.
#[derive(Clone)]
pub(super) struct Sums {
    /// Σw.
    pub n: f64,
    /// Σw over events.
    pub events: f64,
    /// Σ w ln t over events: what the log-likelihoods of R and Stata differ by.
    pub event_log_time: f64,
    /// Σ w ln t, and its square around the center: for the start.
    pub log_time: f64,
    pub log_time_squared: f64,
    /// Of the density of `t`.
    pub log_likelihood: f64,
    /// `p + 2`.
    pub gradient: Vec<f64>,
    /// Lower triangle, then symmetric; `p + 2`.
    pub information: Matrix,
    /// Whether something was out of range.
    pub is_invalid: bool,
    pub largest: f64,
}

impl Sums {
    fn new(size: usize) -> Self {
        Sums {
            n: 0.0,
            events: 0.0,
            event_log_time: 0.0,
            log_time: 0.0,
            log_time_squared: 0.0,
            log_likelihood: 0.0,
            gradient: vec![0.0; size],
            information: Matrix::zeros(size, size),
            is_invalid: false,
            largest: 0.0,
        }
    }
}

impl Accumulator for Sums {
    fn merge(&mut self, later: Self) {
        self.n += later.n;
        self.events += later.events;
        self.event_log_time += later.event_log_time;
        self.log_time += later.log_time;
        self.log_time_squared += later.log_time_squared;
        self.log_likelihood += later.log_likelihood;
        self.gradient.iter_mut().zip(later.gradient).for_each(|(t, s)| *t += s);
        self.information.values.iter_mut().zip(later.information.values).for_each(|(t, s)| *t += s);
        self.is_invalid |= later.is_invalid;
        self.largest = if later.largest <= self.largest { self.largest } else { later.largest };
    }
}

/// Derivatives of one row's log-likelihood: by its predictor, by `ln σ`, and minus the second ones.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RowTerms {
    pub by_predictor: f64,
    pub by_log_scale: f64,
    pub predictor: f64,
    pub mixed: f64,
    pub log_scale: f64,
}

/// What one row adds.
pub(super) fn row_terms(family: Family, (z, hazard): (f64, f64), scale: f64, is_event: bool) -> (f64, RowTerms) {
    let terms = family.terms(z, hazard, is_event);
    let event = f64::from(u8::from(is_event));
    // dz/dη = −1/σ, dz/d ln σ = −z; an event has −ln σ as well.
    let row = RowTerms {
        by_predictor: -terms.first / scale,
        by_log_scale: -terms.first * z - event,
        predictor: terms.curvature / (scale * scale),
        mixed: (terms.curvature * z - terms.first) / scale,
        log_scale: terms.curvature * z * z - terms.first * z,
    };
    (terms.value, row)
}

/// Reads chunks of rows with their standardised errors.
pub(super) struct Reader<'a> {
    data: &'a Data<'a>,
    weights: Option<&'a dyn Rows<f64>>,
    pub chunk: Chunk<'a>,
    pub events: Vec<f64>,
    pub log_time: Vec<f64>,
    pub weight: Vec<f64>,
    pub z: Vec<f64>,
    /// `exp(z)` where the family needs it.
    hazard: Vec<f64>,
    pub is_invalid: bool,
}

impl<'a> Reader<'a> {
    pub fn new(data: &'a Data<'_>, weights: Option<&'a dyn Rows<f64>>) -> Self {
        let buffer = || vec![0.0; CHUNK];
        Reader {
            data,
            weights,
            chunk: Chunk::new(data.design),
            events: buffer(),
            log_time: buffer(),
            weight: vec![1.0; CHUNK],
            z: buffer(),
            hazard: buffer(),
            is_invalid: false,
        }
    }

    pub fn read(&mut self, rows: Range<usize>, parameters: &[f64]) {
        let (first, n) = (rows.start, rows.len());
        let p = self.data.design.n_columns();
        self.chunk.read(rows);
        self.data.event.read(first, &mut self.events[..n]);
        self.data.time.read(first, &mut self.log_time[..n]);
        if let Some(weights) = self.weights {
            weights.read(first, &mut self.weight[..n]);
        }
        let (constant, inverse_scale) = (parameters[p], libm::exp(-parameters[p + 1]));
        let predictor = &mut self.z[..n];
        predictor.fill(constant);
        for column in &self.chunk.dense {
            let (b, center) = (parameters[column.column], self.data.centers[column.column]);
            for (out, x) in predictor.iter_mut().zip(self.chunk.numbers(column)) {
                *out += b * (x - center);
            }
        }
        for block in &self.chunk.coded {
            let (codes, values) = (self.chunk.codes(block), self.chunk.values(block));
            for (at, (out, code)) in predictor.iter_mut().zip(codes).enumerate() {
                if *code != NO_COLUMN {
                    *out += parameters[block.first + *code as usize] * values.map_or(1.0, |values| values[at]);
                }
            }
        }
        for (at, (z, time)) in predictor.iter_mut().zip(&mut self.log_time).enumerate() {
            let (event, weight) = (self.events[at], self.weight[at]);
            let is_valid = *time > 0.0 && time.is_finite() && (event == 0.0 || event == 1.0);
            self.is_invalid |= !(is_valid && weight >= 0.0 && weight.is_finite());
            *time = log(*time);
            *z = (*time - *z) * inverse_scale;
        }
        if self.data.family.is_extreme_value() {
            self.hazard[..n].copy_from_slice(&self.z[..n]);
            exp(&mut self.hazard[..n]);
        }
    }

    /// Standardised error of a row, and its exponential where the family needs it.
    #[inline]
    pub fn error(&self, at: usize) -> (f64, f64) {
        (self.z[at], self.hazard[at])
    }

    /// Calls `visit(parameter, value)` for the columns of a row and the constant.
    #[inline]
    pub fn visit(&self, at: usize, mut visit: impl FnMut(usize, f64)) {
        self.chunk.visit(at, &self.data.centers, &mut visit);
        if self.data.design.has_constant {
            visit(self.data.centers.len(), 1.0);
        }
    }
}

/// The sums at `parameters`.
pub(super) fn sums(data: &Data<'_>, weights: Option<&dyn Rows<f64>>, parameters: &[f64]) -> Result<Sums, FitError> {
    let p = data.design.n_columns();
    let scale = libm::exp(parameters[p + 1]);
    let has_scale = data.family.has_scale();
    let found = fold(
        data.design.n_rows,
        BLOCK_ROWS.max(64 * p),
        data.watch,
        || Sums::new(p + 2),
        |sums, rows| {
            let mut reader = Reader::new(data, weights);
            let mut entries: Vec<(usize, f64)> = Vec::with_capacity(p + 1);
            for (_, rows) in chunks(rows) {
                reader.read(rows.clone(), parameters);
                for at in 0..rows.len() {
                    let (weight, z, is_event) = (reader.weight[at], reader.z[at], reader.events[at] != 0.0);
                    if weight == 0.0 {
                        continue;
                    }
                    sums.largest = if z.abs() <= sums.largest { sums.largest } else { z.abs() };
                    let log_time = reader.log_time[at];
                    let (value, row) = row_terms(data.family, reader.error(at), scale, is_event);
                    sums.n += weight;
                    sums.log_time += weight * log_time;
                    sums.log_time_squared += weight * log_time * log_time;
                    sums.log_likelihood += weight * value;
                    if is_event {
                        sums.events += weight;
                        sums.event_log_time += weight * log_time;
                    }
                    entries.clear();
                    reader.visit(at, |column, value| entries.push((column, value)));
                    sums.add(&entries, weight, &row, has_scale);
                }
            }
            sums.is_invalid = reader.is_invalid;
        },
    )?;
    finish(found, parameters[p + 1])
}

fn finish(mut sums: Sums, log_scale: f64) -> Result<Sums, FitError> {
    sums.log_likelihood -= sums.events * log_scale + sums.event_log_time;
    sums.information.mirror();
    let is_far = sums.largest.is_nan() || sums.largest > MOST || !sums.log_likelihood.is_finite();
    if sums.is_invalid || is_far { Err(FitError::OutOfRange) } else { Ok(sums) }
}

impl Sums {
    #[inline]
    fn add(&mut self, entries: &[(usize, f64)], weight: f64, row: &RowTerms, has_scale: bool) {
        let last = self.gradient.len() - 1;
        let (first, second, mixed) = (weight * row.by_predictor, weight * row.predictor, weight * row.mixed);
        for (i, &(column, x)) in entries.iter().enumerate() {
            self.gradient[column] += first * x;
            let factor = second * x;
            for &(other, value) in &entries[..=i] {
                let (row, column) = if column >= other { (column, other) } else { (other, column) };
                self.information[(row, column)] += factor * value;
            }
            if has_scale {
                self.information[(last, column)] += mixed * x;
            }
        }
        if has_scale {
            self.gradient[last] += weight * row.by_log_scale;
            self.information[(last, last)] += weight * row.log_scale;
        }
    }
}
