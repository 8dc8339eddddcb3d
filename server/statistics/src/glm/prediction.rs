//! Predictions and residuals as columns that are computed where they are read.

use std::ops::Range;

use super::estimate::Recoded;
use super::family::{Family, Prepared, Terms};
use super::fit::{GlmFit, recoded};
use super::model::Model;
use super::problem::Reader;
use super::response::Response;
use crate::design::{Design, chunks};
use crate::error::FitError;
use crate::fold::{BLOCK_ROWS, Watch};
use crate::rows::{CHUNK, FewWeights, Rows};

/// What is predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predicted {
    /// The linear predictor of an equation, offset included.
    Index {
        /// The equation, 0 where there is one.
        equation: usize,
    },
    /// The probability of an outcome (0 or 1 for logit and probit).
    Probability {
        /// The outcome.
        outcome: usize,
    },
    /// The expected value: of a count; P(y = 1); the variable behind the limits of a tobit model.
    Mean,
    /// Observed less expected value.
    Residual,
    /// Residual divided by the root of its variance in the model.
    PearsonResidual,
    /// The signed root of twice what the row lacks of the log-likelihood of a model that fits it exactly (logit, probit, counts).
    DevianceResidual,
}

/// A predicted column.
pub struct Prediction<'a> {
    fit: &'a GlmFit,
    what: Predicted,
    design: &'a Design<'a>,
    y: &'a dyn Rows<f64>,
    offset: Option<&'a dyn Rows<f64>>,
    family: Box<dyn Family>,
}

impl GlmFit {
    /// A predicted column; `y` is read for residuals only (any column will do for others). Rows that were left out as predicted perfectly get what
    /// the remaining coefficients say: [`GlmFit::sample`] tells them.
    ///
    /// # Errors
    /// [`FitError::Shape`] for columns of different length, and for what the model does not have.
    pub fn predicted<'a>(
        &'a self,
        what: Predicted,
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        offset: Option<&'a dyn Rows<f64>>,
    ) -> Result<Prediction<'a>, FitError> {
        let is_residual =
            matches!(what, Predicted::Residual | Predicted::PearsonResidual | Predicted::DevianceResidual);
        let has = match (what, self.model) {
            (Predicted::Index { equation }, model) => equation < model.n_equations(),
            (Predicted::Probability { outcome }, Model::Multinomial { n_outcomes, .. }) => outcome < n_outcomes,
            (Predicted::Probability { outcome }, model) => model.is_binary() && outcome < 2,
            (Predicted::DevianceResidual | Predicted::PearsonResidual, model) => model.is_binary() || model.is_count(),
            (Predicted::Mean | Predicted::Residual, Model::Multinomial { .. }) => false,
            (Predicted::Mean | Predicted::Residual, _) => true,
        };
        let fits = design.is_consistent()
            && design.n_columns() == self.estimate.centers.len()
            && (!is_residual || y.len() == design.n_rows)
            && offset.is_none_or(|offset| offset.len() == design.n_rows);
        if !(has && fits) {
            return Err(FitError::Shape);
        }
        Ok(Prediction { fit: self, what, design, y, offset, family: self.family() })
    }

    /// Sums of squared Pearson residuals and of squared deviance residuals: goodness of fit against a model that fits each row.
    ///
    /// # Errors
    /// As [`GlmFit::predicted`]; cancellation.
    pub fn goodness_of_fit(
        &self,
        design: &Design<'_>,
        y: &dyn Rows<f64>,
        (offset, weights): (Option<&dyn Rows<f64>>, Option<&dyn Rows<f64>>),
        watch: Watch<'_>,
    ) -> Result<(f64, f64), FitError> {
        let sample = self.sample(design, weights);
        let sum = |what: Predicted| -> Result<f64, FitError> {
            let residuals = self.predicted(what, design, y, offset)?;
            let new = || super::effects::Totals(vec![0.0]);
            let total = crate::fold::fold(design.n_rows, BLOCK_ROWS, watch, new, |total, rows| {
                let (mut values, mut weight) = (vec![0.0; CHUNK], vec![0.0; CHUNK]);
                for (_, rows) in chunks(rows) {
                    let n = rows.len();
                    residuals.read(rows.start, &mut values[..n]);
                    sample.read(rows.start, &mut weight[..n]);
                    total.0[0] += values[..n].iter().zip(&weight).map(|(e, w)| w * e * e).sum::<f64>();
                }
            })?;
            Ok(total.0[0])
        };
        Ok((sum(Predicted::PearsonResidual)?, sum(Predicted::DevianceResidual)?))
    }
}

