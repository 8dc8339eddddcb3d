//! Fixed-effects models of the same rows under weights that are 1 but in a few rows.

use std::ops::Range;

use super::Panel;
use super::fixed::{FixedFit, PanelOptions, finish};
use crate::design::Design;
use crate::error::FitError;
use crate::linear::absorb::fit::AbsorbOptions;
use crate::linear::absorb::{AbsorbReweighting, Factor};
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::{FewWeights, Rows};

/// A fixed-effects model whose unweighted products serve all weighted fits. Influence and leverage are those of [`AbsorbReweighting`].
pub struct FixedReweighting<'a> {
    inner: AbsorbReweighting<'a>,
    panel: &'a Panel<'a>,
    n_rows: usize,
    has_constant: bool,
    options: PanelOptions<'a>,
}

impl<'a> FixedReweighting<'a> {
    /// Solves the unweighted model if that can be; the options' own weights play no part. `unit` is one factor: the panel's units
    /// ([`Panel::factor`]).
    ///
    /// # Errors
    /// Columns that do not fit; cancellation.
    pub fn new(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        panel: &'a Panel<'a>,
        unit: &'a [Factor<'a>; 1],
        options: PanelOptions<'a>,
    ) -> Result<Self, FitError> {
        if !std::ptr::eq(unit[0].codes, panel.units) {
            return Err(FitError::Shape);
        }
        let absorb = AbsorbOptions {
            covariance: options.covariance,
            keeps_singletons: true,
            watch: options.watch,
            ..AbsorbOptions::default()
        };
        let inner = AbsorbReweighting::new(design, y, unit, &panel.groups, absorb)?;
        Ok(FixedReweighting { inner, panel, n_rows: design.n_rows, has_constant: design.has_constant, options })
    }

    /// The fit under such weights.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<FixedFit, FitError> {
        let weights = FewWeights { n_rows: self.n_rows, changed };
        let options = PanelOptions { weights: Some(&weights), ..self.options };
        self.inner.solved(changed, &mut |plan, within| finish(plan, within, self.panel, self.has_constant, &options))?
    }
}

impl Reweighted for FixedReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.inner.plain()
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        self.inner.influence(rows, influence, leverage);
    }

    fn growth(&self, changed: &Changed) -> Option<f64> {
        self.inner.growth(changed)
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        self.inner.leverage(changed, look)
    }
}
