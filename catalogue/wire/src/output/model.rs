//! Estimated models.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::TestResult;

/// A model's released estimates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Model {
    /// The command: `regress`, `logit` …
    pub model: String,
    /// Dependent variable.
    pub dependent: String,
    /// Released number of observations.
    pub n: i64,
    /// Terms in the order of the formula, the constant last.
    pub terms: Vec<TermEstimate>,
    /// Fit statistics that the model has (`r2`, `rmse`, `df_resid` …).
    pub fit: Fit,
    /// Tests beside the model.
    #[serde(default)]
    pub tests: Vec<TestResult>,
    /// Terms left out because they are collinear or empty.
    #[serde(default)]
    pub dropped: Vec<String>,
    /// How standard errors were computed (`classical`, `HC1` …).
    #[serde(default)]
    pub covariance: String,
    /// Confidence level in percent.
    #[serde(default)]
    pub level: f64,
    /// Term → label, for factor levels.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub labels: IndexMap<String, String>,
    /// What stands in the place of coefficients, if they are not shown as they are: `odds-ratio`, `rate-ratio`, `hazard-ratio`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
}

/// Fit statistics by name.
pub type Fit = std::collections::BTreeMap<String, Option<f64>>;

/// One line of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TermEstimate {
    /// Outcome, for models with several equations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equation: Option<String>,
    /// `x`, `3.region`, `3.region#1.female`, `c.age#c.age`, `_cons`.
    pub term: String,
    /// Estimate.
    pub coefficient: Option<f64>,
    /// Standard error.
    pub se: Option<f64>,
    /// t or z.
    pub statistic: Option<f64>,
    /// p-value.
    pub p: Option<f64>,
    /// Lower limit.
    pub ci_low: Option<f64>,
    /// Upper limit.
    pub ci_high: Option<f64>,
}
