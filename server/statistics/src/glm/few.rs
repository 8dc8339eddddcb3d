//! Models of the same rows under weights that are 1 but in a few rows.

use std::ops::Range;

use super::estimate::{Data, Estimate, Recoded};
use super::fit::{GlmFit, GlmOptions, check_shape, finish, recoded};
use super::influence::Diagnosis;
use super::model::Model;
use super::newton::Factored;
use super::patterns::Patterns;
use super::perfect::Sample;
use super::problem::Problem;
use super::sums::evaluate_rows;
use super::variance::Covariance;
use crate::design::Design;
use crate::error::FitError;
use crate::fold::Watch;
use crate::matrix::Matrix;
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::{FewWeights, Rows};

/// A model whose unweighted estimate all weighted ones start from.
pub struct GlmReweighting<'a> {
    design: &'a Design<'a>,
    y: &'a dyn Rows<f64>,
    model: Model,
    offset: Option<&'a dyn Rows<f64>>,
    watch: Watch<'a>,
    patterns: Option<Patterns>,
    plain: Result<Plain, FitError>,
}

struct Plain {
    estimate: Estimate,
    inverse: Matrix,
}

impl<'a> GlmReweighting<'a> {
    /// Estimates the unweighted model if that can be; the options' weights and covariance play no part.
    ///
    /// # Errors
    /// Columns of different length; cancellation.
    pub fn new(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        model: Model,
        options: GlmOptions<'a>,
    ) -> Result<Self, FitError> {
        let GlmOptions { offset, watch, .. } = options;
        check_shape(design, y, model, &GlmOptions { offset, watch, ..GlmOptions::default() })?;
        let mut result =
            GlmReweighting { design, y, model, offset, watch, patterns: None, plain: Err(FitError::Singular) };
        let recoded = recoded(model, y);
        let data = result.data(&recoded, None);
        let patterns = match data.patterns() {
            Err(FitError::Cancelled) => return Err(FitError::Cancelled),
            patterns => patterns.ok().flatten(),
        };
        result.patterns = patterns;
        result.plain = match result.estimate(&[]) {
            Err(FitError::Cancelled) => return Err(FitError::Cancelled),
            found => found.map(|estimate| Plain { inverse: estimate.factored.inverse(), estimate }),
        };
        Ok(result)
    }

    fn data<'b>(&'b self, recoded: &'b Option<Recoded<'b>>, weights: Option<&'b dyn Rows<f64>>) -> Data<'b> {
        let y = recoded.as_ref().map_or(self.y, |recoded| recoded as &dyn Rows<f64>);
        Data { design: self.design, y, offset: self.offset, weights, model: self.model, watch: self.watch }
    }