impl Prediction<'_> {
    fn fill(&self, n: usize, output: &mut [f64], mut next: impl FnMut(&mut Reader<'_>, Range<usize>)) {
        let recoded: Option<Recoded<'_>> = recoded(self.fit.model, self.y);
        let nothing = FewWeights { n_rows: self.design.n_rows, changed: &[] };
        let y: &dyn Rows<f64> = match &recoded {
            Some(recoded) if self.y.len() == self.design.n_rows => recoded,
            None if self.y.len() == self.design.n_rows => self.y,
            _ => &nothing,
        };
        let problem = self.fit.problem(self.design, y, (self.offset, None), &*self.family, Watch::default());
        let mut reader = Reader::new(&problem, &self.fit.estimate.parameters);
        for (start, part) in chunks(0..n) {
            let output = &mut output[start..start + part.len()];
            next(&mut reader, part);
            self.write(&mut reader, output);
        }
    }

    fn write(&self, reader: &mut Reader<'_>, output: &mut [f64]) {
        let n = output.len();
        let model = self.fit.model;
        match self.what {
            Predicted::Index { equation } => output.copy_from_slice(&reader.eta[equation * CHUNK..][..n]),
            Predicted::Probability { outcome } => Response { model, outcome }.levels(n, &reader.eta, output),
            Predicted::Mean => Response { model, outcome: 1 }.levels(n, &reader.eta, output),
            Predicted::Residual | Predicted::PearsonResidual => {
                Response { model, outcome: 1 }.levels(n, &reader.eta, output);
                let alpha = if model == Model::NegativeBinomial { self.fit.coefficients.last() } else { None };
                let alpha = alpha.map_or(0.0, |ln_alpha| libm::exp(*ln_alpha));
                for (out, y) in output.iter_mut().zip(&reader.y) {
                    let mean = *out;
                    *out = y - mean;
                    if self.what == Predicted::PearsonResidual {
                        let variance =
                            if model.is_binary() { mean * (1.0 - mean) } else { mean * (1.0 + alpha * mean) };
                        *out /= variance.sqrt();
                    }
                }
            }
            Predicted::DevianceResidual => self.deviance(reader, output),
        }
    }

    fn deviance(&self, reader: &mut Reader<'_>, output: &mut [f64]) {
        let n = output.len();
        reader.differentiate();
        // The log-likelihood at the observed value: zero for outcomes, that of a mean equal to it for counts.
        let mut best = Terms::new(&*self.family);
        if self.fit.model.is_count() {
            let eta: Vec<f64> = reader.y.iter().map(|y| if *y > 0.0 { libm::log(*y) } else { -700.0 }).collect();
            let ancillary = if self.fit.model == Model::NegativeBinomial { self.fit.coefficients.last() } else { None };
            let at: Prepared = self.family.prepare(ancillary.copied().unwrap_or(0.0));
            self.family.terms(&at, reader.padded, &reader.y, &eta, &mut best);
        }
        let values = reader.terms.value.iter().zip(&reader.terms.score).zip(&best.value);
        for (out, ((value, score), best)) in output[..n].iter_mut().zip(values) {
            *out = (2.0 * (best - value)).max(0.0).sqrt().copysign(*score);
        }
    }
}

impl Rows<f64> for Prediction<'_> {
    fn len(&self) -> usize {
        self.design.n_rows
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.fill(output.len(), output, |reader, part| reader.read(first + part.start..first + part.end));
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.fill(rows.len(), output, |reader, part| reader.gather(&rows[part]));
    }
}
