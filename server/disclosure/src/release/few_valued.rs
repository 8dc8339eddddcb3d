//! Variables with at most 20 values known without data: every statistic comes from the released counts of (question AND
//! value), hidden values left out. Argument: `proofs/few_valued.md`.

use wire::output::NoteCode;

use super::cell::shown_rows;
use super::measures::{Asked, Shown, hidden_below_minimum};
use crate::filter::Filter;
use crate::normal_form::Form;
use crate::policy::Policy;
use crate::rule::rounding;
use crate::statistic::{Measure, NumberColumn};
use crate::watch::Disjoint;
use crate::weighted::WeightedNumbers;

/// The possible values of a numeric variable, ascending, if metadata says they are few.
pub(crate) fn values(policy: &Policy, column: &NumberColumn) -> Option<Vec<f64>> {
    let values = column.form.few_values(policy.few_values)?;
    let mut numbers: Vec<f64> = values.iter().map(|value| value.as_number()).collect::<Option<_>>()?;
    numbers.sort_by(f64::total_cmp);
    Some(numbers)
}

/// Statistics of rows from released counts.
pub(crate) fn measures(asked: &Asked<'_>, rows: &[u32], values: &[f64], wanted: &[Measure]) -> Vec<Shown> {
    let groups = by_value(asked, rows, values);
    let rows_of =
        |filter: &Filter, form: &Form, rows: &[u32]| shown_rows(filter, asked.protection, form, asked.population, rows);
    let of_values = &*asked.filter.level(Disjoint::Values);
    let counts =
        values.iter().zip(&groups).map(|(value, rows)| rows_of(of_values, &of_value(asked, *value), rows)).collect();
    from_counts(asked.filter.policy(), values, counts, rows_of(asked.filter, asked.form, rows), wanted)
}

/// The question of one value.
pub(crate) fn of_value(asked: &Asked<'_>, value: f64) -> Form {
    asked.form.cell(&asked.column.form, Some(&value.into()))
}

/// Statistics from the released counts of each value and of all.
pub(crate) fn from_counts(
    policy: &Policy,
    values: &[f64],
    counts: Vec<Option<i64>>,
    all: Option<i64>,
    wanted: &[Measure],
) -> Vec<Shown> {
    let counts: Vec<(f64, i64)> = values
        .iter()
        .zip(counts)
        .filter_map(|(value, count)| count.map(|count| (*value, count)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let released = all.unwrap_or_default();
    let numbers: Vec<f64> = counts.iter().map(|(value, _)| *value).collect();
    let changed: Vec<(usize, f64)> = counts.iter().enumerate().map(|(at, (_, count))| (at, *count as f64)).collect();
    let weighted = WeightedNumbers { values: &numbers, changed: &changed };
    let moments = weighted.moments();
    let gini = weighted.gini();
    let too_few = Shown::Hidden(NoteCode::TooFewUnits);
    let rounded = |number: f64| Shown::Number(rounding::significant(number, policy.mean_digits));
    let digits = |number: f64| Shown::Number(rounding::significant(number, policy.percentile_digits));
    let percentile = |p: f64| percentile(&counts, p);
    let one = |measure: &Measure| match measure {
        Measure::Count => all.map_or(Shown::Hidden(NoteCode::BelowMinimum), Shown::Whole),
        _ if counts.len() < 2 => too_few,
        Measure::Mean => rounded(moments.mean),
        Measure::Sum => rounded(moments.sum),
        Measure::Std => moments.sd.map_or(Shown::Hidden(NoteCode::Undefined), rounded),
        Measure::Percentile(p) => percentile(*p).map_or(too_few, digits),
        Measure::Iqr if released >= policy.spread_minimum => {
            percentile(0.25).zip(percentile(0.75)).map_or(too_few, |(low, high)| digits(high - low))
        }
        Measure::Gini if released >= policy.spread_minimum => gini.map_or(Shown::Hidden(NoteCode::Undefined), |gini| {
            Shown::Number(rounding::decimals(gini, policy.gini_decimals))
        }),
        Measure::Min if released >= policy.range_minimum => percentile(0.01).map_or(too_few, digits),
        Measure::Max if released >= policy.range_minimum => percentile(0.99).map_or(too_few, digits),
        Measure::Min | Measure::Max | Measure::Iqr | Measure::Gini => too_few,
    };
    hidden_below_minimum(all, wanted.iter().map(one).collect())
}

/// The place of a number among the values.
pub(crate) fn place_of(values: &[f64], value: f64) -> Option<usize> {
    values.binary_search_by(|other| other.total_cmp(&(value + 0.0))).ok()
}

/// The rows of each value, in one pass.
fn by_value(asked: &Asked<'_>, rows: &[u32], values: &[f64]) -> Vec<Vec<u32>> {
    let mut groups = vec![Vec::new(); values.len()];
    let numbers = asked.column.numbers.view();
    for row in rows {
        let place = numbers.at(*row as usize).and_then(|value| place_of(values, value));
        if let Some(group) = place.and_then(|place| groups.get_mut(place)) {
            group.push(*row);
        }
    }
    groups
}

/// Type 7 over released counts.
fn percentile(counts: &[(f64, i64)], p: f64) -> Option<f64> {
    let n: i64 = counts.iter().map(|(_, count)| count).sum();
    let place = (n - 1) as f64 * p;
    let at = |wanted: i64| {
        let mut below = 0;
        counts.iter().find(|(_, count)| {
            below += count;
            wanted < below
        })
    };
    let low = place.floor();
    let (value, _) = at(low as i64)?;
    let next = at(low as i64 + 1).map_or(*value, |(next, _)| *next);
    Some(value + (place - low) * (next - value))
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn percentiles_of_counts_are_those_of_the_written_out_numbers() {
        let counts = [(1.0, 3), (2.0, 1), (5.0, 4)];
        let mut numbers = vec![1.0, 1.0, 1.0, 2.0, 5.0, 5.0, 5.0, 5.0];
        for p in [0.0, 0.1, 0.25, 0.4, 0.5, 0.75, 1.0] {
            assert_eq!(percentile(&counts, p), crate::weighted::percentile_type_7(&mut numbers, p), "{p}");
        }
    }
}
