//! `define-labels list value label …` and `list-labels`.

use super::cursor::{Cursor, Parsed, expr};
use super::element::{at_source, element, run, source, time};
use crate::ast::{Arguments, Expr, ExprKind};
use crate::codes;
use crate::lexer::{Symbol, TokenKind};
use crate::span::Span;

pub(super) fn define(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let list = element(cursor, "et navn på kodelisten", "a name of the code list")?;
    let mut words = Vec::new();
    while cursor.peek().is_some() && !cursor.at_symbol(Symbol::Comma) {
        words.push(word(cursor)?);
    }
    let mut labels = Vec::new();
    let mut words = words.into_iter();
    while let Some(value) = words.next() {
        let Some(label) = words.next() else { return Err(codes::odd_labels(value.span)) };
        labels.push((value, label));
    }
    if labels.is_empty() {
        return Err(cursor.missing("en verdi og en etikett", "a value and a label"));
    }
    Ok(Arguments::DefineLabels { list, labels })
}

/// A value or label: a quoted text, a binding, a `++` of them, or anything without blanks.
fn word(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    let joins =
        (1..3).any(|ahead| cursor.peek_at(ahead).is_some_and(|token| token.kind == TokenKind::Symbol(Symbol::Join)));
    match cursor.peek().map(|token| token.kind) {
        Some(TokenKind::Text | TokenKind::Binding) => element(cursor, "en verdi", "a value"),
        Some(TokenKind::Name | TokenKind::Number) if joins => {
            super::expression::joined(cursor, super::expression::Setting::Constant)
        }
        _ => match run(cursor, &[Symbol::Comma]) {
            Some(run) => Ok(bare(&run.value, run.span)),
            None => Err(cursor.missing("en verdi", "a value")),
        },
    }
}

/// `12` is a number; `01`, `A` and `18+` are texts.
fn bare(word: &str, span: Span) -> Expr {
    let number: Option<f64> = word.parse().ok();
    match number.filter(|number| format!("{number}") == word) {
        Some(number) => expr(ExprKind::Number(number), span),
        None => expr(ExprKind::Text(word.to_owned()), span),
    }
}

pub(super) fn list(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    if !at_source(cursor) {
        return Ok(Arguments::ListLabels(element(
            cursor,
            "en kodeliste eller en registervariabel",
            "a code list or a register variable",
        )?));
    }
    let source = source(cursor)?;
    let date = if cursor.at_end() { None } else { Some(time(cursor)?) };
    Ok(Arguments::ListRegisterLabels { source, date })
}
