//! `quantile(x, n)` (language.md 8.3): the group of each row among all valid rows of the dataset.
//!
//! The only function whose value depends on other rows; its column form says so (`form`).

use language::call::{Expr, ExprKind};
use language::codes;
use polars::prelude::{Float64Chunked, IntoSeries as _};
use rayon::prelude::*;

use super::{Arguments, Lower};
use crate::error::EngineError;
use crate::lower::{Evaluator, Lowered};

/// Name and lowering.
pub const FUNCTIONS: &[(&str, Lower)] = &[("quantile", quantile)];

/// The number of groups, a constant from 2 to 100.
///
/// # Errors
/// Anything else, at its place.
pub fn number_of_groups(expr: &Expr) -> Result<u8, EngineError> {
    let number = match expr.kind {
        ExprKind::Number(number) => number,
        _ => f64::NAN,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 2 and 100")]
    let is_allowed = (number.fract() == 0.0 && (2.0..=100.0).contains(&number)).then_some(number as u8);
    is_allowed.ok_or_else(|| codes::wrong_group_count(expr.span).into())
}

fn quantile(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let n = number_of_groups(arguments.at(1)?)?;
    let (x, _) = evaluator.number(arguments.at(0)?)?;
    let values = evaluator.collect_numbers(x)?;
    let groups: Float64Chunked = groups(&values, n).into_iter().collect();
    Ok(Lowered::Number { expr: evaluator.keep(groups.into_series()), is_whole: true })
}

/// floor(n (rank − 1) / N) by row, with the lowest rank for equal values; NaN has no group.
fn groups(values: &[f64], n: u8) -> Vec<Option<f64>> {
    // −0 and 0 are one value.
    let mut sorted: Vec<f64> = values.iter().filter(|value| !value.is_nan()).map(|value| value + 0.0).collect();
    sorted.par_sort_unstable_by(f64::total_cmp);
    let n_valid = sorted.len().max(1);
    // The first value of each group; ties with a value before it belong to that one's group.
    let group = |below: usize| usize::from(n) * below / n_valid;
    let mut starts: Vec<(f64, u8)> = Vec::with_capacity(usize::from(n));
    for wanted in 0..n {
        // The smallest number of rows below that gives the group, then the first value beyond ties.
        let least = (usize::from(wanted) * n_valid).div_ceil(usize::from(n));
        let Some(at) = sorted.get(least) else { continue };
        let first = sorted.partition_point(|value| value < at);
        let start = if first == least { Some(*at) } else { sorted.get(sorted.partition_point(|v| v <= at)).copied() };
        if let Some(start) = start {
            let below = sorted.partition_point(|value| *value < start);
            #[expect(clippy::cast_possible_truncation, reason = "below n")]
            let own = group(below) as u8;
            starts.push((start, own));
        }
    }
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let of = |value: &f64| {
        let place = starts.partition_point(|(start, _)| start <= value);
        place.checked_sub(1).and_then(|place| starts.get(place)).map(|(_, group)| f64::from(*group))
    };
    values.par_iter().map(|value| if value.is_nan() { None } else { of(&(value + 0.0)) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the definition, row by row.
    fn plain(values: &[f64], n: u8) -> Vec<Option<f64>> {
        let n_valid = values.iter().filter(|value| !value.is_nan()).count();
        let below = |x: f64| values.iter().filter(|value| **value < x).count();
        let of = |x: f64| (usize::from(n) * below(x) / n_valid) as f64;
        values.iter().map(|x| (!x.is_nan()).then(|| of(*x))).collect()
    }

    #[test]
    fn groups_follow_the_definition_with_ties_and_missing_values() {
        let mut state = 7_u64;
        for case in 0..300 {
            let size = 1 + case % 60;
            let distinct = 1 + case % 11;
            let values: Vec<f64> = (0..size)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let draw = (state >> 33) % (distinct + 1);
                    if draw == distinct { f64::NAN } else { draw as f64 - 2.0 }
                })
                .collect();
            for n in [2, 3, 4, 10, 100] {
                assert_eq!(groups(&values, n), plain(&values, n), "{values:?} {n}");
            }
        }
        assert_eq!(groups(&[0.0, -0.0], 2), [Some(0.0), Some(0.0)]);
        assert_eq!(groups(&[f64::NAN], 2), [None]);
    }
}
