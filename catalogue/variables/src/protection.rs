//! The published numbers of the noise filter, for texts that people read. They are the policy's: a test of `disclosure` compares each,
//! so that neither can change alone.

use crate::Tier;

/// Numbers that are the same on both tiers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Least count that is shown.
    pub show_min: i64,
    /// Least population.
    pub minimum_population: i64,
    /// Most cells of a table.
    pub max_cells: usize,
    /// Most dimensions of a table.
    pub max_dimensions: usize,
    /// Most possible values of a variable whose statistics come from counts.
    pub few_values: usize,
    /// Units that gini and the interquartile range need.
    pub spread_minimum: i64,
    /// Units that the ends of a range (P1 and P99) need.
    pub range_minimum: i64,
    /// Least base of a percentage.
    pub share_base: i64,
    /// Bases below it give whole percents.
    pub share_whole_below: i64,
    /// Units left out, and units counted twice, for a statistic.
    pub moved: usize,
    /// Most influential units whose weight moves a little.
    pub level_rank: usize,
    /// Units that a written value, a 0/1 regressor or a factor level needs: a keyed number between these.
    pub floor: (u32, u32),
    /// Values made by arithmetic are clipped at so many times the distance of the `clamp_rank`-th farthest.
    pub clamp_width: f64,
    /// See `clamp_width`.
    pub clamp_rank: usize,
    /// Most leverage of one unit in a model.
    pub max_leverage: f64,
    /// Units beyond its parameters that a model needs.
    pub model_freedom: i64,
    /// Units per parameter that a model needs.
    pub units_per_parameter: i64,
    /// Most bars of a histogram.
    pub max_bins: usize,
    /// A sum is hidden where the largest unit could be known to within so many percent.
    pub dominance_percent: f64,
    /// A sum is hidden where two units hold more than this part of it.
    pub dominance_two: f64,
    /// Of so many percent of persons a variable of a sensitive databank is another's.
    pub redrawn_percent: f64,
}

/// Numbers of a tier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TierFigures {
    /// Variance of a count's noise.
    pub variance: f64,
    /// Mean absolute noise.
    pub mean_absolute: f64,
    /// Largest noise.
    pub most: i64,
    /// Units that a statistic needs: a keyed number between these.
    pub gate: (u32, u32),
    /// Most influential units that have a factor of their own.
    pub top: usize,
    /// The factor is one plus or minus a number between these.
    pub factor: (f64, f64),
    /// Typical shift of a mean in standard errors, at so many units.
    pub shifts: [(i64, f64); 3],
}

/// The numbers in force.
pub const FIGURES: Figures = Figures {
    show_min: 8,
    minimum_population: 1000,
    max_cells: 5000,
    max_dimensions: 8,
    few_values: 20,
    spread_minimum: 100,
    range_minimum: 1000,
    share_base: 10,
    share_whole_below: 200,
    moved: 5,
    level_rank: 20,
    floor: (10, 19),
    clamp_width: 2.0,
    clamp_rank: 20,
    max_leverage: 0.1,
    model_freedom: 100,
    units_per_parameter: 10,
    max_bins: 50,
    dominance_percent: 10.0,
    dominance_two: 0.9,
    redrawn_percent: 3.0,
};

impl TierFigures {
    /// The numbers of a tier.
    pub const fn of(tier: Tier) -> TierFigures {
        match tier {
            Tier::Ordinary => TierFigures {
                variance: 6.5,
                mean_absolute: 2.0,
                most: 10,
                gate: (10, 19),
                top: 2,
                factor: (0.3, 0.8),
                shifts: [(1_000, 0.21), (10_000, 0.12), (100_000, 0.06)],
            },
            Tier::Sensitive => TierFigures {
                variance: 10.0,
                mean_absolute: 2.5,
                most: 12,
                gate: (20, 29),
                top: 5,
                factor: (0.5, 1.0),
                shifts: [(1_000, 0.33), (10_000, 0.16), (100_000, 0.09)],
            },
        }
    }

    /// Standard deviation of a count's noise.
    pub fn sd(&self) -> f64 {
        self.variance.sqrt()
    }

    /// The most that a number of questions about one person's yes or no tells of it: the share of right guesses, Φ(√q / (2√V)).
    pub fn accuracy(&self, questions: f64) -> f64 {
        normal_distribution(questions.sqrt() / (2.0 * self.sd()))
    }
}

/// Φ for x ≥ 0 by Zelen and Severo's formula (Abramowitz and Stegun 26.2.17): right to seven decimals.
fn normal_distribution(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * x);
    let terms = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let polynomial = terms.iter().rev().fold(0.0, |sum, term| (sum + term) * t);
    1.0 - (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt() * polynomial
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_tell_what_the_law_says() {
        let ordinary = TierFigures::of(Tier::Ordinary);
        for (questions, accuracy) in [(1.0, 0.578), (10.0, 0.732), (20.0, 0.810), (43.0, 0.901)] {
            assert!((ordinary.accuracy(questions) - accuracy).abs() < 5e-4, "{questions}");
        }
        assert!((normal_distribution(0.0) - 0.5).abs() < 1e-7);
        assert!((normal_distribution(1.959_963_985) - 0.975).abs() < 1e-7);
    }
}
