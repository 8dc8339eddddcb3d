//! The statistics of `collapse` and `aggregate` (language.md 7.3), exact, one value a group.
//!
//! Quantiles are type 7 (Hyndman & Fan 1996), standard deviations have n − 1, gini is the mean-difference form.

use disclosure::statistic::GroupStatistic;
use language::call::Name;
use language::codes;

use crate::column::{Column, Values};
use crate::error::EngineError;
use crate::groups::Groups;

/// Every statistic with its name, as the manual lists them.
pub const STATISTICS: [(&str, GroupStatistic); 12] = [
    ("mean", GroupStatistic::Mean),
    ("min", GroupStatistic::Min),
    ("max", GroupStatistic::Max),
    ("median", GroupStatistic::Median),
    ("count", GroupStatistic::Count),
    ("sum", GroupStatistic::Sum),
    ("sd", GroupStatistic::Sd),
    ("semean", GroupStatistic::SeMean),
    ("sebinomial", GroupStatistic::SeBinomial),
    ("percent", GroupStatistic::Percent),
    ("iqr", GroupStatistic::Iqr),
    ("gini", GroupStatistic::Gini),
];

/// The statistic of a name in the script.
///
/// # Errors
/// There is no such statistic.
pub fn find(name: &Name) -> Result<GroupStatistic, EngineError> {
    let found = STATISTICS.iter().find(|(known, _)| *known == name.value).map(|(_, statistic)| *statistic);
    found.ok_or_else(|| {
        let choices: Vec<&str> = STATISTICS.iter().map(|(known, _)| *known).collect();
        codes::unknown_statistic(name.span, &name.value, &choices.join(", ")).into()
    })
}

/// Whether it counts values of any type.
pub fn takes_any_type(statistic: GroupStatistic) -> bool {
    matches!(statistic, GroupStatistic::Count | GroupStatistic::Percent)
}

/// Whether the result is whole: counts, and sums and extremes of whole numbers.
pub fn is_whole(statistic: GroupStatistic, column: &Column) -> bool {
    match statistic {
        GroupStatistic::Count => true,
        GroupStatistic::Min | GroupStatistic::Max | GroupStatistic::Sum => matches!(column.values, Values::Long(_)),
        _ => false,
    }
}

/// Whether the statistic of days is a day.
pub fn keeps_dates(statistic: GroupStatistic) -> bool {
    matches!(statistic, GroupStatistic::Min | GroupStatistic::Max)
}

/// One value a group, NaN where there is none.
pub fn compute(statistic: GroupStatistic, column: &Column, groups: &Groups) -> Vec<f64> {
    if takes_any_type(statistic) {
        let valid: Vec<bool> = column.values.valid().iter().map(|valid| valid == Some(true)).collect();
        let is_valid = |row: &u32| usize::try_from(*row).ok().and_then(|row| valid.get(row)) == Some(&true);
        #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
        let of = |rows: &[u32]| {
            let count = rows.iter().filter(|row| is_valid(row)).count() as f64;
            match statistic {
                GroupStatistic::Percent => 100.0 * count / rows.len() as f64,
                _ => count,
            }
        };
        return groups.iter().map(of).collect();
    }
    let numbers = column.values.numbers().unwrap_or_default();
    let mut valid: Vec<f64> = Vec::new();
    groups
        .iter()
        .map(|rows| {
            valid.clear();
            let number = |row: &u32| usize::try_from(*row).ok().and_then(|row| numbers.get(row)).copied();
            valid.extend(rows.iter().filter_map(number).filter(|value| !value.is_nan()));
            of_values(statistic, &mut valid)
        })
        .collect()
}

/// The statistic of one group's valid values; reorders them.
#[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
pub fn of_values(statistic: GroupStatistic, values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    let n = values.len() as f64;
    // Sorted first: the sum then does not depend on the order of rows.
    values.sort_unstable_by(f64::total_cmp);
    let at = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
    let sum: f64 = values.iter().sum();
    let mean = sum / n;
    let deviation = || {
        if values.len() < 2 {
            return f64::NAN;
        }
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        (squares / (n - 1.0)).sqrt()
    };
    match statistic {
        GroupStatistic::Min => at(0),
        GroupStatistic::Max => at(values.len() - 1),
        GroupStatistic::Mean => mean,
        GroupStatistic::Sum => sum,
        GroupStatistic::Sd => deviation(),
        GroupStatistic::SeMean => deviation() / n.sqrt(),
        GroupStatistic::SeBinomial => (mean * (1.0 - mean) / n).sqrt(),
        GroupStatistic::Median => quantile(values, 0.5),
        GroupStatistic::Iqr => quantile(values, 0.75) - quantile(values, 0.25),
        GroupStatistic::Gini => {
            let ranked: f64 = values.iter().zip(1_u32..).map(|(value, rank)| value * f64::from(rank)).sum();
            2.0 * ranked / (n * sum) - (n + 1.0) / n
        }
        GroupStatistic::Count | GroupStatistic::Percent => n,
    }
}

/// Type 7: linear between order statistics.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a slice"
)]
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p * (sorted.len() - 1) as f64;
    let (below, share) = (place.floor() as usize, place.fract());
    let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
    if share == 0.0 { at(below) } else { at(below) + share * (at(below + 1) - at(below)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, values: &[f64]) -> f64 {
        let statistic = STATISTICS.iter().find(|(known, _)| *known == name).unwrap().1;
        of_values(statistic, &mut values.to_vec())
    }

    #[test]
    fn statistics_of_a_small_group() {
        let values = [4.0, 1.0, 3.0, 2.0];
        for (name, expected) in
            [("mean", 2.5), ("min", 1.0), ("max", 4.0), ("median", 2.5), ("sum", 10.0), ("iqr", 1.5), ("gini", 0.25)]
        {
            assert!((of(name, &values) - expected).abs() < 1e-12, "{name}");
        }
        assert!((of("sd", &values) - 1.290_994_448_735_805_6).abs() < 1e-12);
        assert!((of("semean", &values) - 0.645_497_224_367_902_8).abs() < 1e-12);
        assert!((of("sebinomial", &[0.0, 1.0, 1.0, 1.0]) - 0.216_506_350_946_109_66).abs() < 1e-12);
    }

    #[test]
    fn a_group_without_values_has_no_statistics() {
        assert!(of("mean", &[]).is_nan());
        assert!(of("sd", &[1.0]).is_nan());
        assert!(of("gini", &[0.0, 0.0]).is_nan());
    }
}
