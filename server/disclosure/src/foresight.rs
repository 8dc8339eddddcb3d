//! What is refused whatever the data are: sizes of tables, histograms and models against the policy, and the nearest that passes.
//!
//! *In → out*: metadata (names and code lists of dimensions, numbers of bins and parameters) or numbers that were released →
//! a [`Refusal`] with its place and what would pass. Nothing here sees units, so all of it may be told before a run. The release
//! path decides by these very functions; an editor asks [`foresee`]. Argument: `proofs/foresight.md`.

mod axis;
mod nearest;

pub use axis::{Axis, Coarsening, Level};
pub use nearest::{Coarser, Nearest, NearestBins};

use crate::policy::{Policy, Profile, Tier};
use crate::refusal::Refusal;
use crate::rule::rounding;

/// What a script is going to ask for, as far as it shows without data.
#[derive(Clone, Debug, PartialEq)]
pub enum Planned {
    /// A table, a bar chart or a histogram of single values: its dimensions, those without a code list without codes.
    Table(Vec<Axis>),
    /// A histogram with so many bins.
    Histogram {
        /// What `bin()` says.
        bins: usize,
    },
    /// A model of a population in which each unit has one row.
    Model {
        /// The population's released number of units.
        units: i64,
        /// Parameters of the design: by its code lists, all of whose codes may lack units, only those that are sure.
        parameters: usize,
        /// Its categorical regressors.
        factors: Vec<Axis>,
    },
    /// A population of at most so many units: a `sample`, or what a code list allows.
    Population {
        /// The most units that it can have.
        most: i64,
    },
}

/// The refusal that a statement will meet, if metadata and released numbers alone show that it will.
pub fn foresee(policy: &Policy, profile: Profile, planned: &Planned) -> Option<Refusal> {
    let is_open = profile == Profile::Open;
    let found = match planned {
        Planned::Table(axes) => table(policy, axes),
        _ if is_open => Ok(()),
        Planned::Histogram { bins } => histogram(policy, *bins),
        Planned::Model { units, parameters, factors } => {
            // The model's number has noise of its own, and the population's has: both at most this.
            let most = units.saturating_add(2 * policy.max_deviation(Tier::Sensitive));
            model(policy, most, *parameters, factors)
        }
        Planned::Population { most } => {
            population(policy, Some(most.saturating_add(policy.max_deviation(Tier::Sensitive))))
        }
    };
    found.err()
}

/// Whether a table with these categories is small enough. Dimensions without a code list count when their categories are known.
pub(crate) fn table(policy: &Policy, axes: &[Axis]) -> Result<(), Refusal> {
    if axes.len() > policy.max_dimensions {
        let beyond = axes.iter().skip(policy.max_dimensions).map(|axis| axis.name.clone()).collect();
        return Err(Refusal::TooManyDimensions { limit: policy.max_dimensions, beyond });
    }
    let limit = policy.max_cells;
    let cells = nearest::cells(axes.iter().map(Axis::n));
    if cells <= limit {
        return Ok(());
    }
    Err(Refusal::TooManyCells { limit, cells, nearest: nearest::of_table(limit, axes) })
}

/// Whether a histogram may have so many bins.
pub(crate) fn histogram(policy: &Policy, bins: usize) -> Result<(), Refusal> {
    if (1..=policy.max_bins).contains(&bins) {
        return Ok(());
    }
    Err(Refusal::TooManyBins { limit: policy.max_bins, nearest: NearestBins::Count(policy.max_bins) })
}

/// The refusal of bins of a width over a range of released numbers: the next round width that makes no more than `limit`.
pub(crate) fn too_narrow(limit: usize, low: f64, high: f64) -> Refusal {
    let bins = |width: f64| (high / width).floor() - (low / width).floor() + 1.0;
    let mut width = rounding::nice_step_above((high - low) / limit as f64).unwrap_or(1.0);
    while bins(width) > limit as f64 {
        width = rounding::nice_step_above(width * 1.1).unwrap_or(width * 2.0);
    }
    Refusal::TooManyBins { limit, nearest: NearestBins::Width(width) }
}

/// Whether a model has enough units for its parameters; `n` is released.
pub(crate) fn model(policy: &Policy, n: i64, parameters: usize, factors: &[Axis]) -> Result<(), Refusal> {
    let most = (n - policy.model_freedom).min(n / policy.units_per_parameter.max(1)).max(0);
    let most = usize::try_from(most).unwrap_or(0);
    let given = i64::try_from(parameters).unwrap_or(i64::MAX);
    if n.saturating_sub(given) >= policy.model_freedom && n >= policy.units_per_parameter.saturating_mul(given) {
        return Ok(());
    }
    Err(Refusal::ModelTooSmall {
        freedom: policy.model_freedom,
        per_parameter: policy.units_per_parameter,
        parameters,
        most,
        nearest: nearest::of_model(most, parameters, factors),
    })
}

/// Whether a model of durations has enough events for its parameters; `n` is their released number.
pub(crate) fn events(policy: &Policy, n: i64, parameters: usize) -> Result<(), Refusal> {
    let per_parameter = policy.units_per_parameter;
    let needed = per_parameter.saturating_mul(i64::try_from(parameters.max(1)).unwrap_or(i64::MAX));
    if n >= needed { Ok(()) } else { Err(Refusal::TooFewEvents { per_parameter, parameters }) }
}

/// Whether there are enough units for correlations; `n` is their released number.
pub(crate) fn pairs(policy: &Policy, tier: Tier, n: i64) -> Result<(), Refusal> {
    if n >= policy.units_for_pairs {
        return Ok(());
    }
    Err(Refusal::NothingToShow { units: policy.units_for_pairs + policy.max_deviation(tier) })
}

/// Whether a population is large enough; `released` is its released number of units.
pub(crate) fn population(policy: &Policy, released: Option<i64>) -> Result<(), Refusal> {
    let minimum = policy.minimum_population;
    if released.unwrap_or_default() >= minimum { Ok(()) } else { Err(Refusal::PopulationTooSmall { minimum }) }
}

/// So many units with a value always have quartiles, and so bars.
pub(crate) fn units_for_bars(policy: &Policy, tier: Tier) -> i64 {
    let (_, most) = policy.gate(tier);
    4 * i64::from(most)
}

#[cfg(test)]
mod tests;
