//! Adjusted predictions (`margins`): the prediction at the means of all regressors, also with a 0/1 column at either value.

use super::effects::{EffectOptions, Estimated, responses};
use super::fit::GlmFit;
use super::point::{self, At, Point};
use super::response::Derivatives;
use crate::design::{Block, Design};
use crate::error::FitError;

/// A prediction at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjusted {
    /// The outcome; 1 for logit, probit and counts.
    pub outcome: usize,
    /// The value that the column was set to, if one was.
    pub set_to: Option<f64>,
    /// The prediction.
    pub estimated: Estimated,
}

impl GlmFit {
    /// Predicted probabilities (expected counts, values) at [`EffectOptions::at`] ([`At::Means`] for `Overall`); with `column` once with it at 0 and once at
    /// 1, the other columns of its factor then at 0, and all else as it is: products with the column are columns of their own. Outcome after outcome.
    ///
    /// # Errors
    /// As [`GlmFit::marginal_effects`].
    pub fn adjusted_predictions(
        &self,
        design: &Design<'_>,
        column: Option<usize>,
        options: EffectOptions<'_>,
    ) -> Result<Vec<Adjusted>, FitError> {
        let fits = design.is_consistent() && design.n_columns() == self.estimate.centers.len();
        if !fits || column.is_some_and(|column| column >= self.estimate.centers.len()) {
            return Err(FitError::Shape);
        }
        let sample = self.sample(design, options.weights);
        let at = if options.at == At::Overall { At::Means } else { options.at };
        let point = point::of(self, design, &EffectOptions { at, ..options }, &sample)?;
        let Some(Point { row, offset }) = point else { return Err(FitError::Shape) };
        let mut rows = vec![(None, row)];
        if let Some(column) = column {
            let block = design.offsets().filter(|(offset, _)| *offset <= column).last();
            let together = match block {
                Some((offset, block @ Block::Coded { .. })) => offset..offset + block.n_columns(),
                _ => column..column + 1,
            };
            rows = [0.0, 1.0]
                .map(|value| {
                    let mut row = rows[0].1.clone();
                    row[together.clone()].fill(0.0);
                    row[column] = value;
                    (Some(value), row)
                })
                .to_vec();
        }
        let mut result = Vec::new();
        for response in responses(self) {
            for (set_to, row) in &rows {
                let (eta, z) = self.predictors(row, offset);
                let q = self.model.n_equations();
                let mut derivatives = Derivatives::new(q);
                response.differentiate(1, &eta, false, &mut derivatives);
                let per = z.len();
                let mut gradient = vec![0.0; q * per + usize::from(self.model.has_ancillary())];
                for (equation, target) in gradient.chunks_exact_mut(per).take(q).enumerate() {
                    let first = derivatives.first[equation * crate::rows::CHUNK];
                    target.iter_mut().zip(&z).for_each(|(target, z)| *target = first * z);
                }
                let active = &self.estimate.factored.active;
                let gradient: Vec<f64> = active.iter().map(|&at| gradient[at]).collect();
                let estimated = Estimated::new(derivatives.value[0], self.variance_of(&gradient).sqrt());
                result.push(Adjusted { outcome: response.outcome, set_to: *set_to, estimated });
            }
        }
        Ok(result)
    }

    /// Linear predictors at a row (a chunk's places each), and the row in the working basis with the constant.
    fn predictors(&self, row: &[f64], offset: f64) -> (Vec<f64>, Vec<f64>) {
        let mut z: Vec<f64> = row.iter().zip(&self.estimate.centers).map(|(x, center)| x - center).collect();
        z.push(if self.has_constant { 1.0 } else { 0.0 });
        let mut eta = vec![0.0; self.model.n_equations() * crate::rows::CHUNK];
        for (eta, b) in eta.chunks_exact_mut(crate::rows::CHUNK).zip(self.estimate.parameters.chunks_exact(z.len())) {
            eta[0] = offset + crate::matrix::dot(&z, b);
        }
        (eta, z)
    }
}
