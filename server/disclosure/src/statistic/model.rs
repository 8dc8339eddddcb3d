//! Models: the filter prepares rows, columns and weights; the engine's [`Estimator`] computes.
//!
//! Course of `Filter::release` for a model: rows with a missing value in any column leave (the question gets
//! `valid(column)` for each); factor levels below their keyed floor lose their rows; 0/1 regressors below it become
//! constant; user-made columns are clamped; `parameters` → the size rule; `influence` of the unweighted fit → weights;
//! `leverage` on the weighted design → units with too much leverage get weight 0, up to three rounds; `fit`; rounding.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::output::TestResult;

use super::{Category, Numbers, Population};
use crate::normal_form::ColumnForm;

/// The values of a model column.
#[derive(Clone)]
pub enum ModelValues {
    /// A number (dependent, regressor, instrument, exposure, cluster number …).
    Numbers(Numbers),
    /// A categorical variable: row → index into the categories, or [`MISSING`](super::MISSING).
    Factor {
        /// Row → index into `categories`.
        codes: Arc<[u32]>,
        /// The code list or what occurs.
        categories: Vec<Category>,
    },
}

/// What a model's column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelUse {
    /// Explained: where too few persons differ from the most common value it counts as constant.
    Dependent,
    /// Explains: factor levels below their floor lose their rows, a number in which too few differ is left out.
    Regressor,
    /// Groups rows for standard errors: needs a keyed number of clusters.
    Clusters,
}

/// A variable that occurs in a model, once, however many terms use it.
#[derive(Clone)]
pub struct ModelColumn {
    /// Name in the dataset.
    pub name: String,
    /// The values.
    pub values: ModelValues,
    /// Where it comes from.
    pub form: ColumnForm,
    /// What it is for: floors, gates and the cap differ.
    pub use_in_model: ModelUse,
}

/// A model.
pub struct ModelInput {
    /// The rows.
    pub population: Population,
    /// The command: `regress`, `logit` …
    pub model: String,
    /// Name of the dependent variable.
    pub dependent: String,
    /// All variables of the model. The estimator knows them by their place here.
    pub columns: Vec<ModelColumn>,
    /// Computes it.
    pub estimator: Box<dyn Estimator>,
    /// How standard errors are computed (`classical`, `HC1` …).
    pub covariance: String,
    /// Confidence level in percent.
    pub level: f64,
}

/// A column of the analysed rows.
pub enum SampleColumn {
    /// Numbers, one a row.
    Numbers(Vec<f64>),
    /// Codes, one a row, all of them among `levels`.
    Factor {
        /// Row → index into `categories`.
        codes: Vec<u32>,
        /// The levels that there are, ascending indices into `categories`; the first is the base unless the command says else.
        levels: Vec<u32>,
        /// All categories.
        categories: Vec<Category>,
    },
    /// Left out by a floor: treat every term with it as if the column were constant, and name it in
    /// [`Fitted::dropped`].
    Constant,
}

/// The analysed rows, prepared by the filter.
pub struct Sample {
    /// Number of rows.
    pub rows: usize,
    /// The columns, in the order of [`ModelInput::columns`].
    pub columns: Vec<SampleColumn>,
    /// The released number of observations: `n` of the model, and what its degrees of freedom are counted from.
    pub n: i64,
    /// Row → an index of the person behind it, `0..`: rows of one person are neighbours of no particular order.
    pub persons: Vec<u32>,
}

/// Computes a model. Implementations are pure functions of their arguments.
pub trait Estimator: Send + Sync {
    /// Number of parameters of the design (before collinear ones are dropped).
    fn parameters(&self, sample: &Sample) -> usize;

    /// Influence of each row on the unweighted fit: Cook's distance, or what the estimator's theory has in its place. Not
    /// negative; only the order and ratios matter.
    fn influence(&self, sample: &Sample) -> Result<Vec<f64>, FitFailure>;

    /// Leverage of each row in the weighted design: diagonal of W½X(X'WX)⁻¹X'W½.
    fn leverage(&self, sample: &Sample, weights: &[f64]) -> Result<Vec<f64>, FitFailure>;

    /// Fits with weights (frequency-type: Σw for n inside estimators; degrees of freedom from [`Sample::n`]).
    /// Units with weight 0 do not count.
    fn fit(&self, sample: &Sample, weights: &[f64]) -> Result<Fitted, FitFailure>;
}

/// A model's numbers before rounding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fitted {
    /// Terms in the order of the formula, the constant last.
    pub terms: Vec<FittedTerm>,
    /// Fit statistics by their wire name. `df_resid` is set by the filter: released n minus `parameters`.
    pub fit: BTreeMap<String, Option<f64>>,
    /// Tests beside the model.
    pub tests: Vec<TestResult>,
    /// Collinear or constant terms.
    pub dropped: Vec<String>,
    /// Parameters estimated.
    pub parameters: usize,
    /// Term → label, for factor levels.
    pub labels: Vec<(String, String)>,
}

/// One line of a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FittedTerm {
    /// Outcome, for models with several equations.
    pub equation: Option<String>,
    /// `x`, `3.region`, `_cons` …
    pub term: String,
    /// Estimate.
    pub coefficient: f64,
    /// Standard error.
    pub se: f64,
    /// t or z.
    pub statistic: f64,
    /// p-value.
    pub p: f64,
    /// Lower limit.
    pub ci_low: f64,
    /// Upper limit.
    pub ci_high: f64,
}

/// Why there is no fit; decided on the weighted set, after floors and leverage cap (confidentiality E.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitFailure {
    /// Nothing is left to explain with.
    NoRegressors,
    /// The dependent variable does not vary.
    ConstantDependent,
    /// The iterations did not converge.
    NotConverged,
    /// Outcomes are predicted perfectly.
    Separation,
    /// The design matrix cannot be solved.
    Singular,
    /// The run was cancelled.
    Cancelled,
}
