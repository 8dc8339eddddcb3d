//! Options after the comma.

use super::cursor::{Cursor, Parsed};
use super::expression::{Setting, joined};
use super::model;
use crate::ast::{Expr, ExprKind, OptionCall, Term};
use crate::codes;
use crate::foreign;
use crate::lexer::{Symbol, TokenKind, canonical_name};
use crate::nearest::nearest;
use crate::span::Span;
use crate::spec::{CommandSpec, OptionSpec, Takes};

/// Reads all options and checks them among one another; `word` is the command's place.
pub(super) fn options(cursor: &mut Cursor<'_>, spec: &CommandSpec, word: Span) -> Parsed<Vec<OptionCall>> {
    let mut options: Vec<OptionCall> = Vec::new();
    if cursor.take_symbol(Symbol::Comma).is_some() {
        while cursor.peek().is_some() {
            if let Some(comma) = cursor.take_symbol(Symbol::Comma) {
                cursor.remark(codes::comma_between_options(comma.span));
                continue;
            }
            if let Some(option) = option(cursor, spec)? {
                if options.iter().any(|earlier| earlier.name == option.name) {
                    cursor.remark(codes::repeated_option(option.span, &option.name));
                } else {
                    options.push(option);
                }
            }
        }
    }
    for wanted in spec.options.iter().filter(|wanted| wanted.is_required) {
        if !options.iter().any(|option| option.name == *wanted.name) {
            return Err(codes::missing_option(word, &spec.name, &wanted.name));
        }
    }
    exclusions(cursor, spec, &options);
    Ok(options)
}

fn exclusions(cursor: &mut Cursor<'_>, spec: &CommandSpec, options: &[OptionCall]) {
    for (place, option) in options.iter().enumerate() {
        let excludes = |name: &str, other: &str| {
            let spec = spec.options.iter().find(|spec| spec.name == name);
            spec.is_some_and(|spec| spec.excludes.iter().any(|excluded| excluded == other))
        };
        for other in options.iter().take(place) {
            if excludes(&option.name, &other.name) || excludes(&other.name, &option.name) {
                cursor.remark(codes::excluded_option(option.span, &option.name, &other.name));
            }
        }
    }
}

/// One option; `None` after an unknown one, which is recorded.
fn option(cursor: &mut Cursor<'_>, spec: &CommandSpec) -> Parsed<Option<OptionCall>> {
    let Some(token) = cursor.peek().filter(|token| token.kind == TokenKind::Name) else {
        return Err(cursor.unexpected());
    };
    let word = &*canonical_name(cursor.word_of(token));
    if word == "if" {
        return Err(codes::condition_after_options(token.span));
    }
    cursor.bump();
    let Some(known) = spec.options.iter().find(|option| option.name == word) else {
        let names = spec.options.iter().map(|option| option.name.as_ref());
        let advice = foreign::option(word, names.clone());
        cursor.remark(codes::unknown_option(token.span, word, &spec.name, nearest(word, names)).advised(advice));
        skip_parentheses(cursor)?;
        return Ok(None);
    };
    let (arguments, terms) = parentheses(cursor, known)?;
    let span = token.span.to(cursor.last_span());
    Ok(Some(OptionCall { name: known.name.to_string(), span, arguments, terms }))
}

fn parentheses(cursor: &mut Cursor<'_>, spec: &OptionSpec) -> Parsed<(Vec<Expr>, Vec<Term>)> {
    let (mut arguments, mut terms) = (Vec::new(), Vec::new());
    let Some(open) = cursor.take_symbol(Symbol::Open) else { return Ok((arguments, terms)) };
    while !cursor.at_symbol(Symbol::Close) {
        if cursor.peek().is_none() {
            return Err(codes::unbalanced_parenthesis(open.span));
        }
        if cursor.take_symbol(Symbol::Comma).is_some() {
            continue;
        }
        if spec.takes == Takes::Terms {
            terms.push(model::term(cursor)?);
        } else {
            arguments.push(argument(cursor)?);
        }
    }
    cursor.bump();
    Ok((arguments, terms))
}

/// A number, a text, a name or a binding; a code such as `01A` is a text.
fn argument(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    match cursor.peek() {
        Some(token) if token.kind == TokenKind::Word => {
            cursor.bump();
            Ok(Expr { kind: ExprKind::Text(cursor.word_of(token).to_owned()), span: token.span })
        }
        _ => joined(cursor, Setting::Constant),
    }
}

fn skip_parentheses(cursor: &mut Cursor<'_>) -> Parsed<()> {
    let Some(open) = cursor.take_symbol(Symbol::Open) else { return Ok(()) };
    let mut depth = 1_usize;
    while depth > 0 {
        match cursor.bump().map(|token| token.kind) {
            Some(TokenKind::Symbol(Symbol::Open)) => depth += 1,
            Some(TokenKind::Symbol(Symbol::Close)) => depth -= 1,
            Some(_) => {}
            None => return Err(codes::unbalanced_parenthesis(open.span)),
        }
    }
    Ok(())
}
