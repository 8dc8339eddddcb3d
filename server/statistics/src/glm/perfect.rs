//! Indicators that predict the outcome perfectly, as Stata's `logit` and `probit` treat them.
//!
//! Where a 0/1 column is not zero in rows of one outcome only (or zero in such rows only), its coefficient would be infinite. Column and rows are left
//! out, named in the fit, and the rest is estimated: the estimates of the others are the limits of the full model's. Where both sides are perfect, or
//! numbers or several columns together separate the outcomes, there is no such rest: [`FitError::Separation`](crate::FitError::Separation).

use crate::design::{Block, Chunk, Design, chunks};
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fold};
use crate::rows::{CHUNK, Rows};

/// A column that predicts the outcome perfectly in some rows; it and they are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PerfectPrediction {
    /// The design's column.
    pub column: usize,
    /// Whether the rows are those in which it is not zero (else those in which it is).
    pub nonzero: bool,
    /// The outcome of these rows.
    pub outcome: bool,
    /// Their weight.
    pub n: f64,
}

/// Weights that are zero in rows which are predicted perfectly.
pub struct Sample<'a> {
    design: &'a Design<'a>,
    weights: Option<&'a dyn Rows<f64>>,
    perfect: Vec<PerfectPrediction>,
}

impl<'a> Sample<'a> {
    pub(super) fn new(
        design: &'a Design<'a>,
        weights: Option<&'a dyn Rows<f64>>,
        perfect: &[PerfectPrediction],
    ) -> Self {
        Sample { design, weights, perfect: perfect.to_vec() }
    }

    fn fill(
        &self,
        output: &mut [f64],
        numbers: impl Fn(&dyn Rows<f64>, &mut [f64]),
        codes: impl Fn(&dyn Rows<u32>, &mut [u32]),
    ) {
        output.fill(1.0);
        if let Some(weights) = self.weights {
            numbers(weights, output);
        }
        let mut values = vec![1.0; output.len()];
        let mut levels = vec![0; output.len()];
        for perfect in &self.perfect {
            let found = self.design.offsets().filter(|(offset, _)| *offset <= perfect.column).last();
            let Some((offset, block)) = found else { continue };
            match block {
                Block::Dense(column) => numbers(*column, &mut values),
                Block::Coded { columns, values: inner, .. } => {
                    values.fill(1.0);
                    if let Some(inner) = inner {
                        numbers(*inner, &mut values);
                    }
                    codes(*columns, &mut levels);
                    let own = (perfect.column - offset) as u32;
                    values.iter_mut().zip(&levels).filter(|(_, level)| **level != own).for_each(|(x, _)| *x = 0.0);
                }
            }
            for (out, value) in output.iter_mut().zip(&values) {
                if (*value != 0.0) == perfect.nonzero {
                    *out = 0.0;
                }
            }
        }
    }
}

impl Rows<f64> for Sample<'_> {
    fn len(&self) -> usize {
        self.design.n_rows
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.fill(
            output,
            |source, output| source.read(first, output),
            |source, output| {
                source.read(first, output);
            },
        );
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.fill(
            output,
            |source, output| source.gather(rows, output),
            |source, output| {
                source.gather(rows, output);
            },
        );
    }
}

/// By column: weight of outcomes 0 and 1 where it is not zero, and whether it is an indicator.
struct Tallies {
    total: [f64; 2],
    columns: Vec<[f64; 2]>,
    is_indicator: Vec<bool>,
}

impl Accumulator for Tallies {
    fn merge(&mut self, later: Self) {
        let add = |mine: &mut [f64; 2], other: [f64; 2]| *mine = [mine[0] + other[0], mine[1] + other[1]];
        add(&mut self.total, later.total);
        self.columns.iter_mut().zip(later.columns).for_each(|(mine, other)| add(mine, other));
        self.is_indicator.iter_mut().zip(later.is_indicator).for_each(|(mine, other)| *mine &= other);
    }
}

/// The indicators that predict perfectly under these weights.
///
/// # Errors
/// [`FitError::Separation`] where one determines all outcomes; cancellation.
pub(super) fn find(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    weights: Option<&dyn Rows<f64>>,
    watch: Watch<'_>,
) -> Result<Vec<PerfectPrediction>, FitError> {
    let p = design.n_columns();
    let new = || Tallies { total: [0.0; 2], columns: vec![[0.0; 2]; p], is_indicator: vec![true; p] };
    let tallies = fold(design.n_rows, BLOCK_ROWS, watch, new, |tallies, rows| {
        let mut chunk = Chunk::new(design);
        let (mut outcome, mut weight) = (vec![0.0; CHUNK], vec![1.0; CHUNK]);
        for (_, rows) in chunks(rows) {
            let (first, n) = (rows.start, rows.len());
            chunk.read(rows);
            y.read(first, &mut outcome[..n]);
            if let Some(weights) = weights {
                weights.read(first, &mut weight[..n]);
            }
            for (at, (y, w)) in outcome[..n].iter().zip(&weight).enumerate().filter(|(_, (_, w))| **w > 0.0) {
                let outcome = usize::from(*y != 0.0);
                tallies.total[outcome] += w;
                chunk.visit_raw(at, |column, value| {
                    if value != 0.0 {
                        tallies.columns[column][outcome] += w;
                        tallies.is_indicator[column] &= value == 1.0;
                    }
                });
            }
        }
    })?;
    tallies.judge()
}

impl Tallies {
    fn judge(&self) -> Result<Vec<PerfectPrediction>, FitError> {
        let (mut when_nonzero, mut when_zero) = (Vec::new(), Vec::new());
        for (column, nonzero) in self.columns.iter().enumerate().filter(|(column, _)| self.is_indicator[*column]) {
            let zero = [self.total[0] - nonzero[0], self.total[1] - nonzero[1]];
            let only = |side: &[f64; 2]| match side {
                [none, some] if *none <= 0.0 && *some > 0.0 => Some(true),
                [some, none] if *none <= 0.0 && *some > 0.0 => Some(false),
                _ => None,
            };
            let found = |nonzero: bool, outcome: bool, side: &[f64; 2]| PerfectPrediction {
                column,
                nonzero,
                outcome,
                n: side[0] + side[1],
            };
            match (only(nonzero), only(&zero)) {
                (Some(_), Some(_)) => return Err(FitError::Separation),
                (Some(outcome), None) => when_nonzero.push(found(true, outcome, nonzero)),
                (None, Some(outcome)) => when_zero.push(found(false, outcome, &zero)),
                (None, None) => {}
            }
        }
        // One after the other where a column's zeros go, as that is most of the rows.
        when_zero.truncate(1);
        Ok(if when_nonzero.is_empty() { when_zero } else { when_nonzero })
    }
}
