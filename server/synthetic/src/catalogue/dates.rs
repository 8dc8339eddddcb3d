//! When variables have data: the overview's dates, cleaned.

use variables::Day;

use super::source::SourceVariable;

/// Last year of series whose end the overview leaves open.
const LAST_YEAR: i32 = 2023;

type Dates = (Option<Day>, Option<Day>, Vec<Day>);

/// First day, last day and measure dates; `None` if a date is not one.
///
/// ACCUMULATED: the overview lists both ends of each period, kept are the first days. STATUS and ACCUMULATED without dates
/// get 1 January of each valid year; those without years too (three of the job seekers' register) get its yearly dates.
pub(super) fn clean(source: &SourceVariable) -> Option<Dates> {
    let mut from = end(source.valid_from.as_deref(), (1, 1))?;
    let mut until = end(source.valid_to.as_deref(), (12, 31))?;
    let is_accumulated = source.temporality == "ACCUMULATED";
    if !is_accumulated && source.temporality != "STATUS" {
        return Some((from, until, Vec::new()));
    }
    let mut dates: Vec<Day> =
        source.measure_dates.iter().map(|text| text.parse().ok()).collect::<Option<Vec<Day>>>()?;
    if is_accumulated {
        dates.retain(|date| date.ymd().2 == 1);
    }
    dates.sort();
    dates.dedup();
    if dates.is_empty() {
        dates = match from {
            Some(from) => {
                let first = from.ymd().0;
                let last = until.map_or(LAST_YEAR.max(first), |until| until.ymd().0);
                (first..=last).filter_map(|year| Day::from_ymd(year, 1, 1)).collect()
            }
            None => (1990..=2025).filter_map(|year| Day::from_ymd(year, 1, 31)).collect(),
        };
        from = from.or_else(|| dates.first().copied());
        until = until.or_else(|| dates.last().copied());
    }
    if is_monthly(&source.name) {
        let last = until.or_else(|| dates.last().copied());
        dates = months(from.or_else(|| dates.first().copied())?, last?, dates.first()?.ymd().2);
    }
    Some((from, until, dates))
}

/// Registers with a value for each month, of which the overview tells one month a year.
fn is_monthly(name: &str) -> bool {
    ["ARBLONN_", "ARBEIDSSOKER_", "ELHUB_"].iter().any(|register| name.starts_with(register))
}

/// The same day of each month; the 28th and later mean the month's last.
fn months(from: Day, until: Day, of_month: u32) -> Vec<Day> {
    let ((first, month, _), (last, ..)) = (from.ymd(), until.ymd());
    let day = |year: i32, month: u32| match of_month {
        28.. => (28..=31).rev().find_map(|day| Day::from_ymd(year, month, day)),
        _ => Day::from_ymd(year, month, of_month),
    };
    let all = (first..=last).flat_map(|year| (1..=12).map(move |month| (year, month)));
    let from_first = all.filter(|(year, of_year)| (*year, *of_year) >= (first, month));
    from_first.filter_map(|(year, month)| day(year, month)).filter(|day| (from..=until).contains(day)).collect()
}

/// An end of the period: `Some(None)` if the overview leaves it open, `None` if it is no date.
fn end(text: Option<&str>, month_and_day: (u32, u32)) -> Option<Option<Day>> {
    match text {
        Some(text) => day(text, month_and_day).map(Some),
        None => Some(None),
    }
}

/// A date, or the given month and day of a bare year.
fn day(text: &str, (month, day): (u32, u32)) -> Option<Day> {
    match text.parse::<i32>() {
        Ok(year) => Day::from_ymd(year, month, day),
        Err(_) => text.parse().ok(),
    }
}