    /// The fit under such weights.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed, covariance: Covariance<'_>) -> Result<GlmFit, FitError> {
        let options = GlmOptions { covariance, ..GlmOptions::default() };
        check_shape(self.design, self.y, self.model, &options)?;
        let recoded = recoded(self.model, self.y);
        let weights = FewWeights { n_rows: self.design.n_rows, changed };
        let data = self.data(&recoded, (!changed.is_empty()).then_some(&weights as &dyn Rows<f64>));
        let estimate = match (changed.is_empty(), &self.plain) {
            (true, plain) => plain.as_ref().map_err(Clone::clone)?.estimate.clone(),
            _ => self.estimate(changed)?,
        };
        match &self.patterns {
            Some(patterns) => {
                let (design, counts) = (patterns.design(), patterns.reweighted(self.design, data.y, changed));
                let alike = Data { design: &design, y: &patterns.y, weights: Some(&counts), ..data };
                finish(&data, Some(&alike), estimate, covariance)
            }
            None => finish(&data, None, estimate, covariance),
        }
    }

    fn estimate(&self, changed: &Changed) -> Result<Estimate, FitError> {
        let recoded = recoded(self.model, self.y);
        let weights = FewWeights { n_rows: self.design.n_rows, changed };
        let data = self.data(&recoded, (!changed.is_empty()).then_some(&weights as &dyn Rows<f64>));
        let start = self.start(&data, changed);
        let from = start.as_ref().map(|(parameters, centers)| (&parameters[..], &centers[..]));
        let found = match &self.patterns {
            Some(patterns) => {
                let (design, counts) = (patterns.design(), patterns.reweighted(self.design, data.y, changed));
                Data { design: &design, y: &patterns.y, weights: Some(&counts), ..data }.estimate(from)
            }
            None => data.estimate(from),
        };
        match found {
            // The plain estimate may be far from this one: once more from the model without regressors.
            Err(FitError::NotConverged { .. } | FitError::Singular | FitError::OutOfRange) if from.is_some() => {
                data.estimate(None)
            }
            found => found,
        }
    }

    /// The plain estimate with Newton's step of the changed rows, and its centers; `None` where there is none to start from.
    fn start(&self, data: &Data<'_>, changed: &Changed) -> Option<(Vec<f64>, Vec<f64>)> {
        let estimate = &self.plain.as_ref().ok()?.estimate;
        if !estimate.perfect.is_empty() {
            return None;
        }
        let mut parameters = estimate.parameters.clone();
        let family = self.model.family(estimate.observed.most());
        let mut problem = Problem::new(data.design, data.y, (data.offset, None), &*family, self.watch);
        problem.centers = estimate.centers.clone();
        let rows: Vec<u32> = changed.iter().map(|(row, _)| *row as u32).collect();
        let weights: Vec<f64> = changed.iter().map(|(_, weight)| weight - 1.0).collect();
        if let Ok(sums) = evaluate_rows(&problem, &parameters, &rows, &weights) {
            let mut second = estimate.second.clone();
            second.values.iter_mut().zip(&sums.second.values).for_each(|(all, more)| *all += more);
            let factored = Factored::new(&second, &estimate.factored.active);
            let step = factored.as_ref().unwrap_or(&estimate.factored).solve(&sums.gradient);
            parameters.iter_mut().zip(step).for_each(|(b, step)| *b += step);
        }
        Some((parameters, estimate.centers.clone()))
    }

    fn visit(
        &self,
        rows: Range<usize>,
        weights: Option<&dyn Rows<f64>>,
        (estimate, inverse): (&Estimate, &Matrix),
        write: impl FnMut(usize, f64, f64, f64),
    ) {
        let recoded = recoded(self.model, self.y);
        let data = self.data(&recoded, None);
        let family = self.model.family(estimate.observed.most());
        let sample = Sample::new(self.design, weights, &estimate.perfect);
        let mut problem = Problem::new(data.design, data.y, (data.offset, Some(&sample)), &*family, self.watch);
        problem.centers = estimate.centers.clone();
        Diagnosis::new(&problem, &estimate.parameters, &estimate.factored.active, inverse).visit(rows, write);
    }
}

/// Influence is `sᵢ' H⁻¹ sᵢ / k` with the row's score `sᵢ` and the observed information `H` over all parameters (the one-step change of the
/// estimates in the metric of the information; Pregibon 1981 for logit, Cook 1986). Leverage is the trace of `H⁻¹` times the row's part of `H`: for logit
/// and Poisson the diagonal of Pregibon's hat matrix. Cut to 0 … 1, as the observed part of one row need not be positive. Rows that were left
/// out as predicted perfectly have neither.
impl Reweighted for GlmReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.plain.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        let Ok(Plain { estimate, inverse }) = &self.plain else { return };
        self.visit(rows, None, (estimate, inverse), |at, weight, pull, share| {
            (influence[at], leverage[at]) = if weight > 0.0 { (pull, share) } else { (0.0, 0.0) };
        });
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        let estimate = self.estimate(changed)?;
        let inverse = estimate.factored.inverse();
        let weights = FewWeights { n_rows: self.design.n_rows, changed };
        look(&|rows: Range<usize>, output: &mut [f64]| {
            self.visit(rows, Some(&weights), (&estimate, &inverse), |at, weight, _, share| {
                output[at] = (weight * share).min(1.0);
            });
        });
        Ok(())
    }
}
