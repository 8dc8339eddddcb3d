//! The statistics of `collapse` and `aggregate` (language.md 7.3), exact, one value a group.
//!
//! Quantiles are type 7 (Hyndman & Fan 1996), standard deviations have n − 1, gini is the mean-difference form. Sums keep twice the
//! digits of a double and are rounded once, so that they do not depend on the order of rows.

use disclosure::statistic::GroupStatistic;
use language::call::Name;
use language::codes;
use rayon::prelude::*;
use statistics::compensated::Sum;

use crate::column::{Column, Values};
use crate::error::EngineError;
use crate::groups::{Groups, Reader, folded, sorted};

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

/// The statistics of one column, one value a group: NaN where there is none. What several statistics rest on is found once.
pub struct OfColumn<'a> {
    column: &'a Column,
    groups: &'a Groups,
    stop: &'a (dyn Fn() -> bool + Sync),
    counts: Option<Vec<u32>>,
    sums: Option<Vec<f64>>,
}

impl<'a> OfColumn<'a> {
    /// Nothing is computed yet.
    pub fn new(column: &'a Column, groups: &'a Groups, stop: &'a (dyn Fn() -> bool + Sync)) -> Self {
        OfColumn { column, groups, stop, counts: None, sums: None }
    }

    /// A statistic.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`].
    pub fn values(&mut self, statistic: GroupStatistic) -> Result<Vec<f64>, EngineError> {
        let numbers = || Reader::numbers(&self.column.values);
        match statistic {
            GroupStatistic::Count => Ok(self.counts()?.par_iter().map(|count| f64::from(*count)).collect()),
            GroupStatistic::Percent => {
                let rows = self.count(&Reader::Rows)?;
                let percent = |(valid, rows): (&u32, &u32)| 100.0 * f64::from(*valid) / f64::from(*rows);
                Ok(self.counts()?.par_iter().zip(&rows).map(percent).collect())
            }
            GroupStatistic::Sum => {
                self.add_up()?;
                Ok(self.with_count(|sum, n| if n > 0.0 { sum } else { f64::NAN }))
            }
            GroupStatistic::Mean => self.means(),
            GroupStatistic::Min => self.extremes(f64::min),
            GroupStatistic::Max => self.extremes(f64::max),
            GroupStatistic::Sd => self.deviations(|variance, _| variance.sqrt()),
            GroupStatistic::SeMean => self.deviations(|variance, n| variance.sqrt() / n.sqrt()),
            GroupStatistic::SeBinomial => {
                self.means()?;
                Ok(self.with_count(|sum, n| {
                    let mean = sum / n;
                    (mean * (1.0 - mean) / n).sqrt()
                }))
            }
            GroupStatistic::Median => sorted(self.groups, &numbers(), |values| quantile(values, 0.5), self.stop),
            GroupStatistic::Iqr => {
                let range = |values: &mut [f64]| quantile(values, 0.75) - quantile(values, 0.25);
                sorted(self.groups, &numbers(), range, self.stop)
            }
            GroupStatistic::Gini => sorted(self.groups, &numbers(), gini, self.stop),
        }
    }

    fn count(&self, reader: &Reader) -> Result<Vec<u32>, EngineError> {
        folded(self.groups, reader, &0, |count, _, _| *count += 1, |all, own| *all += own, self.stop)
    }

    /// Values of each group.
    fn counts(&mut self) -> Result<&[u32], EngineError> {
        if self.counts.is_none() {
            self.counts = Some(self.count(&Reader::presence(&self.column.values))?);
        }
        Ok(self.counts.as_deref().unwrap_or_default())
    }

    /// Finds counts and sums.
    fn add_up(&mut self) -> Result<(), EngineError> {
        if self.sums.is_some() {
            return Ok(());
        }
        let reader = Reader::numbers(&self.column.values);
        // Sums of whole numbers are exact as they are.
        if matches!(self.column.values, Values::Long(_)) {
            let absorb = |(n, sum): &mut (u32, f64), _: usize, value: f64| {
                *n += 1;
                *sum += value;
            };
            let merge = |all: &mut (u32, f64), own: &(u32, f64)| {
                all.0 += own.0;
                all.1 += own.1;
            };
            let found = folded(self.groups, &reader, &(0, 0.0), absorb, merge, self.stop)?;
            self.keep(&found, |sum| sum);
        } else {
            let new = (0, Sum::default());
            let absorb = |(n, sum): &mut (u32, Sum), _: usize, value: f64| {
                *n += 1;
                sum.add(value);
            };
            let merge = |all: &mut (u32, Sum), own: &(u32, Sum)| {
                all.0 += own.0;
                all.1.add_sum(own.1);
            };
            let found = folded(self.groups, &reader, &new, absorb, merge, self.stop)?;
            self.keep(&found, Sum::value);
        }
        Ok(())
    }

