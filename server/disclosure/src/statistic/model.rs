//! Models: the filter prepares rows, columns and weights; the engine's [`Estimator`] computes.
//!
//! Course of `Filter::release` for a model: rows with a missing value in any column leave (the question gets
//! `valid(column)` for each); factor levels below their keyed floor lose their rows; 0/1 regressors below it become
//! constant; user-made columns are clamped; `parameters` → the size rule; `influence` of the unweighted fit → weights;
//! `leverage` on the weighted design → units with too much leverage get weight 0, up to three rounds; `fit`; rounding.

use std::ops::Range;

use super::{Category, Fitted, Numbers, Population, RowCodes, Sample};
use crate::normal_form::ColumnForm;

/// The values of a model column.
#[derive(Clone)]
pub enum ModelValues {
    /// A number (dependent, regressor, instrument, exposure, cluster number …).
    Numbers(Numbers),
    /// A categorical variable: row → index into the categories, or [`MISSING`](super::MISSING).
    Factor {
        /// Row → index into `categories`.
        codes: RowCodes,
        /// The code list or what occurs.
        categories: Vec<Category>,
    },
}

/// What a model's column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelUse {
    /// Explained: where too few persons differ from the most common value it counts as constant.
    Dependent,
    /// Explained, 0 or 1, or categorical: the same, and what too few persons of one outcome differ in explains nothing: whether an outcome
    /// is predicted perfectly would hang on them.
    Outcome,
    /// Whether an event happened, 0 or 1: the same, but only those with an event must be many enough, ten for each parameter too.
    Events,
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

/// What a model answers with, and what size it needs (confidentiality D.6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModelAnswer {
    /// Estimates, then the fit's tables: n − p ≥ 100 and n ≥ 10 p.
    #[default]
    Estimates,
    /// The fit's tables alone, under the size rule of models.
    Tables,
    /// The fit's tables alone, from a gate of 30 units on (correlations).
    Pairs,
    /// Columns for the dataset, by [`Filter::model_columns`](crate::Filter::model_columns), under the size rule of models.
    Columns,
}

/// A model.
pub struct ModelInput {
    /// The rows.
    pub population: Population,
    /// The command: `regress`, `logit` …
    pub model: String,
    /// What the answer is, and so how many units it needs.
    pub answer: ModelAnswer,
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

/// Models that answer with one table together. Each has one or two columns, and a table whose first two columns name them.
pub struct PairsInput {
    /// The models, at least one; what one is refused is hidden in its lines.
    pub models: Vec<ModelInput>,
    /// The variables in the order in which lines are shown.
    pub order: Vec<String>,
}

/// Values of a range of rows, written into a slice of its length.
pub type RowsOf<'a> = dyn Fn(Range<usize>, &mut [f64]) + Sync + 'a;

/// Computes a model. Implementations are pure functions of their arguments.
pub trait Estimator: Send + Sync {
    /// Number of parameters of the design (before collinear ones are dropped).
    fn parameters(&self, sample: &Sample) -> usize;

    /// Sets to work on a sample: `work` asks for what it needs, in any order.
    ///
    /// # Errors
    /// The sample cannot be laid out as a design; cancellation.
    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure>;
}

/// An estimator at work on a sample. Weights are given as the rows whose weight is not 1, ascending.
pub trait OnSample: Sync {
    /// Whether the unweighted fit exists.
    ///
    /// # Errors
    /// Why it does not.
    fn unweighted(&self) -> Result<(), FitFailure>;

    /// Influence of a range of rows on the unweighted fit, and their leverage in it. Influence is Cook's distance, or what the
    /// estimator's theory has in its place: not negative; only the order and ratios matter. Asked only if there is that fit.
    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]);

    /// Tells (row, influence, leverage) of those of these rows whose influence in the unweighted fit is at least `influence` or whose leverage
    /// is above `leverage`, ascending, and maybe of others: most rows need not be computed. The figures are those of
    /// [`Self::influence`]. Asked only if there is that fit.
    fn outstanding(
        &self,
        rows: Range<usize>,
        (influence, leverage): (f64, f64),
        tell: &mut dyn FnMut(usize, f64, f64),
    ) {
        let _ = (influence, leverage);
        let (mut influence, mut leverage) = (vec![0.0; rows.len()], vec![0.0; rows.len()]);
        self.influence(rows.clone(), &mut influence, &mut leverage);
        for ((row, influence), leverage) in rows.zip(influence).zip(leverage) {
            tell(row, influence, leverage);
        }
    }

    /// The most that a row's leverage per unit of weight can be under these weights, as a multiple of its leverage in the
    /// unweighted fit; `None` if that fit is no guide.
    fn growth(&self, weights: &[(usize, f64)]) -> Option<f64>;

    /// Leverage of rows in the weighted design: diagonal of W½X(X'WX)⁻¹X'W½.
    ///
    /// # Errors
    /// Why the design cannot be solved.
    fn leverage(&self, weights: &[(usize, f64)], look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitFailure>;

    /// Fits with weights (frequency-type: Σw for n inside estimators; degrees of freedom from [`Sample::n`]).
    /// Rows with weight 0 do not count.
    ///
    /// # Errors
    /// Why there is no fit.
    fn fit(&self, weights: &[(usize, f64)]) -> Result<Fitted, FitFailure>;
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
    /// The instruments do not identify the coefficients of the endogenous variables.
    NotIdentified,
    /// The variable that makes two groups has not two values that the floor leaves.
    NotTwoGroups,
    /// The design matrix cannot be solved.
    Singular,
    /// The run was cancelled.
    Cancelled,
}
