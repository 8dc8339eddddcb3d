//! Fits of one sample under weights that are 1 but in a few rows: it is sorted once.

use std::ops::Range;

use super::estimate::{Fitted, RddFit, combination, partial_out};
use super::residuals::from_fit;
use super::sample::Sample;
use super::{RddOptions, legendre};
use crate::error::FitError;
use crate::reweighted::{Changed, Reweighted, RowsOf};

/// A discontinuity that is fitted again and again.
///
/// *Leverage* is that of weighted least squares in the local polynomial of the row's side, `K r' (R' K R)⁻¹ r`; it sums to twice the
/// number of its coefficients, and is 0 beyond the bandwidth. *Influence* is the squared part of the row in the estimate,
/// `(l e)²`, over its variance as told by all rows, Σ (l e)²: what the estimate moves by leaving the row out, to first order
/// (Cook 1977 for one coefficient). Bandwidths are chosen anew under other weights, as the estimate would.
pub struct Reweighting<'a> {
    sample: &'a Sample,
    options: RddOptions<'a>,
    plain: Result<Plain, FitError>,
}

/// Of each row, in the order of the data.
struct Plain {
    influence: Vec<f64>,
    leverage: Vec<f64>,
}

impl<'a> Reweighting<'a> {
    /// Fits the sample, which must have no weights of its own.
    ///
    /// # Errors
    /// Weights; cancellation.
    pub fn new(sample: &'a Sample, options: RddOptions<'a>) -> Result<Self, FitError> {
        if sample.sides.iter().any(|side| side.weights.is_some()) {
            return Err(FitError::Shape);
        }
        let plain = match plain(sample, &options) {
            Err(FitError::Cancelled) => return Err(FitError::Cancelled),
            plain => plain,
        };
        Ok(Reweighting { sample, options, plain })
    }

    /// The fit under such weights.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<RddFit, FitError> {
        self.sample.reweighted(changed).fit(&self.options)
    }
}

fn plain(sample: &Sample, options: &RddOptions<'_>) -> Result<Plain, FitError> {
    let fits = sample.fitted(sample.bandwidths(options)?, options)?;
    let nu = options.derivative;
    let gamma = partial_out(&[&fits[0].p, &fits[1].p], sample)?;
    let (l, r) = (fits[0].p.coefficients(nu), fits[1].p.coefficients(nu));
    let jump: Vec<f64> = l.iter().zip(&r).map(|(l, r)| r - l).collect();
    let s = combination(&jump, &gamma, nu, sample, sample.has_treatment)?;
    let mut influence = vec![0.0; sample.n_rows];
    let mut total = 0.0;
    for (side, fit) in sample.sides.iter().zip(&fits) {
        let functional = fit.p.functional(nu);
        let found = from_fit(side, fit.p.n, &fit.p, &s);
        let mut room = [0.0; legendre::ROOM];
        for (at, e) in found.iter().enumerate() {
            let part = functional.at(side.distance[at], &mut room) * e;
            influence[side.rows[at] as usize] = part * part;
            total += part * part;
        }
    }
    if total > 0.0 {
        influence.iter_mut().for_each(|value| *value /= total);
    }
    Ok(Plain { influence, leverage: leverage(sample, sample.n_rows, &fits) })
}

/// Leverage of each row, its weight included.
fn leverage(sample: &Sample, n_rows: usize, fits: &[Fitted<'_>; 2]) -> Vec<f64> {
    let mut result = vec![0.0; n_rows];
    for (side, fit) in sample.sides.iter().zip(fits) {
        for at in 0..fit.p.n {
            result[side.rows[at] as usize] = side.weight(at) * fit.p.leverage(side.distance[at]);
        }
    }
    result
}

impl Reweighted for Reweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.plain.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        match &self.plain {
            Ok(plain) => {
                influence.copy_from_slice(&plain.influence[rows.clone()]);
                leverage.copy_from_slice(&plain.leverage[rows]);
            }
            Err(_) => {
                influence.fill(0.0);
                leverage.fill(0.0);
            }
        }
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        let sample = self.sample.reweighted(changed);
        let fits = sample.fitted(sample.bandwidths(&self.options)?, &self.options)?;
        let found = leverage(&sample, sample.n_rows, &fits);
        look(&|rows: Range<usize>, output: &mut [f64]| output.copy_from_slice(&found[rows]));
        Ok(())
    }
}
