//! Functions of labels (language.md 8.7): the first argument is a variable with a code list.

use std::sync::Arc;

use language::call::{Expr, ExprKind};
use language::codes;
use language::nearest::nearest;

use super::{Arguments, Lower};
use crate::error::EngineError;
use crate::labels::CodeTitles;
use crate::lower::numbers::many;
use crate::lower::{Evaluator, Lowered, View, literal};

/// Name and lowering.
pub const FUNCTIONS: &[(&str, Lower)] =
    &[("label_to_code", label_to_code), ("inlabels", inlabels), ("labelcontains", labelcontains)];

fn labelled<'a>(evaluator: &Evaluator<'_>, expr: &'a Expr) -> Result<(&'a str, View, Arc<CodeTitles>), EngineError> {
    let ExprKind::Variable(name) = &expr.kind else {
        return Err(codes::no_code_list(expr.span, crate::lower::named_variable(expr).unwrap_or("")).into());
    };
    let view = evaluator.view(name, expr.span)?;
    match view.titles.clone() {
        Some(titles) => Ok((name, view, titles)),
        None => Err(codes::no_code_list(expr.span, name).into()),
    }
}

fn word(expr: &Expr) -> Result<&str, EngineError> {
    match &expr.kind {
        ExprKind::Text(text) => Ok(text),
        _ => Err(codes::mixed_types(expr.span).into()),
    }
}

/// The codes that carry a label; a label that the list lacks is a mistake.
fn codes_of<'a>(titles: &'a CodeTitles, label: &Expr, variable: &str) -> Result<Vec<&'a str>, EngineError> {
    let wanted = word(label)?;
    let found: Vec<&str> =
        titles.titles.iter().filter(|(_, title)| *title == wanted).map(|(code, _)| code.as_str()).collect();
    if found.is_empty() {
        let near = nearest(wanted, titles.titles.values().map(String::as_str));
        return Err(codes::unknown_label(label.span, wanted, variable, near).into());
    }
    Ok(found)
}

fn label_to_code(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let (name, view, titles) = labelled(evaluator, arguments.at(0)?)?;
    let found = codes_of(&titles, arguments.at(1)?, name)?;
    let code = found.first().copied().unwrap_or_default();
    Ok(match view.values {
        crate::column::Values::Codes(_) => Lowered::Word(code.to_owned()),
        _ => literal(code.parse().unwrap_or(f64::NAN)),
    })
}

/// A condition on the codes of a labelled variable; codes as texts or numbers.
fn has_code(evaluator: &mut Evaluator<'_>, variable: &Expr, wanted: Vec<String>) -> Result<Lowered, EngineError> {
    match evaluator.lower(variable)? {
        Lowered::Text { codes, dictionary } => {
            Ok(Evaluator::is_one_of(codes, &dictionary, |text| wanted.iter().any(|code| code == text)))
        }
        other => {
            let (number, _) = crate::lower::as_number(other, variable)?;
            let wanted: Vec<f64> = wanted.iter().filter_map(|code| code.parse().ok()).collect();
            let truth = many(vec![number], move |row| match row {
                [value] if !value.is_nan() => f64::from(u8::from(wanted.contains(value))),
                _ => f64::NAN,
            });
            Ok(Lowered::Truth(truth.cast(polars::prelude::DataType::Boolean)))
        }
    }
}

fn inlabels(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let variable = arguments.at(0)?;
    let (name, _, titles) = labelled(evaluator, variable)?;
    let mut wanted = Vec::new();
    for label in arguments.list.iter().skip(1) {
        wanted.extend(codes_of(&titles, label, name)?.into_iter().map(str::to_owned));
    }
    has_code(evaluator, variable, wanted)
}

fn labelcontains(evaluator: &mut Evaluator<'_>, arguments: &Arguments<'_>) -> Result<Lowered, EngineError> {
    let variable = arguments.at(0)?;
    let (_, _, titles) = labelled(evaluator, variable)?;
    let part = word(arguments.at(1)?)?;
    let wanted = titles.titles.iter().filter(|(_, title)| title.contains(part)).map(|(code, _)| code.clone()).collect();
    has_code(evaluator, variable, wanted)
}
