//! What makes a panel a panel: its times, and the column that holds them.

use std::cmp::Ordering;
use std::sync::Arc;

use disclosure::{ColumnForm, Value};
use language::call::{Call, Name};
use language::codes::{self, ShapeName};
use variables::Day;

use crate::column::{Codes, Column, Values};
use crate::dataset::{Dataset, Shape};
use crate::error::EngineError;
use crate::labels::CodeTitles;

/// The name of the column of times.
pub const TIME: &str = "date@panel";

/// Whole numbers of so many digits are the same as `f64`.
const MOST_DIGITS: usize = 15;

/// One time of a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// A day (`import-panel`).
    Day(Day),
    /// What stood after a prefix (`reshape-to-panel`).
    Suffix(String),
}

impl Time {
    /// The time as it ends a variable's name in `reshape-from-panel`.
    pub fn suffix(&self) -> String {
        match self {
            Time::Day(day) => day.0.to_string(),
            Time::Suffix(suffix) => suffix.clone(),
        }
    }

    /// The time as people see it.
    pub fn title(&self) -> String {
        match self {
            Time::Day(day) => day.to_string(),
            Time::Suffix(suffix) => suffix.clone(),
        }
    }

    /// The number that the time is, if it is one.
    fn number(&self) -> Option<i64> {
        match self {
            Time::Day(day) => Some(i64::from(day.0)),
            Time::Suffix(suffix) => suffix_number(suffix),
        }
    }
}

/// The number that a suffix of digits is.
pub fn suffix_number(suffix: &str) -> Option<i64> {
    let is_number = suffix.len() <= MOST_DIGITS && suffix.chars().all(|letter| letter.is_ascii_digit());
    suffix.parse().ok().filter(|_| is_number)
}

/// Suffixes in the order of time: runs of digits by their number, the rest by code points.
pub fn in_time_order(a: &str, b: &str) -> Ordering {
    let digits = |text: &str| text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (mut left, mut right) = (a, b);
    loop {
        let (n, m) = (digits(left), digits(right));
        let (Some((x, rest_left)), Some((y, rest_right))) = (left.split_at_checked(n), right.split_at_checked(m))
        else {
            return a.cmp(b);
        };
        let number = |digits: &str| digits.trim_start_matches('0').to_owned();
        let (x, y) = (number(x), number(y));
        let order = x.len().cmp(&y.len()).then(x.cmp(&y));
        if order.is_ne() {
            return order;
        }
        let (mut p, mut q) = (rest_left.chars(), rest_right.chars());
        match (p.next(), q.next()) {
            (Some(x), Some(y)) if x == y => (left, right) = (p.as_str(), q.as_str()),
            // Equal but for leading zeros.
            (None, None) => return a.cmp(b),
            (x, y) => return x.cmp(&y),
        }
    }
}

/// `date@panel` of units that have every time, unit by unit: numbers where all times are, else the suffixes as text. Its code
/// list is the times, known by the command alone; titles keep the zeros that a suffix began with.
///
/// # Errors
/// More times than codes: a failure of ours.
pub fn time_column(times: &[Time], n_units: usize) -> Result<Column, EngineError> {
    let numbers: Option<Vec<i64>> = times.iter().map(Time::number).collect();
    // `5` and `05` are two times.
    let numbers = numbers.filter(|numbers| numbers.windows(2).all(|pair| pair.first() != pair.last()));
    #[expect(clippy::cast_precision_loss, reason = "at most fifteen digits")]
    let known: Vec<Value> = match &numbers {
        Some(numbers) => numbers.iter().map(|number| Value::number(*number as f64)).collect(),
        None => times.iter().map(|time| Value::text(time.suffix())).collect(),
    };
    let values = match numbers {
        Some(numbers) => Values::long(numbers.repeat(n_units)),
        None => {
            let texts: Arc<[String]> = times.iter().map(Time::suffix).collect();
            let n_times = u32::try_from(texts.len()).map_err(|_| EngineError::Internal("times"))?;
            let codes: Vec<u32> = (0..n_times).collect();
            Values::Codes(Codes::new(codes.repeat(n_units), texts))
        }
    };
    let titles = known.iter().zip(times).map(|(value, time)| (value.code(), time.title())).collect();
    Ok(Column {
        values,
        label: "Tidspunkt".into(),
        is_date: times.iter().all(|time| matches!(time, Time::Day(_))),
        titles: Some(Arc::new(CodeTitles { titles, ..CodeTitles::default() })),
        form: ColumnForm::written_list(TIME, &known),
    })
}

/// The values that the filters leave to a column of times, in the order of time, where they are known without data.
pub fn times_left(dataset: &Dataset, time: &ColumnForm) -> Option<Vec<Value>> {
    let mut values = dataset.form.values_left(time)?;
    if values.iter().all(|value| value.as_number().is_none()) {
        values.sort_by(|a, b| in_time_order(&a.code(), &b.code()));
    }
    Some(values)
}

/// The column of times of a panel: `date@panel`, or what it is called now.
///
/// # Errors
/// A dataset of another shape, or one that has lost its times.
pub fn time_of(call: &Call, dataset: &Dataset) -> Result<Name, EngineError> {
    let is = match dataset.shape {
        Shape::Panel => {
            let is_time = |column: &Column| dataset.time.as_ref() == Some(&column.form);
            let renamed = || dataset.columns.iter().find(|(_, column)| is_time(column)).map(|(name, _)| name.as_str());
            let name = dataset.columns.contains_key(TIME).then_some(TIME).or_else(renamed);
            let name = name.ok_or_else(|| codes::unknown_variable(call.span, TIME, &dataset.name, None))?;
            return Ok(Name { value: name.to_owned(), span: call.span });
        }
        Shape::Empty => return Err(codes::empty_dataset(call.span, &dataset.name).into()),
        Shape::CrossSection => ShapeName::Cross,
        Shape::Event => ShapeName::Event,
        Shape::Aggregated => ShapeName::Aggregated,
    };
    Err(codes::wrong_shape(call.span, &call.command, &dataset.name, is, ShapeName::Panel).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_follow_their_numbers() {
        let mut suffixes = ["_10", "_2", "2021_02", "2020_12", "07", "7", "10", "9"];
        suffixes.sort_by(|a, b| in_time_order(a, b));
        assert_eq!(suffixes, ["_2", "_10", "07", "7", "9", "10", "2020_12", "2021_02"]);
    }

    #[test]
    fn times_are_numbers_where_all_are_digits() {
        let column = |suffixes: &[&str]| {
            let times: Vec<Time> = suffixes.iter().map(|suffix| Time::Suffix((*suffix).to_owned())).collect();
            time_column(&times, 2).unwrap()
        };
        let known = column(&["08", "2020"]);
        assert!(matches!(known.values, Values::Long(values) if values.len() == 4));
        assert_eq!(known.titles.unwrap().title("8"), Some("08"));
        for suffixes in [["08", "8"], ["19", "2020_01"], ["19", "1234567890123456"]] {
            assert!(matches!(column(&suffixes).values, Values::Codes(_)), "{suffixes:?}");
        }
    }
}
