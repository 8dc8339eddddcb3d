//! Cox models of the same rows under weights that are 1 but in a few rows.

use std::ops::Range;
use std::sync::Arc;

use super::fit::{CoxFit, CoxModel, CoxOptions, State};
use super::residuals::{Residuals, Tables};
use crate::error::FitError;
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::FewWeights;

/// A Cox model whose cells and unweighted fit serve all weighted ones: these climb from its estimates, in two or three steps.
pub struct CoxReweighting<'a> {
    model: CoxModel<'a>,
    options: CoxOptions<'a>,
    plain: Result<(CoxFit, Arc<Tables>), FitError>,
}

impl<'a> CoxReweighting<'a> {
    /// Fits the unweighted model if that can be; the options' own weights play no part.
    ///
    /// # Errors
    /// Columns of different length; cancellation.
    pub fn new(model: CoxModel<'a>, options: CoxOptions<'a>) -> Result<Self, FitError> {
        let options = CoxOptions { weights: None, ..options };
        match model.fit(options) {
            Err(FitError::Cancelled) => Err(FitError::Cancelled),
            Err(FitError::Shape) => Err(FitError::Shape),
            plain => {
                let plain = plain.map(|fit| {
                    let State { evaluation, inverse, .. } = &*fit.state;
                    let tables = Tables::new(&model.data, evaluation, &inverse.kept, &inverse.root);
                    (fit, Arc::new(tables))
                });
                Ok(CoxReweighting { model, options, plain })
            }
        }
    }

    /// The unweighted fit.
    ///
    /// # Errors
    /// Why there is none.
    pub fn unweighted(&self) -> Result<&CoxFit, FitError> {
        self.plain.as_ref().map(|plain| &plain.0).map_err(Clone::clone)
    }

    /// The rows.
    pub fn model(&self) -> &CoxModel<'a> {
        &self.model
    }

    /// The fit under such weights.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<CoxFit, FitError> {
        let weights = self.weights(changed);
        let options = CoxOptions { weights: Some(&weights), ..self.options };
        self.model.fit_from(options, self.plain.as_ref().ok().map(|plain| &*plain.0.state))
    }

    fn weights<'w>(&self, changed: &'w Changed) -> FewWeights<'w> {
        FewWeights { n_rows: self.model.data.design.n_rows, changed }
    }
}

/// Influence is `sᵢ' H⁻¹ sᵢ / k` with the score residual `sᵢ` (Cain & Lange 1984; Reid & Crépeau 1985): the squared dfbeta in the metric of the
/// information. Leverage is the trace of `H⁻¹` times the row's own share of the information, which is a sum over the row's risk sets of
/// `pᵢₖ (xᵢ − mₖ)(xᵢ − mₖ)'`. With Efron's ties both are those of the averaged risk sets as they are; that a change of weight would also change the
/// number of tied events is left out, as in R's `residuals(type = "dfbeta")`.
impl Reweighted for CoxReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.unweighted().map(|_| ())
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        let Ok((plain, tables)) = &self.plain else { return };
        let state = &plain.state;
        let k = state.inverse.kept.len() as f64;
        let residuals = Residuals::new(&self.model.data, None, &state.evaluation, tables.clone());
        residuals.visit(rows, |at, row| {
            influence[at] = crate::matrix::dot(row.score, row.score) / k;
            leverage[at] = row.share.min(1.0);
        });
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        let weights = self.weights(changed);
        let options = CoxOptions { weights: Some(&weights), ..self.options };
        let found = self.model.maximum(&options, self.plain.as_ref().ok().map(|plain| &*plain.0.state))?;
        let inverse = &found.inverse;
        let tables = Tables::new(&self.model.data, &found.evaluation, &inverse.kept, &inverse.root);
        let residuals = Residuals::new(&self.model.data, Some(&weights), &found.evaluation, Arc::new(tables));
        look(&|rows: Range<usize>, output: &mut [f64]| {
            residuals.visit(rows, |at, row| output[at] = (row.weight * row.share).min(1.0));
        });
        Ok(())
    }
}
