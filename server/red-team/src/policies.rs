//! The policy in force with one rule turned off: what each attack has to succeed against first.

use disclosure::{Noise, Policy};

/// The policy in force.
pub const IN_FORCE: Policy = Policy::CURRENT;

/// Noise that belongs to the set, not to the question.
pub fn noise_of_sets() -> Policy {
    Policy { noise: Noise::OfSet, ..IN_FORCE }
}

/// Counts without noise, shown from 8.
pub fn no_noise() -> Policy {
    Policy { noise: Noise::Nothing, ..IN_FORCE }
}

/// Noised counts that are shown whatever they are.
pub fn shown_always() -> Policy {
    Policy { show_min: i64::MIN, ..IN_FORCE }
}

/// Noised counts that are shown from 1.
pub fn shown_from_one() -> Policy {
    Policy { show_min: 1, ..IN_FORCE }
}

/// True counts of any size.
pub fn true_counts() -> Policy {
    Policy { show_min: 1, ..no_noise() }
}

/// Statistics of any set, from the units as they are.
pub fn no_gates_no_weights() -> Policy {
    Policy { gate: (0, 0), range_minimum: 0, spread_minimum: 0, ..no_weights() }
}

/// Levels of factors as they are, and models without a cap.
pub fn bare_levels() -> Policy {
    Policy { leverage_rounds: 0, units_per_parameter: 1, model_freedom: 1, ..checks_of_one() }
}

/// Weights without levelling.
pub fn no_levelling() -> Policy {
    Policy { level_step: 0.0, ..IN_FORCE }
}

/// No floor for written values, regressors and levels.
pub fn no_floor() -> Policy {
    Policy { floor: (0, 0), ..IN_FORCE }
}

/// A floor of exactly 10.
pub fn fixed_floor() -> Policy {
    Policy { floor: (10, 10), ..IN_FORCE }
}

/// A gate of exactly 10.
pub fn fixed_gate() -> Policy {
    Policy { gate: (10, 10), ..IN_FORCE }
}

/// No floors, and checks on values that one person decides.
pub fn checks_of_one() -> Policy {
    Policy { floor: (0, 0), ..true_counts() }
}

/// Neither noise nor any threshold.
pub fn no_thresholds() -> Policy {
    Policy { floor: (0, 0), gate: (0, 0), minimum_population: 0, ..true_counts() }
}

/// Numbers that are no counts come from the units as they are, with all digits; counts keep their noise.
pub fn no_weights() -> Policy {
    Policy {
        weights_follow_counts: false,
        moved: 0,
        moved_small_below: 0,
        top: 0,
        level_step: 0.0,
        mean_digits: 16,
        percentile_digits: 16,
        percentile_window: 1.0,
        coefficient_step: 1e9,
        max_r_squared: 2.0,
        dominance_percent: 0.0,
        dominance_two: 2.0,
        ..IN_FORCE
    }
}

/// No factor for the most influential.
pub fn no_factor() -> Policy {
    Policy { factor: (0.0, 0.0), ..IN_FORCE }
}

/// Flags from weights instead of counts, without the levelling that is there for what is almost a flag.
pub fn flags_by_weights() -> Policy {
    Policy { few_values: 0, level_step: 0.0, ..IN_FORCE }
}

/// User-made numbers as they are.
pub fn no_clamp() -> Policy {
    Policy { clamp_rank: 1, clamp_width: 1e200, ..IN_FORCE }
}

/// Models without a cap on leverage, from the units as they are.
pub fn no_leverage_cap() -> Policy {
    Policy { leverage_rounds: 0, ..no_weights() }
}

/// The same without floors.
pub fn bare_models() -> Policy {
    Policy { floor: (0, 0), ..no_leverage_cap() }
}

/// And without the clamp.
pub fn bare_models_without_clamp() -> Policy {
    Policy { clamp_rank: 1, clamp_width: 1e200, ..bare_models() }
}

/// True counts of rows: neither noise nor weights nor a cap.
pub fn no_noise_no_weights() -> Policy {
    Policy { noise: Noise::Nothing, row_cap: None, ..no_weights() }
}

/// No threshold, and nothing hidden for dominance.
pub fn no_thresholds_no_dominance() -> Policy {
    Policy { dominance_percent: 0.0, dominance_two: 2.0, ..no_thresholds() }
}
