//! Differences in differences: `regress-panel-diff`.
//!
//! The average effect of treatment on the treated (ATET) is the coefficient of GROUP × TREATED: in the pooled regression beside both, or
//! beside effects of units and times.

use crate::design::{Block, Design};
use crate::error::FitError;
use crate::linear::absorb::Factor;
use crate::linear::absorb::fit::{AbsorbFit, AbsorbOptions, fit as fit_absorbed};
use crate::linear::ols::{OlsFit, OlsOptions, fit as fit_pooled};
use crate::rows::{CHUNK, Rows};

/// The product of two columns, computed where it is read.
pub struct Product<'a> {
    /// One factor.
    pub left: &'a dyn Rows<f64>,
    /// The other.
    pub right: &'a dyn Rows<f64>,
}

impl Rows<f64> for Product<'_> {
    fn len(&self) -> usize {
        self.left.len().min(self.right.len())
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        let mut right = [0.0; CHUNK];
        for (part, output) in output.chunks_mut(CHUNK).enumerate() {
            let right = &mut right[..output.len()];
            self.left.read(first + part * CHUNK, output);
            self.right.read(first + part * CHUNK, right);
            output.iter_mut().zip(right).for_each(|(value, other)| *value *= *other);
        }
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        let mut right = vec![0.0; rows.len()];
        self.left.gather(rows, output);
        self.right.gather(rows, &mut right);
        output.iter_mut().zip(right).for_each(|(value, other)| *value *= other);
    }
}

/// Column of the interaction in [`pooled`]'s design.
pub const ATET: usize = 2;

/// A pooled fit: columns are GROUP, TREATED, GROUP × TREATED, then the design's.
pub struct DidFit {
    /// The regression.
    pub fit: OlsFit,
    /// Place of the ATET among its parameters.
    pub atet: usize,
}

/// The pooled regression of `y` on `group` (1 treated, 0 control), `treated` (1 from the treatment on), their product and the design.
///
/// # Errors
/// [`FitError::TooFewGroups`] where the product has no information of its own (a cell without rows); what else stands in the way.
pub fn pooled(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    group: &dyn Rows<f64>,
    treated: &dyn Rows<f64>,
    options: OlsOptions<'_>,
) -> Result<DidFit, FitError> {
    let product = Product { left: group, right: treated };
    let mut blocks = vec![Block::Dense(group), Block::Dense(treated), Block::Dense(&product)];
    blocks.extend(design.blocks.iter().copied());
    let fit = fit_pooled(&Design { n_rows: design.n_rows, blocks, has_constant: true }, y, options)?;
    match fit.kept.iter().position(|column| *column == ATET) {
        Some(atet) => Ok(DidFit { fit, atet }),
        None => Err(FitError::TooFewGroups),
    }
}

/// The same with effects of the factors (units and times) in the place of `group` and `treated`: the ATET is the first coefficient.
///
/// # Errors
/// [`FitError::TooFewGroups`] where the product has no information of its own.
pub fn two_way<'a>(
    design: &Design<'a>,
    y: &dyn Rows<f64>,
    product: &'a Product<'a>,
    factors: &'a [Factor<'a>],
    options: AbsorbOptions<'_>,
) -> Result<AbsorbFit, FitError> {
    let mut blocks: Vec<Block<'a>> = vec![Block::Dense(product)];
    blocks.extend(design.blocks.iter().copied());
    let all = Design { n_rows: design.n_rows, blocks, has_constant: design.has_constant };
    let found = fit_absorbed(&all, y, factors, options)?;
    if found.kept.first() == Some(&0) { Ok(found) } else { Err(FitError::TooFewGroups) }
}
