//! Option arguments, checked against what the spec says they take.

use text::{Text, t};

use super::Scope;
use super::arguments::terms;
use super::constant::{evaluate, value_text};
use crate::ast;
use crate::call::{FactorKind, OptionArgument, OptionCall, Term, Value};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lexer::{canonical_name, is_name};
use crate::span::Span;
use crate::spec::{OptionSpec, Takes};

pub(super) fn lower(command: &ast::Command, scope: Scope<'_>) -> Result<Vec<OptionCall>, Diagnostic> {
    let Some(spec) = scope.table.command(&command.name) else { return Ok(Vec::new()) };
    let mut options = Vec::new();
    for written in &command.options {
        let Some(known) = spec.options.iter().find(|option| option.name == written.name) else { continue };
        options.push(option(written, known, &command.name, scope)?);
    }
    Ok(options)
}

fn option(
    written: &ast::OptionCall,
    spec: &OptionSpec,
    command: &str,
    scope: Scope<'_>,
) -> Result<OptionCall, Diagnostic> {
    let terms = terms(&written.terms, scope)?;
    let mut arguments = Vec::new();
    for argument in &written.arguments {
        let value = evaluate(argument, scope)?;
        arguments.push(OptionArgument { value: typed(value, spec, argument.span)?, span: argument.span });
    }
    arguments
        .extend(terms.iter().map(|term| OptionArgument { value: Value::Symbol(term_text(term)), span: term.span }));
    if spec.takes == Takes::Variable && spec.name == "by" && arguments.len() > 1 {
        return Err(codes::several_keys(written.span, command));
    }
    let (least, most) = bounds(&spec.takes);
    if arguments.len() < least || most.is_some_and(|most| arguments.len() > most) {
        return Err(codes::option_argument(written.span, &spec.name, &in_words(&spec.takes)));
    }
    Ok(OptionCall { name: written.name.clone(), span: written.span, arguments, terms })
}

/// How many arguments.
fn bounds(takes: &Takes) -> (usize, Option<usize>) {
    match takes {
        Takes::Nothing => (0, Some(0)),
        Takes::Variable
        | Takes::Number { .. }
        | Takes::Count { .. }
        | Takes::NewName
        | Takes::Text
        | Takes::Choice(_) => (1, Some(1)),
        Takes::Variables | Takes::Terms => (1, None),
        Takes::MaybeVariable | Takes::MaybeNewName => (0, Some(1)),
        Takes::Codes => (0, None),
    }
}

/// What an option takes, in words after "takes".
pub fn in_words(takes: &Takes) -> Text {
    match takes {
        Takes::Nothing => t("ingenting i parentes", "nothing in parentheses"),
        Takes::Variable => t("én variabel i parentes", "one variable in parentheses"),
        Takes::Variables => t("variabler i parentes", "variables in parentheses"),
        Takes::MaybeVariable => t("høyst én variabel i parentes", "at most one variable in parentheses"),
        Takes::Number { .. } => t("et tall i parentes", "a number in parentheses"),
        Takes::Count { .. } => t("et helt tall i parentes", "a whole number in parentheses"),
        Takes::NewName => t("et nytt navn i parentes", "a new name in parentheses"),
        Takes::MaybeNewName => t("høyst ett nytt navn i parentes", "at most one new name in parentheses"),
        Takes::Text => t("en tekst i parentes", "a text in parentheses"),
        Takes::Choice(words) => {
            let words = words.join(", ");
            Text::new(format!("ett av ordene {words} i parentes"), format!("one of the words {words} in parentheses"))
        }
        Takes::Codes => t("koder i parentes", "codes in parentheses"),
        Takes::Terms => t("modelledd i parentes", "model terms in parentheses"),
    }
}

/// A value of the kind that the option takes: names and words as symbols, texts as texts, codes as written.
fn typed(value: Value, spec: &OptionSpec, span: Span) -> Result<Value, Diagnostic> {
    let wrong = || codes::option_argument(span, &spec.name, &in_words(&spec.takes));
    match (&spec.takes, value) {
        (Takes::Variable | Takes::Variables | Takes::MaybeVariable, value) => {
            let text = value_text(&value);
            if is_name(&text) { Ok(Value::Symbol(canonical_name(&text))) } else { Err(wrong()) }
        }
        (Takes::Number { least, most }, Value::Number(number)) => in_range(number, *least, *most, spec, span),
        (Takes::Count { least, most }, Value::Number(number)) if number.fract() == 0.0 => {
            in_range(number, f64::from(*least), f64::from(*most), spec, span)
        }
        (Takes::Number { .. } | Takes::Count { .. } | Takes::Nothing | Takes::Terms, _) => Err(wrong()),
        (Takes::NewName | Takes::MaybeNewName, value) => Ok(Value::Symbol(value_text(&value))),
        (Takes::Text, value) => Ok(Value::Text(value_text(&value))),
        (Takes::Choice(words), value) => {
            let found = value_text(&value);
            if words.iter().any(|word| *word == found) {
                Ok(Value::Symbol(found))
            } else {
                Err(codes::option_choice(span, &spec.name, &found, &words.join(", ")))
            }
        }
        (Takes::Codes, value) => Ok(value),
    }
}

fn in_range(number: f64, least: f64, most: f64, spec: &OptionSpec, span: Span) -> Result<Value, Diagnostic> {
    if (least..=most).contains(&number) {
        Ok(Value::Number(number))
    } else {
        Err(codes::option_range(span, &spec.name, least, most))
    }
}

/// A term as scripts write it: `i.a##c.b`.
fn term_text(term: &Term) -> String {
    let factor = |factor: &crate::call::Factor| match factor.kind {
        FactorKind::Plain => factor.name.value.clone(),
        FactorKind::Categorical => format!("i.{}", factor.name.value),
        FactorKind::Continuous => format!("c.{}", factor.name.value),
    };
    let parts: Vec<String> = term.factors.iter().map(factor).collect();
    parts.join(if term.is_full { "##" } else { "#" })
}
