//! Every threshold of the filter, named and documented, in one record with a version.

use crate::noise_row::NoiseRow;

/// How results over a databank are protected. The order is the strength.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Public data: exact results, nothing hidden.
    Open,
    /// The full noise filter.
    #[default]
    Register,
}

/// How strongly a `register` databank is protected. The order is the strength.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The ordinary noise row.
    #[default]
    Ordinary,
    /// Health, crime: a wider row, wider gates, more units re-weighted.
    Sensitive,
}

/// What random numbers are drawn from. The service has one answer; the others are what attacks succeed against in the red team
/// (decision 13). `cargo xtask tidy` sees to it that no other crate makes a filter with a policy of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Noise {
    /// The normal form of the question, and the set.
    #[default]
    OfQuestion,
    /// The set alone: one number for all questions about the same units.
    OfSet,
    /// Counts carry none.
    Nothing,
}

/// The numbers of the law: near-sets.md section 6 and the parameter block of confidentiality.md.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Grows with every change of a number or rule here; part of cache keys and of the audit log.
    pub version: u32,
    /// What noise belongs to.
    pub noise: Noise,
    /// Whether the units that are dropped and counted twice make up for the noise of the count.
    pub weights_follow_counts: bool,
    /// Least released number of units of a population (after `import`, `keep`, `drop`, `sample` …).
    pub minimum_population: i64,
    /// Least released count that is shown.
    pub show_min: i64,
    /// Tables with more cells (categories listed by metadata) are refused.
    pub max_cells: usize,
    /// Tables of more dimensions are refused.
    pub max_dimensions: usize,
    /// Most possible values of a variable whose statistics come from released counts.
    pub few_values: usize,
    /// Least true number of units behind a descriptive statistic: `gate.0` plus a keyed draw, up to `gate.1`.
    pub gate: (u32, u32),
    /// The same on the sensitive tier.
    pub gate_sensitive: (u32, u32),
    /// Least true number of units on each side of a written condition, 0/1 regressor or factor level, keyed likewise.
    pub floor: (u32, u32),
    /// Released number of units that gini and the interquartile range need.
    pub spread_minimum: i64,
    /// Released number of units that the ends of a range (P1 and P99 for minimum and maximum) need.
    pub range_minimum: i64,
    /// Base of a percentage: released number.
    pub share_base: i64,
    /// Bases below it give whole percents.
    pub share_whole_below: i64,
    /// Units dropped, and units counted twice.
    pub moved: usize,
    /// Below this many units fewer are moved: `max(moved_least, n / moved_divisor)`.
    pub moved_small_below: usize,
    /// Least number moved.
    pub moved_least: usize,
    /// See `moved_small_below`.
    pub moved_divisor: usize,
    /// Most influential units whose persistent factor applies.
    pub top: usize,
    /// The same on the sensitive tier.
    pub top_sensitive: usize,
    /// The factor is 1 ± a number in this range.
    pub factor: (f64, f64),
    /// The same on the sensitive tier.
    pub factor_sensitive: (f64, f64),
    /// Most influential units that are levelled.
    pub level_rank: usize,
    /// By how much: each moves the sum by this times the influence of the unit with that rank.
    pub level_step: f64,
    /// User-made numbers are clipped at the median ± `clamp_width` times the distance of the `clamp_rank`-th farthest.
    pub clamp_rank: usize,
    /// See `clamp_rank`.
    pub clamp_width: f64,
    /// Place from the top, keyed in this range, of the person whose number of rows is the most that a person adds to a number of rows;
    /// `None`: persons add all their rows.
    pub row_cap: Option<(u32, u32)>,
    /// A unit with more leverage leaves the model, whatever the keyed cap.
    pub max_leverage: f64,
    /// The keyed cap (1 / (10 … 19), the range of `floor`) stays above this times the ordinary leverage, parameters / units.
    pub ordinary_leverage: f64,
    /// How often the leverage is looked at again.
    pub leverage_rounds: usize,
    /// Released units minus parameters that a model needs.
    pub model_freedom: i64,
    /// Released units per parameter.
    pub units_per_parameter: i64,
    /// Released units that correlations need.
    pub units_for_pairs: i64,
    /// Above it, measures of fit are hidden.
    pub max_r_squared: f64,
    /// Largest percent of a sum that the largest unit may be known to within: p of the p% rule.
    pub dominance_percent: f64,
    /// Largest share of a sum of the two largest units.
    pub dominance_two: f64,
    /// Neighbouring order statistics that a percentile averages.
    pub percentile_window: f64,
    /// Significant digits of means, sums and standard deviations.
    pub mean_digits: usize,
    /// Significant digits of percentiles.
    pub percentile_digits: usize,
    /// Significant digits of leverages and distances that are written into a dataset.
    pub influence_digits: usize,
    /// Decimals of gini.
    pub gini_decimals: usize,
    /// Coefficients are rounded to a step of at most this part of their standard error.
    pub coefficient_step: f64,
    /// Of so many persons a variable of the sensitive tier is re-drawn.
    pub redrawn_share: f64,
    /// Units of a run (a block of stored records), and the share of runs that give their histories to others beside the first.
    pub redrawn_run: u32,
    /// See `redrawn_run`.
    pub redrawn_runs: f64,
    /// Most bins of a histogram.
    pub max_bins: usize,
    /// Bins of a histogram by default.
    pub default_bins: usize,
}

