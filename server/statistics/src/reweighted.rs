//! What every estimator offers to a filter that works by weights: fits of the same rows under weights that are 1 but in a few rows.
//!
//! An estimator that has no influence and no leverage of its theory cannot implement [`Reweighted`], and so becomes no command.

use std::ops::Range;

use crate::error::FitError;

/// Rows whose weight is not 1, ascending, with their weight; 0 leaves the row out.
pub type Changed = [(usize, f64)];

/// Values of a range of rows, written into a slice of its length.
pub type RowsOf<'a> = dyn Fn(Range<usize>, &mut [f64]) + Sync + 'a;

/// What a row must reach to stand out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Least {
    /// Influence from which a row does.
    pub influence: f64,
    /// Leverage above which it does.
    pub leverage: f64,
}

/// A row that stands out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outstanding {
    /// The row.
    pub row: usize,
    /// Its influence on the unweighted fit.
    pub influence: f64,
    /// Its leverage there.
    pub leverage: f64,
}

/// A model of some rows that is fitted again and again under weights that are 1 but in a few rows. What does not depend on the weights
/// (sorting, codes, the unweighted fit that later ones start from) is computed once, when it is made.
pub trait Reweighted: Sync {
    /// Whether the unweighted fit exists.
    ///
    /// # Errors
    /// Why it does not.
    fn plain(&self) -> Result<(), FitError>;

    /// How far each of these rows pulls the unweighted fit, and its leverage there. Influence is Cook's distance, or what the
    /// estimator's theory has in its place (the one-step change of the estimates in the metric of their information, sᵢ' H⁻¹ sᵢ / k): not negative; only
    /// order and ratios matter. Leverage lies in 0…1 and sums to the number of
    /// shown parameters over all rows: what a row has on an effect that is absorbed plays no part. Asked only if [`Self::plain`] is `Ok`.
    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]);

    /// Adds those of these rows that stand out to `found`, ascending, and maybe others: a quick look for estimators that can tell most rows' smallness
    /// without computing it. The figures are those of [`Self::influence`]. Asked only if [`Self::plain`] is `Ok`.
    fn outstanding(&self, rows: Range<usize>, least: Least, found: &mut Vec<Outstanding>) {
        let _ = least;
        let (mut influence, mut leverage) = (vec![0.0; rows.len()], vec![0.0; rows.len()]);
        self.influence(rows.clone(), &mut influence, &mut leverage);
        let figures = influence.into_iter().zip(leverage).zip(rows);
        found.extend(figures.map(|((influence, leverage), row)| Outstanding { row, influence, leverage }));
    }

    /// The most that the leverage of a row outside `changed` can be under these weights, as a multiple of its leverage in the unweighted
    /// fit; `None` if that fit is no guide (then all leverages are computed anew).
    fn growth(&self, changed: &Changed) -> Option<f64> {
        let _ = changed;
        None
    }

    /// Solves the model under these weights and lets `look` ask for the leverage of rows in it, their weight included.
    ///
    /// # Errors
    /// Why the model has no solution.
    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError>;
}
