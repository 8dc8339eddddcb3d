//! Panel models: rows are units at times; `units` is the unit's ordinal of each row.
//!
//! Panels may be unbalanced, rows may come in any order (those already ordered by unit are read fastest). Conventions are Stata's `xtreg`.

pub mod between;
pub mod did;
pub mod difference;
pub mod effects;
pub mod event_study;
pub mod few;
pub mod few_means;
pub mod fixed;
pub mod hausman;
pub mod lagrange;
pub mod random;

pub(crate) mod sums;
mod unit_pass;

use crate::error::FitError;
use crate::linear::absorb::{Factor, Groups};

/// Rows by unit.
#[derive(Clone, Debug)]
pub struct Panel<'a> {
    /// Unit of each row.
    pub units: &'a [u32],
    /// Number of units; some may have no rows.
    pub n_units: usize,
    pub(crate) groups: Groups,
}

impl<'a> Panel<'a> {
    /// Orders rows by unit, `0..n_units`.
    ///
    /// # Errors
    /// [`FitError::Shape`] where a unit is too large.
    pub fn new(units: &'a [u32], n_units: usize) -> Result<Self, FitError> {
        Ok(Panel { units, n_units, groups: Groups::new(units, n_units)? })
    }

    /// The units as a factor.
    pub fn factor(&self) -> Factor<'a> {
        Factor { codes: self.units, n_levels: self.n_units }
    }

    /// Fewest, mean and most rows of a unit that has rows.
    pub fn sizes(&self) -> (usize, f64, usize) {
        let sizes = || self.groups.starts.windows(2).map(|pair| pair[1] - pair[0]).filter(|size| *size > 0);
        let n = sizes().count();
        (sizes().min().unwrap_or(0), self.units.len() as f64 / n.max(1) as f64, sizes().max().unwrap_or(0))
    }
}
