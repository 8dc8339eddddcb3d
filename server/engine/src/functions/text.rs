//! Functions of text (language.md 8.5): computed once per dictionary entry.

use language::call::ExprKind;
use polars::prelude::lit;

use super::{Arguments, Lower};
use crate::column::MISSING_CODE;
use crate::error::EngineError;
use crate::lower::numbers::number_by_code;
use crate::lower::texts::map_text;
use crate::lower::{Evaluator, Lowered};

/// Name and lowering.
pub const FUNCTIONS: &[(&str, Lower)] = &[
    ("length", length),
    ("string", string),
    ("lower", |e, a| mapped(e, a, |text| text.to_ascii_lowercase())),
    ("upper", |e, a| mapped(e, a, |text| text.to_ascii_uppercase())),
    ("trim", |e, a| mapped(e, a, |text| text.trim().to_owned())),
    ("ltrim", |e, a| mapped(e, a, |text| text.trim_start().to_owned())),
    ("rtrim", |e, a| mapped(e, a, |text| text.trim_end().to_owned())),
    ("startswith", |e, a| affix(e, a, |text, part| text.starts_with(part))),
    ("endswith", |e, a| affix(e, a, |text, part| text.ends_with(part))),
    ("substr", substr),
];

/// A number as `string` writes it: whole numbers without decimals, else the shortest decimal that reads back.
pub fn number_text(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { format!("{number}") }
}

fn mapped(
    evaluator: &mut Evaluator<'_>,
    arguments: &Arguments<'_>,
    f: fn(&str) -> String,
) -> Result<Lowered, EngineError> {
    let (codes, dictionary) = evaluator.text(arguments.at(0)?)?;
    Ok(map_text(codes, &dictionary, |text| Some(f(text))))
}

#[expect(clippy::cast_precision_loss, reason = "texts are short")]
fn length(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let (codes, dictionary) = evaluator.text(arguments.at(0)?)?;
    let table = dictionary.iter().map(|text| text.chars().count() as f64).collect();
    Ok(Lowered::Number { expr: number_by_code(codes, table), is_whole: true })
}

fn string(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let argument = arguments.at(0)?;
    match evaluator.lower(argument)? {
        text @ (Lowered::Text { .. } | Lowered::Word(_)) => Ok(text),
        other => {
            let (number, _) = crate::lower::as_number(other, argument)?;
            evaluator.text_of_numbers(number, |number| Some(number_text(number)))
        }
    }
}

/// `startswith`, `endswith`: over the dictionary if the part is a literal, else per distinct pair.
fn affix(
    evaluator: &mut Evaluator<'_>,
    arguments: &Arguments<'_>,
    f: fn(&str, &str) -> bool,
) -> Result<Lowered, EngineError> {
    let (codes, dictionary) = evaluator.text(arguments.at(0)?)?;
    if let ExprKind::Text(part) = &arguments.at(1)?.kind {
        return Ok(Evaluator::is_one_of(codes, &dictionary, |text| f(text, part)));
    }
    let (part_codes, parts) = evaluator.text(arguments.at(1)?)?;
    let pairs = evaluator.text_of_codes(vec![codes, part_codes], |row| match row {
        [text, part] => {
            let text = dictionary.get(usize::try_from(*text).ok()?)?;
            let part = parts.get(usize::try_from(*part).ok()?)?;
            Some(if f(text, part) { "1" } else { "0" }.to_owned())
        }
        _ => None,
    })?;
    match pairs {
        Lowered::Text { codes, dictionary } => Ok(Evaluator::is_one_of(codes, &dictionary, |text| text == "1")),
        _ => Err(EngineError::Internal("affix")),
    }
}

/// Characters from `position` (1-based; negative counts from the end), at most `length`; clipped at the ends.
fn part_of(text: &str, position: f64, length: f64) -> Option<String> {
    if position.is_nan() || length.is_nan() {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded to a million")]
    let (position, length) = (position.clamp(-1e6, 1e6).trunc() as i64, length.clamp(0.0, 1e6).trunc() as i64);
    let n_chars = i64::try_from(text.chars().count()).ok()?;
    let first = match position {
        0 => 0,
        1.. => position - 1,
        _ => n_chars + position,
    };
    let (from, until) = (first.max(0), (first + length).min(n_chars));
    let skip = usize::try_from(from).ok()?;
    Some(text.chars().skip(skip).take(usize::try_from(until - from).unwrap_or(0)).collect())
}

fn substr(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let (codes, dictionary) = evaluator.text(arguments.at(0)?)?;
    let (position, length) = (arguments.at(1)?, arguments.list.get(2));
    let constant = |expr: &language::call::Expr| match &expr.kind {
        ExprKind::Number(number) => Some(*number),
        ExprKind::Unary { operator: language::call::UnaryOperator::Negate, operand } => match operand.kind {
            ExprKind::Number(number) => Some(-number),
            _ => None,
        },
        _ => None,
    };
    // Without a length: to the end.
    let fixed_length = length.map_or(Some(1e6), constant);
    if let (Some(position), Some(length)) = (constant(position), fixed_length) {
        return Ok(map_text(codes, &dictionary, |text| part_of(text, position, length)));
    }
    let positions = evaluator.number(position)?.0;
    let lengths = match length {
        Some(length) => evaluator.number(length)?.0,
        None => lit(1e6),
    };
    let positions = evaluator.collect_numbers(positions)?;
    let lengths = evaluator.collect_numbers(lengths)?;
    let text_codes = evaluator.collect_codes(codes)?;
    let mut interner = crate::lower::texts::Interner::default();
    let numbers: Vec<u32> = text_codes
        .iter()
        .zip(positions.iter().zip(&lengths))
        .map(|(code, (position, length))| {
            let text = usize::try_from(*code).ok().and_then(|code| dictionary.get(code));
            let part = text.and_then(|text| part_of(text, *position, *length));
            part.map_or(MISSING_CODE, |part| interner.number(part))
        })
        .collect();
    Ok(evaluator.interned(interner, numbers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_texts_follow_the_reference() {
        let part = |text, position, length| part_of(text, position, length).unwrap();
        assert_eq!(part("y32ssx", 2.0, 3.0), "32s");
        assert_eq!(part("y32ssx", -3.0, 2.0), "ss");
        assert_eq!(part("æøå", 2.0, 9.0), "øå");
        assert_eq!(part("abc", 7.0, 2.0), "");
        assert_eq!(part("abc", -5.0, 3.0), "a");
    }

    #[test]
    fn numbers_are_written_without_needless_decimals() {
        assert_eq!(number_text(199_812.0), "199812");
        assert_eq!(number_text(-0.0), "0");
        assert_eq!(number_text(0.5), "0.5");
    }
}