    fn keep<S: Copy + Send + Sync>(&mut self, found: &[(u32, S)], value: impl Fn(S) -> f64 + Sync) {
        self.counts = Some(found.par_iter().map(|(n, _)| *n).collect());
        self.sums = Some(found.par_iter().map(|(_, sum)| value(*sum)).collect());
    }

    /// A function of sum and number of each group's values.
    fn with_count(&self, of: impl Fn(f64, f64) -> f64 + Sync) -> Vec<f64> {
        let (sums, counts) = (self.sums.as_deref().unwrap_or_default(), self.counts.as_deref().unwrap_or_default());
        sums.par_iter().zip(counts).map(|(sum, n)| of(*sum, f64::from(*n))).collect()
    }

    fn means(&mut self) -> Result<Vec<f64>, EngineError> {
        self.add_up()?;
        Ok(self.with_count(|sum, n| sum / n))
    }

    fn extremes(&self, better: fn(f64, f64) -> f64) -> Result<Vec<f64>, EngineError> {
        let reader = Reader::numbers(&self.column.values);
        // NaN gives way to any number.
        let absorb = |best: &mut f64, _: usize, value: f64| *best = better(*best, value);
        folded(self.groups, &reader, &f64::NAN, absorb, |all, own| *all = better(*all, *own), self.stop)
    }

    /// A function of variance and number of each group's values, in a second pass around the means.
    fn deviations(&mut self, of: impl Fn(f64, f64) -> f64 + Sync) -> Result<Vec<f64>, EngineError> {
        let means = self.means()?;
        let reader = Reader::numbers(&self.column.values);
        let absorb = |sum: &mut Sum, group: usize, value: f64| {
            let away = value - means.get(group).copied().unwrap_or(f64::NAN);
            sum.add(away * away);
        };
        let merge = |all: &mut Sum, own: &Sum| all.add_sum(*own);
        let squares = folded(self.groups, &reader, &Sum::default(), absorb, merge, self.stop)?;
        let counts = self.counts()?.par_iter();
        Ok(squares
            .par_iter()
            .zip(counts)
            .map(|(squares, n)| match f64::from(*n) {
                n if n < 2.0 => f64::NAN,
                n => of(squares.value() / (n - 1.0), n),
            })
            .collect())
    }
}

/// The gini coefficient; reorders the values.
#[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
fn gini(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let n = values.len() as f64;
    let sum: f64 = values.iter().sum();
    let ranked: f64 = values.iter().zip(1_u32..).map(|(value, rank)| value * f64::from(rank)).sum();
    2.0 * ranked / (n * sum) - (n + 1.0) / n
}

/// Type 7: linear between order statistics; reorders the values.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a slice"
)]
fn quantile(values: &mut [f64], p: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let place = p * last as f64;
    let (below, share) = (place.floor() as usize, place.fract());
    let (_, value, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let value = *value;
    let next = above.iter().copied().min_by(f64::total_cmp).unwrap_or(value);
    if share == 0.0 { value } else { value + share * (next - value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The statistic of one group with these values, a missing one and a row of no group among the rows.
    fn of(name: &str, values: &[f64]) -> f64 {
        let statistic = STATISTICS.iter().find(|(known, _)| *known == name).unwrap().1;
        let values: Vec<f64> = values.iter().copied().chain([f64::NAN, 1e9]).collect();
        let keys: Vec<f64> = (0..values.len()).map(|row| if row + 1 < values.len() { 7.0 } else { f64::NAN }).collect();
        let groups = Groups::of(&Values::double(keys));
        let form = disclosure::ColumnForm::literal(None);
        let column = Column { values: Values::double(values), label: "".into(), is_date: false, titles: None, form };
        OfColumn::new(&column, &groups, &|| false).values(statistic).unwrap()[0]
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
