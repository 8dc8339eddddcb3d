//! Whether a register variable has values at a date.

use variables::{Day, Temporality, Variable};

use crate::call::{Name, Spanned};
use crate::codes;
use crate::diagnostic::Diagnostic;

/// What is wrong with the date, or its absence.
pub(super) fn check(variable: &Variable, name: &Name, date: Option<&Spanned<Day>>) -> Option<Diagnostic> {
    match (variable.temporality.is_dated(), date) {
        (false, Some(date)) => Some(codes::date_not_allowed(date.span, &variable.name)),
        (true, None) => Some(codes::date_required(name.span, &variable.name, example(variable))),
        (true, Some(date)) => outside(variable, date),
        (false, None) => None,
    }
}

/// A date that has values.
fn example(variable: &Variable) -> Option<Day> {
    match variable.temporality {
        Temporality::Status => variable.measure_dates.iter().max().copied().or(variable.valid_until),
        _ => variable.valid_until.or_else(|| variable.measure_dates.iter().max().copied()),
    }
}

/// A date without values. Coverage counts to the year.
pub(super) fn outside(variable: &Variable, date: &Spanned<Day>) -> Option<Diagnostic> {
    let year = |day: Day| day.ymd().0;
    let too_early = variable.valid_from.is_some_and(|from| year(date.value) < year(from));
    let too_late = variable.valid_until.is_some_and(|until| year(date.value) > year(until));
    if too_early || too_late {
        let successor = variable.successors.first().map(String::as_str).filter(|_| too_late);
        let (from, until) = (variable.valid_from, variable.valid_until);
        return Some(codes::date_outside_coverage(date.span, &variable.name, date.value, from, until, successor));
    }
    let is_measured = variable.measure_dates.is_empty() || variable.measure_dates.contains(&date.value);
    if variable.temporality == Temporality::Status && !is_measured {
        return Some(codes::not_a_measure_date(
            date.span,
            &variable.name,
            date.value,
            &nearest_dates(variable, date.value),
        ));
    }
    None
}

/// The measure dates before and after a day.
fn nearest_dates(variable: &Variable, day: Day) -> Vec<Day> {
    let before = variable.measure_dates.iter().filter(|date| **date < day).max();
    let after = variable.measure_dates.iter().filter(|date| **date > day).min();
    before.into_iter().chain(after).copied().collect()
}
