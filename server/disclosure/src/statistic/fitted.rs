//! What an estimator computed, before the filter rounds it.

use std::collections::BTreeMap;

use wire::output::TestResult;

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
    /// What stands in the place of coefficients: `odds-ratio`, `rate-ratio`, `hazard-ratio`.
    pub scale: Option<&'static str>,
    /// Parameters estimated.
    pub parameters: usize,
    /// Residual degrees of freedom, where they are not n minus parameters: from released numbers only.
    pub freedom: Option<i64>,
    /// Term → label, for factor levels.
    pub labels: Vec<(String, String)>,
    /// Further tables: `mfx`, `margins`, `firststage` …
    pub tables: Vec<FittedTable>,
    /// What a `*-predict` command writes; nothing of it leaves as it is.
    pub columns: Vec<FittedValues>,
}

/// Values that a model gives its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FittedValues {
    /// The name of the column.
    pub name: String,
    /// What it holds, whatever it is called: `predicted`, `residuals`, `probabilities 3` …
    pub what: String,
    /// One a row of the sample; NaN: missing.
    pub values: Vec<f64>,
    /// Leverages and distances, which are kept to two digits; predictions and residuals are not rounded.
    pub is_influence: bool,
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

/// A table of figures of a fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FittedTable {
    /// Tells outputs of one command apart; `None`: the command's own answer.
    pub name: Option<String>,
    /// Its columns, dimensions first.
    pub columns: Vec<FittedColumn>,
    /// Rows, one cell a column.
    pub rows: Vec<Vec<FittedCell>>,
    /// Tests beside it.
    pub tests: Vec<TestResult>,
    /// Dimension → (code, label) of what is listed.
    pub labels: Vec<(String, Vec<(String, String)>)>,
}

/// A column of such a table.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedColumn {
    /// Its name in answers, which readers translate.
    pub name: &'static str,
    /// How its numbers are rounded.
    pub kind: FittedKind,
}

/// How the numbers of a column are rounded (confidentiality D.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FittedKind {
    /// No numbers: names and codes.
    Dimension,
    /// An estimate or a limit of it: to a decimal step of at most a twentieth of the standard error of its row; 4 digits in rows without one.
    Estimate,
    /// A standard error: 3 digits.
    StandardError,
    /// A statistic, a sum or a mean of squares: 4 digits.
    Figure,
    /// A correlation or a share: 3 decimals.
    Ratio,
    /// A p-value: 3 digits, at least 1e-4.
    P,
    /// Degrees of freedom, or a number of terms: a whole number that follows from [`Sample::n`](super::Sample::n) and the design, never
    /// from the sum of weights.
    Whole,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum FittedCell {
    /// A name or code.
    Code(String),
    /// A number; `None` where it does not exist.
    Number(Option<f64>),
}
