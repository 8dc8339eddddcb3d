//! Which rules of the noise filter touched an output: honesty towards the user.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The rules that applied, in a fixed order; empty under `open`.
pub type Protection = Vec<Rule>;

/// A rule of the filter (public name; proofs in `server/disclosure/proofs`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Counts carry noise from one symmetric row.
    CountNoise,
    /// Counts are shown from 8 up.
    MinimumCount,
    /// Released population of at least 1000.
    MinimumPopulation,
    /// Statistics from the perturbed weights.
    Weights,
    /// A statistic needs a keyed number of units.
    GroupGate,
    /// Shares and means of few-valued variables come from released counts.
    FromCounts,
    /// User-made columns are clamped.
    Clamp,
    /// Written values pass a keyed floor.
    WrittenValueFloor,
    /// Units with too much leverage leave the model.
    LeverageCap,
    /// Percentiles are averages of neighbouring order statistics.
    PercentileSmoothing,
    /// Numbers are rounded.
    Rounding,
    /// Fixed, nice bin edges and open tails.
    FixedBins,
    /// Sums where one unit dominates are hidden.
    Dominance,
    /// A check on values was decided by counts.
    ValueCheck,
    /// Tables have no more cells and dimensions than a limit.
    TableSize,
    /// A model has enough units for its parameters.
    ModelSize,
    /// What was computed here rests on values of groups that had passed the filter before.
    GroupsPassed,
    /// Sensitive codes of a few persons are those of others, for ever.
    Redrawn,
}
