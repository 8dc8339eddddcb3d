//! Models: `dep terms [(endogenous = instruments)] [terms] [by groups]`.

use super::cursor::{Cursor, Parsed};
use super::element::{at_element, some_variables, variable};
use crate::ast::{Model, Term};
use crate::call::FactorKind;
use crate::lexer::{Symbol, TokenKind};

pub(super) fn model(cursor: &mut Cursor<'_>) -> Parsed<Model> {
    let dependent = variable(cursor)?;
    let mut model = Model { dependent, terms: terms(cursor)?, instrumented: None, by: Vec::new() };
    if let Some(open) = cursor.take_symbol(Symbol::Open) {
        let endogenous = some_variables(cursor)?;
        if cursor.take_symbol(Symbol::Assign).is_none() {
            return Err(cursor.missing("`=` og instrumentene", "`=` and the instruments"));
        }
        let instruments = some_variables(cursor)?;
        cursor.expect_close(open.span)?;
        model.instrumented = Some((endogenous, instruments));
        model.terms.extend(terms(cursor)?);
    }
    if cursor.take_word("by") {
        model.by = some_variables(cursor)?;
    }
    Ok(model)
}

/// Terms up to something that is none.
pub(super) fn terms(cursor: &mut Cursor<'_>) -> Parsed<Vec<Term>> {
    let mut terms = Vec::new();
    while at_element(cursor) {
        terms.push(term(cursor)?);
    }
    Ok(terms)
}

/// `a`, `i.a`, `i.a#c.b`, `a##b`.
pub(super) fn term(cursor: &mut Cursor<'_>) -> Parsed<Term> {
    let start = cursor.here();
    let mut factors = vec![factor(cursor)?];
    let mut is_full = false;
    loop {
        if cursor.take_symbol(Symbol::DoubleHash).is_some() {
            is_full = true;
        } else if cursor.take_symbol(Symbol::Hash).is_none() {
            break;
        }
        cursor.count_operator()?;
        factors.push(factor(cursor)?);
    }
    Ok(Term { factors, is_full, span: start.to(cursor.last_span()) })
}

fn factor(cursor: &mut Cursor<'_>) -> Parsed<(FactorKind, crate::ast::Expr)> {
    let is_prefixed = cursor.touches(1)
        && cursor.touches(2)
        && cursor.peek_at(1).is_some_and(|token| token.kind == TokenKind::Symbol(Symbol::Dot));
    let kind = match cursor.peek().map(|token| cursor.word_of(token)) {
        Some("i") if is_prefixed => FactorKind::Categorical,
        Some("c") if is_prefixed => FactorKind::Continuous,
        _ => return Ok((FactorKind::Plain, variable(cursor)?)),
    };
    cursor.bump();
    cursor.bump();
    Ok((kind, variable(cursor)?))
}
