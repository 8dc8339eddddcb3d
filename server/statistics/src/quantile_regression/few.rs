//! Fits of one design under weights that are 1 but in a few rows.

use std::ops::Range;

use super::{Problem, QuantileFit, QuantileOptions};
use crate::design::Design;
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::few;
use crate::linear::ols::OlsOptions;
use crate::linear::residuals::Residuals;
use crate::linear::solution::Solution;
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::{FewWeights, Rows};

/// A quantile regression that is fitted again and again.
///
/// For errors of one density f at their quantile, the estimates' influence function is (X'X)⁻¹ x (τ − 1(u < 0)) / f (Koenker 2005, section
/// 4.1), and the information is f X'X. So *leverage* is that of least squares, x'(X'X)⁻¹x, and *influence* is the squared influence
/// function in the metric of the estimates' variance, h (τ − 1(u < 0))² / (τ (1 − τ) k): the density cancels. How far a row is from the
/// plane does not matter, only on which side.
pub struct Reweighting<'a> {
    linear: few::Reweighting<'a>,
    design: &'a Design<'a>,
    y: &'a dyn Rows<f64>,
    options: QuantileOptions<'a>,
    plain: Result<Solution, FitError>,
}

impl<'a> Reweighting<'a> {
    /// Takes the cross products and fits without weights; the options' own weights play no part.
    ///
    /// # Errors
    /// Columns of different length; cancellation.
    pub fn new(design: &'a Design<'_>, y: &'a dyn Rows<f64>, options: QuantileOptions<'a>) -> Result<Self, FitError> {
        let options = QuantileOptions { weights: None, ..options };
        let linear = few::Reweighting::new(design, y, options.watch)?;
        let mut result = Reweighting { linear, design, y, options, plain: Err(FitError::Singular) };
        result.plain = match result.solution() {
            Err(FitError::Cancelled) => return Err(FitError::Cancelled),
            found => found,
        };
        Ok(result)
    }

    fn solution(&self) -> Result<Solution, FitError> {
        if !(self.options.tau > 0.0 && self.options.tau < 1.0) {
            return Err(FitError::Shape);
        }
        self.problem(&[], None, self.options.watch)?.solve(self.options.tau)
    }

    fn problem<'p>(
        &'p self,
        changed: &Changed,
        weights: Option<&'p dyn Rows<f64>>,
        watch: Watch<'p>,
    ) -> Result<Problem<'p>, FitError> {
        let least_squares = self.linear.fit(changed, OlsOptions::default())?;
        Ok(Problem { design: self.design, y: self.y, weights, least_squares, watch })
    }

    /// The fit under weights that are 1 but in the rows of `changed`.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<QuantileFit, FitError> {
        let weights = FewWeights { n_rows: self.design.n_rows, changed };
        self.problem(changed, Some(&weights), self.options.watch)?.fit(&self.options)
    }
}

impl Reweighted for Reweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.linear.plain()?;
        self.plain.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        let (Ok(model), Ok(solution)) = (self.linear.unweighted(), &self.plain) else {
            influence.fill(0.0);
            leverage.fill(0.0);
            return;
        };
        self.linear.diagnosis(model).leverage(rows.clone(), leverage);
        Residuals::new(self.design, self.y, solution).read(rows.start, influence);
        let tau = self.options.tau;
        let scale = tau * (1.0 - tau) * solution.n_parameters() as f64;
        for (value, h) in influence.iter_mut().zip(leverage) {
            let score = if *value < 0.0 { 1.0 - tau } else { tau };
            *value = *h * score * score / scale;
        }
    }

    fn growth(&self, changed: &Changed) -> Option<f64> {
        self.linear.growth(changed)
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        self.linear.leverage(changed, look)
    }
}
