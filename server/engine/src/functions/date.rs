//! Date functions: whole days since 1970-01-01 (language.md 8.1).

use super::calendar::{civil, day_number, day_of_year, iso_week, weekday};
use super::{Arguments, Lower};
use crate::error::EngineError;
use crate::lower::numbers::{many, unary};
use crate::lower::{Evaluator, Lowered};

/// Name and lowering.
pub const FUNCTIONS: &[(&str, Lower)] = &[
    ("date", date),
    ("isoformatdate", isoformatdate),
    ("day", |e, a| part(e, a, |day| civil(day).2)),
    ("month", |e, a| part(e, a, |day| civil(day).1)),
    ("year", |e, a| part(e, a, |day| civil(day).0)),
    ("week", |e, a| part(e, a, iso_week)),
    ("quarter", |e, a| part(e, a, |day| (civil(day).1 + 2) / 3)),
    ("halfyear", |e, a| part(e, a, |day| (civil(day).1 + 5) / 6)),
    ("dow", |e, a| part(e, a, weekday)),
    ("doy", |e, a| part(e, a, day_of_year)),
];

/// A day number from a number; decimals are cut, as a day is whole.
fn whole_day(value: f64) -> Option<i64> {
    // Beyond a million years nothing is a date, and the arithmetic stays far from overflow.
    #[expect(clippy::cast_possible_truncation, reason = "bounded on the line above")]
    (value.abs() < 4.0e8).then(|| value.floor() as i64)
}

fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0).then(|| whole_day(value)).flatten()
}

#[expect(clippy::cast_precision_loss, reason = "parts of dates are small")]
fn part(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>, f: fn(i64) -> i64) -> Result<Lowered, EngineError> {
    let (day, _) = evaluator.number(arguments.at(0)?)?;
    let expr = many(vec![day], move |row| match row {
        [day] => whole_day(*day).map_or(f64::NAN, |day| f(day) as f64),
        _ => f64::NAN,
    });
    Ok(Lowered::Number { expr, is_whole: true })
}

#[expect(clippy::cast_precision_loss, reason = "day numbers are small")]
fn date(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let parts =
        (0..3).map(|place| Ok(evaluator.number(arguments.at(place)?)?.0)).collect::<Result<Vec<_>, EngineError>>()?;
    let expr = many(parts, |row| match row {
        [year, month, day] => {
            let number =
                || day_number(whole(*year).filter(|year| (1..=9999).contains(year))?, whole(*month)?, whole(*day)?);
            number().map_or(f64::NAN, |day| day as f64)
        }
        _ => f64::NAN,
    });
    Ok(Lowered::Number { expr: unary(expr, |day| day), is_whole: true })
}

fn isoformatdate(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let (day, _) = evaluator.number(arguments.at(0)?)?;
    evaluator.text_of_numbers(day, iso_date)
}

/// A day number as `YYYY-MM-DD`; `None` far beyond any calendar.
pub fn iso_date(day: f64) -> Option<String> {
    let (year, month, day) = civil(whole_day(day)?);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}
