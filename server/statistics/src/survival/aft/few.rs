//! Accelerated failure time models of the same rows under weights that are 1 but in a few rows.

use std::ops::Range;

use super::fit::{AftFit, AftOptions, fit_from};
use super::newton::{maximise, start};
use super::working::{Data, Reader, row_terms};
use crate::design::{Design, chunks};
use crate::error::FitError;
use crate::matrix::dot;
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::{FewWeights, Rows};
use crate::survival::information::Inverse;

/// A model whose unweighted fit all weighted ones start from.
pub struct AftReweighting<'a> {
    data: Data<'a>,
    plain: Result<(AftFit, Inverse), FitError>,
}

impl<'a> AftReweighting<'a> {
    /// Fits the unweighted model if that can be; the options' own weights play no part.
    ///
    /// # Errors
    /// Columns of different length; cancellation.
    pub fn new(
        design: &'a Design<'_>,
        event: &'a dyn Rows<f64>,
        time: &'a dyn Rows<f64>,
        options: AftOptions<'a>,
    ) -> Result<Self, FitError> {
        let data = Data::new(design, event, time, options.family, options.watch)?;
        let plain = fit_from(&data, None, None)
            .and_then(|fit| maximise(&data, None, fit.working.clone()).map(|maximum| (fit, maximum.inverse)));
        match plain {
            Err(FitError::Cancelled) => Err(FitError::Cancelled),
            plain => Ok(AftReweighting { data, plain }),
        }
    }

    /// The unweighted fit.
    ///
    /// # Errors
    /// Why there is none.
    pub fn unweighted(&self) -> Result<&AftFit, FitError> {
        self.plain.as_ref().map(|plain| &plain.0).map_err(Clone::clone)
    }

    /// The fit under such weights.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<AftFit, FitError> {
        let weights = self.weights(changed);
        fit_from(&self.data, Some(&weights), self.plain.as_ref().ok().map(|plain| plain.0.working.clone()))
    }

    fn weights<'w>(&self, changed: &'w Changed) -> FewWeights<'w> {
        FewWeights { n_rows: self.data.design.n_rows, changed }
    }

    /// Calls `look(place, weight, influence · k, leverage)` for a range of rows, both without the row's weight.
    fn visit(
        &self,
        rows: Range<usize>,
        weights: Option<&dyn Rows<f64>>,
        (parameters, inverse): (&[f64], &Inverse),
        mut look: impl FnMut(usize, f64, f64, f64),
    ) {
        let (k, p) = (inverse.kept.len(), self.data.design.n_columns());
        let mut place = vec![usize::MAX; p + 2];
        inverse.kept.iter().enumerate().for_each(|(at, &parameter)| place[parameter] = at);
        let scale_place = place[p + 1];
        let scale = libm::exp(parameters[p + 1]);
        let mut reader = Reader::new(&self.data, weights);
        let (mut x, mut score) = (vec![0.0; k], vec![0.0; k]);
        for (start, rows) in chunks(rows) {
            reader.read(rows.clone(), parameters);
            for at in 0..rows.len() {
                x.fill(0.0);
                reader.visit(at, |parameter, value| {
                    if let Some(slot) = x.get_mut(place[parameter]) {
                        *slot += value;
                    }
                });
                let (_, row) = row_terms(self.data.family, reader.error(at), scale, reader.events[at] != 0.0);
                score.iter_mut().zip(&x).for_each(|(s, x)| *s = row.by_predictor * x);
                let turned = inverse.inverse.times(&x);
                let mut leverage = row.predictor * dot(&x, &turned);
                if let Some(slot) = score.get_mut(scale_place) {
                    *slot = row.by_log_scale;
                    leverage += 2.0 * row.mixed * turned[scale_place];
                    leverage += row.log_scale * inverse.inverse[(scale_place, scale_place)];
                }
                look(start + at, reader.weight[at], inverse.quadratic(&score), leverage.clamp(0.0, 1.0));
            }
        }
    }
}

/// Influence is `sᵢ' H⁻¹ sᵢ / k` with the row's score `sᵢ` and the observed information `H` over all parameters, `ln σ` too (the one-step
/// change of the estimates in the metric of the information; Escobar & Meeker 1992). Leverage is the trace of `H⁻¹` times the row's part
/// of `H`, cut to 0 … 1: the observed part of one row need not be positive.
impl Reweighted for AftReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.unweighted().map(|_| ())
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        let Ok((fit, inverse)) = &self.plain else { return };
        let k = inverse.kept.len() as f64;
        self.visit(rows, None, (&fit.working, inverse), |at, _, pull, share| {
            influence[at] = pull / k;
            leverage[at] = share;
        });
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        let weights = self.weights(changed);
        let from = match &self.plain {
            Ok((fit, _)) => fit.working.clone(),
            Err(_) => start(&self.data, Some(&weights))?,
        };
        let found = maximise(&self.data, Some(&weights), from)?;
        look(&|rows: Range<usize>, output: &mut [f64]| {
            self.visit(rows, Some(&weights), (&found.parameters, &found.inverse), |at, weight, _, share| {
                output[at] = (weight * share).min(1.0);
            });
        });
        Ok(())
    }
}
