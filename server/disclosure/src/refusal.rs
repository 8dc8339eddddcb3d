//! Lawful answers that are no numbers: which rule, where, and what would pass. The words are in `refusal/words.rs`.
//! Argument: `proofs/foresight.md`.

mod words;

use wire::output::Rule;

use crate::foresight::{Nearest, NearestBins};
use crate::rule::value_checks::Check;
use crate::statistic::FitFailure;

/// The filter refuses. Nothing in it depends on values but the decision itself: what is beside it comes from metadata, the policy
/// and released numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The population's released number of units is too small.
    PopulationTooSmall {
        /// What is needed.
        minimum: i64,
    },
    /// More cells than a table may have.
    TooManyCells {
        /// What is allowed.
        limit: usize,
        /// How many it would have: by code lists, or by the categories that would be listed.
        cells: usize,
        /// The nearest table that passes.
        nearest: Nearest,
    },
    /// More dimensions than a table may have.
    TooManyDimensions {
        /// What is allowed.
        limit: usize,
        /// The variables beyond it.
        beyond: Vec<String>,
    },
    /// Too few released units for the model's parameters.
    ModelTooSmall {
        /// Units beyond the parameters that are needed.
        freedom: i64,
        /// Units per parameter that are needed.
        per_parameter: i64,
        /// What the model has.
        parameters: usize,
        /// What the released number of units allows.
        most: usize,
        /// The factor that made coarser is enough, if one is.
        nearest: Option<Nearest>,
    },
    /// Too few released events for the parameters of a model of durations.
    TooFewEvents {
        /// Events per parameter that are needed.
        per_parameter: i64,
        /// What the model has.
        parameters: usize,
    },
    /// Standard errors by cluster rest on too few clusters.
    TooFewClusters {
        /// The keyed number that is needed lies in it.
        range: (u32, u32),
    },
    /// Too few units for any bar of a histogram.
    NothingToShow {
        /// So many units with a value are always enough.
        units: i64,
    },
    /// More bins than a histogram may have.
    TooManyBins {
        /// What is allowed.
        limit: usize,
        /// Bins that pass.
        nearest: NearestBins,
    },
    /// Values break what the command needs.
    ValueCheck(Check),
    /// There is no fit.
    Fit(FitFailure),
}

/// The part of a statement that a refusal is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// These variables, wherever they stand.
    Variables(Vec<&'a str>),
    /// The first of these options that was given.
    Options(&'static [&'static str]),
    /// The condition.
    Condition,
    /// All of it.
    Statement,
}

impl Refusal {
    /// Stable name of the refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::PopulationTooSmall { .. } => "population-too-small",
            Refusal::TooManyCells { .. } => "too-many-cells",
            Refusal::TooManyDimensions { .. } => "too-many-dimensions",
            Refusal::ModelTooSmall { .. } => "model-too-small",
            Refusal::TooFewEvents { .. } => "too-few-events",
            Refusal::TooFewClusters { .. } => "too-few-clusters",
            Refusal::NothingToShow { .. } => "nothing-to-show",
            Refusal::TooManyBins { .. } => "too-many-bins",
            Refusal::ValueCheck(check) => check.code(),
            Refusal::Fit(FitFailure::NoRegressors) => "no-regressors",
            Refusal::Fit(FitFailure::ConstantDependent) => "constant-dependent",
            Refusal::Fit(FitFailure::NotConverged) => "not-converged",
            Refusal::Fit(FitFailure::Separation) => "perfect-prediction",
            Refusal::Fit(FitFailure::Singular | FitFailure::NotIdentified | FitFailure::NotTwoGroups) => {
                "singular-design"
            }
            Refusal::Fit(FitFailure::Cancelled) => "cancelled",
        }
    }

    /// The rule of the filter behind it; `None` if the refusal is a statistical fact.
    pub fn rule(&self) -> Option<Rule> {
        match self {
            Refusal::PopulationTooSmall { .. } => Some(Rule::MinimumPopulation),
            Refusal::TooManyCells { .. } | Refusal::TooManyDimensions { .. } => Some(Rule::TableSize),
            Refusal::ModelTooSmall { .. } | Refusal::TooFewEvents { .. } => Some(Rule::ModelSize),
            Refusal::TooFewClusters { .. } | Refusal::NothingToShow { .. } => Some(Rule::GroupGate),
            Refusal::TooManyBins { .. } => Some(Rule::FixedBins),
            Refusal::ValueCheck(_) => Some(Rule::ValueCheck),
            Refusal::Fit(_) => None,
        }
    }

    /// What it is about.
    pub fn place(&self) -> Place<'_> {
        match self {
            Refusal::PopulationTooSmall { .. } | Refusal::NothingToShow { .. } => Place::Condition,
            Refusal::TooManyCells { nearest, .. } | Refusal::ModelTooSmall { nearest: Some(nearest), .. } => {
                Place::Variables(nearest.changes.iter().map(|change| change.variable.as_str()).collect())
            }
            Refusal::TooManyDimensions { beyond, .. } => Place::Variables(beyond.iter().map(String::as_str).collect()),
            Refusal::TooFewClusters { .. } => Place::Options(&["cluster"]),
            Refusal::TooManyBins { .. } => Place::Options(&["bin", "width"]),
            Refusal::ModelTooSmall { nearest: None, .. }
            | Refusal::TooFewEvents { .. }
            | Refusal::ValueCheck(_)
            | Refusal::Fit(_) => Place::Statement,
        }
    }
}
