//! Which factor is taken out how.

use super::factors::Factor;
use super::groups::Groups;
use super::project::Projection;
use crate::design::{Block, Design};
use crate::error::FitError;
use crate::fold::Watch;
use crate::rows::Rows;

/// Further factors with no more levels than this together are coded columns.
const FEW_LEVELS: usize = 256;

/// Which factor is taken out how.
pub(crate) struct Parts<'a> {
    pub first: &'a Factor<'a>,
    /// Coded columns before the regressors.
    pub hidden: Vec<&'a Factor<'a>>,
    pub projected: Vec<&'a Factor<'a>>,
    pub n_hidden: usize,
}

impl<'a> Parts<'a> {
    /// Of at least one factor: the first of most levels is taken out by demeaning.
    pub(crate) fn new(factors: &'a [Factor<'a>]) -> Self {
        let mut most = 0;
        for (at, factor) in factors.iter().enumerate() {
            if factor.n_levels > factors[most].n_levels {
                most = at;
            }
        }
        let others: Vec<&'a Factor<'a>> =
            factors.iter().enumerate().filter(|(at, _)| *at != most).map(|(_, factor)| factor).collect();
        let n_hidden: usize = others.iter().map(|factor| factor.n_levels).sum();
        let (hidden, projected) = if n_hidden <= FEW_LEVELS { (others, Vec::new()) } else { (Vec::new(), others) };
        let n_hidden = hidden.iter().map(|factor| factor.n_levels).sum();
        Parts { first: &factors[most], hidden, projected, n_hidden }
    }

    /// The hidden columns, then the regressors; no constant.
    pub(crate) fn design(&self, design: &Design<'a>) -> Design<'a> {
        let coded =
            |factor: &&'a Factor<'a>| Block::Coded { columns: &factor.codes, n_columns: factor.n_levels, values: None };
        let blocks = self.hidden.iter().map(coded).chain(design.blocks.iter().copied()).collect();
        Design { n_rows: design.n_rows, blocks, has_constant: false }
    }

    /// Takes the projected factors out of the columns of a design with the hidden columns.
    pub(crate) fn projection(
        &self,
        full: &Design<'_>,
        y: &dyn Rows<f64>,
        weights: Option<&dyn Rows<f64>>,
        groups: &Groups,
        start: Option<&[f64]>,
        watch: Watch<'_>,
    ) -> Result<Option<Projection<'a>>, FitError> {
        if self.projected.is_empty() {
            return Ok(None);
        }
        let codes: Vec<(&'a [u32], usize)> =
            self.projected.iter().map(|factor| (factor.codes, factor.n_levels)).collect();
        Projection::new(full, y, weights, groups, &codes, start, watch).map(Some)
    }
}
