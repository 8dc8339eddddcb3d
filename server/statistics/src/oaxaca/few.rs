//! Decompositions of the same rows under weights that are 1 but in a few.

use std::ops::Range;

use super::{OaxacaFit, OaxacaModel, OaxacaOptions, fit};
use crate::design::Design;
use crate::error::FitError;
use crate::linear::few::Reweighting;
use crate::reweighted::{Changed, Least, Outstanding, Reweighted, RowsOf};
use crate::rows::FewWeights;

/// A decomposition that is made again and again.
///
/// *Influence* and *leverage* are those of least squares on all columns once a group ([`super::Interacted`]), which is the two groups' regressions
/// at once: a row's leverage is the one in its own group's regression, its influence Cook's distance there up to the error variance of both. The
/// decomposition is a smooth function of these coefficients and of the groups' means, and a row's weight in its mean, 1 / n of the group, is below
/// its leverage where there are constants. Leverages sum to the parameters of both groups.
pub struct OaxacaReweighting<'a> {
    model: OaxacaModel<'a>,
    options: OaxacaOptions<'a>,
    joint: Reweighting<'a>,
    plain: Result<(), FitError>,
}

impl<'a> OaxacaReweighting<'a> {
    /// `joint`: the interacted design. The options' own weights play no part.
    ///
    /// # Errors
    /// Columns of different length; cancellation.
    pub fn new(model: OaxacaModel<'a>, joint: &'a Design<'a>, options: OaxacaOptions<'a>) -> Result<Self, FitError> {
        let options = OaxacaOptions { weights: None, ..options };
        super::check_shape(&model, &options)?;
        let joint = Reweighting::new(joint, model.y, options.watch)?;
        let plain = match fit(&model, &options) {
            Err(FitError::Cancelled) => return Err(FitError::Cancelled),
            found => found.map(|_| ()),
        };
        Ok(OaxacaReweighting { model, options, joint, plain })
    }

    /// The decomposition under such weights.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<OaxacaFit, FitError> {
        let weights = FewWeights { n_rows: self.model.design.n_rows, changed };
        fit(&self.model, &OaxacaOptions { weights: Some(&weights), ..self.options })
    }
}

impl Reweighted for OaxacaReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.plain.clone()?;
        self.joint.plain()
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        self.joint.influence(rows, influence, leverage);
    }

    fn outstanding(&self, rows: Range<usize>, least: Least, found: &mut Vec<Outstanding>) {
        self.joint.outstanding(rows, least, found);
    }

    fn growth(&self, changed: &Changed) -> Option<f64> {
        self.joint.growth(changed)
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        self.joint.leverage(changed, look)
    }
}
