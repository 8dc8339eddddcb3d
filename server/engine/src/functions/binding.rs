//! Binding functions where they stand in expressions over data (language.md 8.8).
//!
//! In `let`, dates and names `language::expand` computes them; `bind` and `to_symbol` are gone by then.

use super::calendar::day_number;
use super::{Arguments, Lower, number_text};
use crate::error::EngineError;
use crate::lower::numbers::number_by_code;
use crate::lower::{Evaluator, Lowered};

/// Name and lowering.
pub const FUNCTIONS: &[(&str, Lower)] = &[("to_int", to_int), ("to_str", to_str), ("date_fmt", date_fmt)];

/// Text as a number without decimals; anything else is missing.
fn to_int(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let argument = arguments.at(0)?;
    match evaluator.lower(argument)? {
        Lowered::Text { .. } | Lowered::Word(_) => {
            let (codes, dictionary) = evaluator.text(argument)?;
            let table = dictionary.iter().map(|text| plain(text)).collect();
            Ok(Lowered::Number { expr: number_by_code(codes, table), is_whole: true })
        }
        other => {
            let (number, _) = crate::lower::as_number(other, argument)?;
            Ok(Lowered::Number { expr: crate::lower::numbers::unary(number, f64::trunc), is_whole: true })
        }
    }
}

/// Digits with an optional sign and decimals; no exponents, no words such as `inf`.
fn plain(text: &str) -> f64 {
    let text = text.trim();
    let is_plain = !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit() || "+-.".contains(letter));
    if is_plain { text.parse().map_or(f64::NAN, f64::trunc) } else { f64::NAN }
}

fn to_str(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let argument = arguments.at(0)?;
    match evaluator.lower(argument)? {
        text @ (Lowered::Text { .. } | Lowered::Word(_)) => Ok(text),
        other => {
            let (number, _) = crate::lower::as_number(other, argument)?;
            evaluator.text_of_numbers(number, |number| Some(number_text(number)))
        }
    }
}

/// `date_fmt(y[, m[, d]])` of data: the text of the date.
#[expect(clippy::cast_precision_loss, reason = "day numbers are small")]
fn date_fmt(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let mut parts = Vec::new();
    for argument in arguments.list {
        parts.push(evaluator.number(argument)?.0);
    }
    let day = crate::lower::numbers::many(parts, |row| {
        #[expect(clippy::cast_possible_truncation, reason = "bounded in the filter")]
        let whole = |value: f64| (value.fract() == 0.0 && value.abs() < 1e5).then_some(value as i64);
        let part = |place: usize| row.get(place).map_or(Some(1), |value| whole(*value));
        let number = || day_number(part(0)?, part(1)?, part(2)?);
        number().map_or(f64::NAN, |day| day as f64)
    });
    evaluator.text_of_numbers(day, super::date::iso_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_are_read() {
        assert_eq!(plain(" 0100 "), 100.0);
        assert_eq!(plain("-3.9"), -3.0);
        for text in ["", "inf", "1e3", "12a", "NaN"] {
            assert!(plain(text).is_nan(), "{text}");
        }
    }
}
