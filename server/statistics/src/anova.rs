//! Analysis of variance and covariance: any number of factors, their interactions, and covariates; balanced or not.
//!
//! One pass takes the cross products of the terms' indicators (no dummy column is built); effects coded to sum to zero are combinations
//! of those, and every sum of squares follows from the small matrix by the order in which its columns are eliminated.
//! Partial sums of squares are those of the effects so coded, given all others: Stata's `anova`, SAS's and R's type III. Where cells of
//! an interaction are empty, they are those of SAS's type III estimable functions. Terms that the data cannot tell from the others have
//! no degree of freedom and no test.

mod coding;
mod eliminate;
mod estimable;
mod fit;
mod rows;
pub mod tukey;

pub use fit::{AnovaFit, AnovaRow, anova};
pub use rows::{Reweighting, TermRows};

use crate::fold::Watch;
use crate::rows::Rows;

/// A categorical variable: a code below `n_levels` in every row. Levels without rows do not count.
#[derive(Clone, Copy)]
pub struct Factor<'a> {
    /// Level of each row.
    pub codes: &'a dyn Rows<u32>,
    /// Number of levels.
    pub n_levels: usize,
}

/// A term: the product of factors and covariates, by their number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Factors, each once.
    pub factors: Vec<usize>,
    /// Covariates; one that is there twice is squared.
    pub covariates: Vec<usize>,
}

/// A model; all columns of equal length, without missing values.
#[derive(Clone, Copy)]
pub struct Model<'a> {
    /// Dependent variable.
    pub y: &'a dyn Rows<f64>,
    /// Categorical variables.
    pub factors: &'a [Factor<'a>],
    /// Metric variables.
    pub covariates: &'a [&'a dyn Rows<f64>],
    /// Terms in the order of the formula.
    pub terms: &'a [Term],
    /// Frequency-type weights.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// Whether there is a constant. Without one, the first term of a single factor has an effect for every level.
    pub has_constant: bool,
}

/// Which sums of squares a term has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SumsOfSquares {
    /// Given the terms before it (type I).
    Sequential,
    /// Given all terms that do not contain it (type II).
    Hierarchical,
    /// Given all others (type III).
    #[default]
    Partial,
}

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct AnovaOptions<'a> {
    /// Sums of squares.
    pub sums: SumsOfSquares,
    /// Whether to go on.
    pub watch: Watch<'a>,
}