impl Policy {
    /// The policy in force.
    pub const CURRENT: Policy = Policy {
        version: 2,
        noise: Noise::OfQuestion,
        weights_follow_counts: true,
        minimum_population: 1000,
        show_min: 8,
        max_cells: 5000,
        max_dimensions: 8,
        few_values: 20,
        gate: (10, 19),
        gate_sensitive: (20, 29),
        floor: (10, 19),
        spread_minimum: 100,
        range_minimum: 1000,
        share_base: 10,
        share_whole_below: 200,
        moved: 5,
        moved_small_below: 100,
        moved_least: 3,
        moved_divisor: 20,
        top: 2,
        top_sensitive: 5,
        factor: (0.3, 0.8),
        factor_sensitive: (0.5, 1.0),
        level_rank: 20,
        level_step: 0.35,
        clamp_rank: 20,
        clamp_width: 2.0,
        row_cap: Some((10, 19)),
        max_leverage: 0.1,
        ordinary_leverage: 2.0,
        leverage_rounds: 3,
        model_freedom: 100,
        units_per_parameter: 10,
        units_for_pairs: 30,
        max_r_squared: 0.999,
        dominance_percent: 10.0,
        dominance_two: 0.9,
        percentile_window: 10.0,
        mean_digits: 4,
        percentile_digits: 3,
        influence_digits: 2,
        gini_decimals: 3,
        coefficient_step: 20.0,
        redrawn_share: 0.03,
        redrawn_run: 1 << 18,
        redrawn_runs: 1.0 / 16.0,
        max_bins: 50,
        default_bins: 30,
    };

    /// Measured, not set: the mean absolute shift of a mean by the weights, in standard errors, at so many units (lognormal income;
    /// `tests/it/figures.rs` measures them).
    pub fn mean_shifts(tier: Tier) -> &'static [(i64, f64)] {
        match tier {
            Tier::Ordinary => &[(1_000, 0.21), (10_000, 0.12), (100_000, 0.06)],
            Tier::Sensitive => &[(1_000, 0.33), (10_000, 0.16), (100_000, 0.09)],
        }
    }

    /// Gate range of a tier.
    pub fn gate(&self, tier: Tier) -> (u32, u32) {
        match tier {
            Tier::Ordinary => self.gate,
            Tier::Sensitive => self.gate_sensitive,
        }
    }

    /// The noise of a count: each deviation and its probability.
    pub fn noise(&self, tier: Tier) -> Vec<(i64, f64)> {
        NoiseRow::of(tier).probabilities().collect()
    }

    /// The most that a count's noise can be.
    pub fn max_deviation(&self, tier: Tier) -> i64 {
        NoiseRow::of(tier).max_deviation()
    }

    /// Number of re-weighted units and the range of their factor.
    pub fn top(&self, tier: Tier) -> (usize, (f64, f64)) {
        match tier {
            Tier::Ordinary => (self.top, self.factor),
            Tier::Sensitive => (self.top_sensitive, self.factor_sensitive),
        }
    }

    /// How many of `n` units are dropped, and doubled, before the count's noise is added to one of the two.
    pub fn moved(&self, n: usize) -> usize {
        if n < self.moved_small_below { self.moved_least.max(n / self.moved_divisor) } else { self.moved }
    }
}
