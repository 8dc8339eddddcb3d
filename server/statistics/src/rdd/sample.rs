//! The rows of both sides of the cutoff in the order of their distance from it: sorted once, fitted often.

use rayon::prelude::*;

use crate::error::FitError;
use crate::fold::Watch;
use crate::reweighted::Changed;
use crate::rows::Rows;

/// The columns of a design; all of equal length, without missing values.
#[derive(Clone, Copy)]
pub struct Data<'a> {
    /// Outcome.
    pub y: &'a dyn Rows<f64>,
    /// Running variable; a row is treated from the cutoff on.
    pub running: &'a dyn Rows<f64>,
    /// Cutoff.
    pub cutoff: f64,
    /// Take-up of the treatment, for a fuzzy design.
    pub treatment: Option<&'a dyn Rows<f64>>,
    /// Covariates.
    pub covariates: &'a [&'a dyn Rows<f64>],
    /// Cluster of each row.
    pub clusters: Option<&'a dyn Rows<u32>>,
    /// Frequency-type weights.
    pub weights: Option<&'a dyn Rows<f64>>,
}

/// One side of the cutoff. Rows by ascending distance.
#[derive(Clone)]
pub(super) struct Side {
    /// −1 left of the cutoff, 1 right of it.
    pub sign: f64,
    /// Distance from the cutoff.
    pub distance: Vec<f64>,
    /// Outcome, treatment if any, covariates.
    pub columns: Vec<Vec<f64>>,
    /// Weights, if they are not all 1.
    pub weights: Option<Vec<f64>>,
    /// Clusters, if any.
    pub clusters: Option<Vec<u32>>,
    /// Number of each row in the data.
    pub rows: Vec<u32>,
    /// First row of each distinct distance, and the number of rows at the end.
    pub starts: Vec<u32>,
}

/// A discontinuity design: its rows, sorted.
pub struct Sample {
    pub(super) sides: [Side; 2],
    pub(super) has_treatment: bool,
    pub(super) n_covariates: usize,
    pub(super) n_rows: usize,
}

impl Sample {
    /// Reads and sorts the rows of positive weight.
    ///
    /// # Errors
    /// Columns of different length; values that are no numbers; no row on a side; cancellation.
    pub fn new(data: &Data<'_>, watch: Watch<'_>) -> Result<Self, FitError> {
        let n = data.y.len();
        let numbers: Vec<&dyn Rows<f64>> =
            std::iter::once(data.y).chain(data.treatment).chain(data.covariates.iter().copied()).collect();
        let fits = numbers.iter().all(|column| column.len() == n)
            && data.running.len() == n
            && data.clusters.is_none_or(|clusters| clusters.len() == n)
            && data.weights.is_none_or(|weights| weights.len() == n)
            && n < u32::MAX as usize;
        if !fits {
            return Err(FitError::Shape);
        }
        let read = |column: &dyn Rows<f64>| {
            let mut values = vec![0.0; n];
            column.read(0, &mut values);
            values
        };
        let running = read(data.running);
        let columns: Vec<Vec<f64>> = numbers.iter().map(|column| read(*column)).collect();
        if columns.iter().chain([&running]).any(|column| column.iter().any(|value| !value.is_finite())) {
            return Err(FitError::OutOfRange);
        }
        let weights = data.weights.map(read);
        let clusters = data.clusters.map(|clusters| {
            let mut values = vec![0; n];
            clusters.read(0, &mut values);
            values
        });
        watch.check()?;
        let side = |sign: f64| {
            let is_here = |row: &u32| {
                let x = running[*row as usize];
                (x >= data.cutoff) == (sign > 0.0) && weights.as_ref().is_none_or(|w| w[*row as usize] > 0.0)
            };
            let mut keys: Vec<(f64, u32)> =
                (0..n as u32).filter(is_here).map(|row| ((running[row as usize] - data.cutoff).abs(), row)).collect();
            keys.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let rows: Vec<u32> = keys.par_iter().map(|(_, row)| *row).collect();
            let take = |column: &Vec<f64>| rows.par_iter().map(|row| column[*row as usize]).collect::<Vec<f64>>();
            let distance: Vec<f64> = keys.par_iter().map(|(distance, _)| *distance).collect();
            Side {
                sign,
                starts: starts(&distance),
                distance,
                columns: columns.iter().map(take).collect(),
                weights: weights.as_ref().map(take),
                clusters: clusters.as_ref().map(|c| rows.iter().map(|row| c[*row as usize]).collect()),
                rows,
            }
        };
        let sides = [side(-1.0), side(1.0)];
        watch.check()?;
        Ok(Sample { sides, has_treatment: data.treatment.is_some(), n_covariates: data.covariates.len(), n_rows: n })
    }

    /// The sample under other weights, which are 1 but in the rows of `changed`. Its own weights must be none.
    pub(super) fn reweighted(&self, changed: &Changed) -> Self {
        let weight_of = |row: u32| {
            let at = changed.binary_search_by_key(&(row as usize), |(row, _)| *row);
            at.map_or(1.0, |at| changed[at].1)
        };
        let sides = [0, 1].map(|side| self.sides[side].weighted(weight_of));
        Sample { sides, ..*self }
    }
}

fn starts(distance: &[f64]) -> Vec<u32> {
    let mut starts: Vec<u32> = Vec::with_capacity(distance.len() + 1);
    starts.extend((0..distance.len()).filter(|at| *at == 0 || distance[*at] != distance[*at - 1]).map(|at| at as u32));
    starts.push(distance.len() as u32);
    starts
}

impl Side {
    fn weighted(&self, weight_of: impl Fn(u32) -> f64) -> Side {
        let kept: Vec<usize> = (0..self.rows.len()).filter(|at| weight_of(self.rows[*at]) > 0.0).collect();
        let numbers = |values: &Vec<f64>| kept.iter().map(|at| values[*at]).collect::<Vec<f64>>();
        let distance = numbers(&self.distance);
        Side {
            sign: self.sign,
            starts: starts(&distance),
            distance,
            columns: self.columns.iter().map(numbers).collect(),
            weights: Some(kept.iter().map(|at| weight_of(self.rows[*at])).collect()),
            clusters: self.clusters.as_ref().map(|clusters| kept.iter().map(|at| clusters[*at]).collect()),
            rows: kept.iter().map(|at| self.rows[*at]).collect(),
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.distance.len()
    }

    /// Weight of a row.
    #[inline]
    pub fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// Σ w of the first rows.
    pub fn total(&self, n: usize) -> f64 {
        self.weights.as_ref().map_or(n as f64, |weights| crate::matrix::sum(&weights[..n]))
    }

    /// Number of distinct distances among the first rows.
    pub fn n_distinct(&self, n: usize) -> usize {
        self.starts.partition_point(|start| (*start as usize) < n).min(self.starts.len().saturating_sub(1))
    }

    /// The largest distance.
    pub fn range(&self) -> f64 {
        self.distance.last().copied().unwrap_or(0.0)
    }
}
