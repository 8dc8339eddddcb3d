//! Lawful answers that are no numbers: which rule, and what would pass.

use text::{Text, t};
use wire::output::Rule;

use crate::rule::value_checks::Check;
use crate::statistic::FitFailure;

/// The filter refuses. Nothing in it depends on values but the decision itself.
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
    },
    /// Too few released units for the model's parameters.
    ModelTooSmall {
        /// Units beyond the parameters that are needed.
        freedom: i64,
        /// Units per parameter that are needed.
        per_parameter: i64,
    },
    /// Standard errors by cluster rest on too few clusters.
    TooFewClusters {
        /// The keyed number that is needed lies in it.
        range: (u32, u32),
    },
    /// Too few units for any bar of a histogram.
    NothingToShow,
    /// More bins than a histogram may have.
    TooManyBins {
        /// What is allowed.
        limit: usize,
    },
    /// Values break what the command needs.
    ValueCheck(Check),
    /// There is no fit.
    Fit(FitFailure),
}

impl Refusal {
    /// Stable name of the refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::PopulationTooSmall { .. } => "population-too-small",
            Refusal::TooManyCells { .. } => "too-many-cells",
            Refusal::ModelTooSmall { .. } => "model-too-small",
            Refusal::TooFewClusters { .. } => "too-few-clusters",
            Refusal::NothingToShow => "nothing-to-show",
            Refusal::TooManyBins { .. } => "too-many-bins",
            Refusal::ValueCheck(check) => check.code(),
            Refusal::Fit(FitFailure::NoRegressors) => "no-regressors",
            Refusal::Fit(FitFailure::ConstantDependent) => "constant-dependent",
            Refusal::Fit(FitFailure::NotConverged) => "not-converged",
            Refusal::Fit(FitFailure::Separation) => "perfect-prediction",
            Refusal::Fit(FitFailure::Singular) => "singular-design",
            Refusal::Fit(FitFailure::Cancelled) => "cancelled",
        }
    }

    /// The rule of the filter behind it; `None` if the refusal is a statistical fact.
    pub fn rule(&self) -> Option<Rule> {
        match self {
            Refusal::PopulationTooSmall { .. } => Some(Rule::MinimumPopulation),
            Refusal::TooManyCells { .. } | Refusal::NothingToShow => Some(Rule::MinimumCount),
            Refusal::ModelTooSmall { .. } | Refusal::TooFewClusters { .. } => Some(Rule::GroupGate),
            Refusal::TooManyBins { .. } => Some(Rule::FixedBins),
            Refusal::ValueCheck(_) => Some(Rule::ValueCheck),
            Refusal::Fit(_) => None,
        }
    }

    /// What is wrong.
    pub fn message(&self) -> Text {
        match self {
            Refusal::PopulationTooSmall { minimum } => Text::new(
                format!("populasjonen er mindre enn {minimum} enheter etter støy; datasettet er uendret"),
                format!("the population is below {minimum} units after noise; the dataset is unchanged"),
            ),
            Refusal::TooManyCells { limit } => Text::new(
                format!("tabellen får mer enn {limit} celler"),
                format!("the table would have more than {limit} cells"),
            ),
            Refusal::ModelTooSmall { freedom, per_parameter } => Text::new(
                format!(
                    "modellen trenger minst {freedom} enheter flere enn parametre og {per_parameter} enheter per parameter"
                ),
                format!(
                    "the model needs at least {freedom} units beyond its parameters and {per_parameter} units per parameter"
                ),
            ),
            Refusal::TooFewClusters { range: (least, most) } => Text::new(
                format!("standardfeil etter klynge trenger minst {least}–{most} klynger"),
                format!("standard errors by cluster need at least {least}–{most} clusters"),
            ),
            Refusal::NothingToShow => {
                t("for få enheter til at noe kan vises", "too few units for anything to be shown")
            }
            Refusal::TooManyBins { limit } => Text::new(
                format!("et histogram kan ha høyst {limit} søyler"),
                format!("a histogram can have at most {limit} bars"),
            ),
            Refusal::ValueCheck(check) => check.message(),
            Refusal::Fit(failure) => match failure {
                FitFailure::NoRegressors => t("ingen forklaringsvariabel er igjen", "no regressor is left"),
                FitFailure::ConstantDependent => {
                    t("den avhengige variabelen varierer ikke", "the dependent variable does not vary")
                }
                FitFailure::NotConverged => t("estimeringen konvergerte ikke", "the estimation did not converge"),
                FitFailure::Separation => t("utfallet predikeres fullstendig", "the outcome is predicted perfectly"),
                FitFailure::Singular => t("modellen kan ikke løses", "the model cannot be solved"),
                FitFailure::Cancelled => t("avbrutt", "cancelled"),
            },
        }
    }

    /// What would pass, from metadata and policy only.
    pub fn hints(&self) -> Vec<Text> {
        match self {
            Refusal::PopulationTooSmall { .. } => vec![t(
                "velg et videre utvalg, eller bruk `if` på kommandoen som lager tabellen",
                "choose a wider selection, or use `if` on the command that makes the table",
            )],
            Refusal::TooManyCells { .. } => vec![t(
                "grupper variabler med `recode`, eller bruk færre dimensjoner",
                "group variables with `recode`, or use fewer dimensions",
            )],
            Refusal::ModelTooSmall { .. } => vec![t(
                "bruk færre eller grovere faktorvariabler, eller en større populasjon",
                "use fewer or coarser factor variables, or a larger population",
            )],
            Refusal::TooFewClusters { .. } => {
                vec![t(
                    "velg en finere klyngevariabel, eller bruk `robust`",
                    "choose a finer cluster variable, or use `robust`",
                )]
            }
            Refusal::NothingToShow => vec![t("bruk en større populasjon", "use a larger population")],
            Refusal::TooManyBins { .. } => {
                vec![t(
                    "skriv færre søyler i `bin()` eller en større `width()`",
                    "write fewer bars in `bin()` or a larger `width()`",
                )]
            }
            Refusal::ValueCheck(check) => check.hints(),
            Refusal::Fit(FitFailure::NotConverged | FitFailure::Separation | FitFailure::Singular) => {
                vec![t("bruk færre eller grovere forklaringsvariabler", "use fewer or coarser regressors")]
            }
            Refusal::Fit(_) => Vec::new(),
        }
    }
}
