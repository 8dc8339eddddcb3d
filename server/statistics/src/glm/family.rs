//! The models' likelihoods: of one row, in its linear predictors and at most one parameter besides.

mod binary;
mod count;
mod counts_table;
mod multinomial;
mod tobit;

pub(super) use binary::{Logit, Probit};
pub(super) use count::{NegativeBinomial, Poisson};
pub(super) use multinomial::{Multinomial, probabilities};
pub(super) use tobit::Tobit;

use crate::rows::CHUNK;

/// A likelihood.
pub(super) trait Family: Sync {
    /// Equations: linear predictors of a row.
    fn n_predictors(&self) -> usize {
        1
    }

    /// Whether there is a parameter besides the coefficients.
    fn has_ancillary(&self) -> bool {
        false
    }

    /// What the rows of a pass share at a value of that parameter.
    fn prepare(&self, ancillary: f64) -> Prepared {
        Prepared { ancillary, sums: Vec::new() }
    }

    /// Log-likelihoods and derivatives of `n` rows: `eta` has [`CHUNK`] places an equation. What does not depend on parameters is left out.
    fn terms(&self, at: &Prepared, n: usize, y: &[f64], eta: &[f64], terms: &mut Terms);
}

/// What the rows of a pass share.
pub(super) struct Prepared {
    /// The parameter besides the coefficients.
    pub ancillary: f64,
    /// By count: sums of the negative binomial distribution.
    pub sums: Vec<[f64; 3]>,
}

/// Derivatives of rows, [`CHUNK`] places each.
pub(super) struct Terms {
    /// Log-likelihood.
    pub value: Vec<f64>,
    /// By each linear predictor.
    pub score: Vec<f64>,
    /// Minus the second derivatives by predictors `q ≥ r`, at `q (q + 1) / 2 + r`.
    pub curvature: Vec<f64>,
    /// By the parameter besides (empty without one).
    pub ancillary_score: Vec<f64>,
    /// Minus the mixed second derivatives, by predictor.
    pub mixed: Vec<f64>,
    /// Minus the second derivative by the parameter besides.
    pub ancillary_curvature: Vec<f64>,
}

impl Terms {
    /// Room for a family.
    pub fn new(family: &dyn Family) -> Self {
        let q = family.n_predictors();
        let besides = if family.has_ancillary() { CHUNK } else { 0 };
        Terms {
            value: vec![0.0; CHUNK],
            score: vec![0.0; q * CHUNK],
            curvature: vec![0.0; q * (q + 1) / 2 * CHUNK],
            ancillary_score: vec![0.0; besides],
            mixed: vec![0.0; q * besides],
            ancillary_curvature: vec![0.0; besides],
        }
    }
}
