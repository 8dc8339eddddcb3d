//! `recode vars (left … = value "label" missing) …`.

use text::t;

use super::cursor::{Cursor, Parsed, expr};
use super::element::some_variables;
use super::expression::{Setting, atom, sum};
use crate::ast::{Arguments, Expr, ExprKind, RecodeLeft, RecodeRule};
use crate::call::UnaryOperator;
use crate::codes;
use crate::lexer::{Symbol, TokenKind, unquote};

pub(super) fn recode(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let variables = some_variables(cursor)?;
    let mut rules = Vec::new();
    while cursor.at_symbol(Symbol::Open) {
        rules.push(rule(cursor)?);
    }
    if rules.is_empty() {
        return Err(
            cursor.missing("en regel i parentes, som `(1 2 = 1)`", "a rule in parentheses, such as `(1 2 = 1)`")
        );
    }
    Ok(Arguments::Recode { variables, rules })
}

fn rule(cursor: &mut Cursor<'_>) -> Parsed<RecodeRule> {
    let open = cursor.here();
    cursor.bump();
    let mut lefts = Vec::new();
    while !cursor.at_symbol(Symbol::Assign) {
        if cursor.peek().is_none() {
            return Err(codes::unbalanced_parenthesis(open));
        }
        if cursor.take_symbol(Symbol::Comma).is_none() {
            lefts.push(left(cursor)?);
        }
    }
    if lefts.is_empty() {
        return Err(cursor.missing("verdier foran `=`", "values before `=`"));
    }
    cursor.bump();
    if cursor.at_symbol(Symbol::Dot) {
        return Err(codes::missing_literal(cursor.here()).advised(Some(t(
            "bruk `replace x = . if …`, eller `(9 = 9 missing)`",
            "use `replace x = . if …`, or `(9 = 9 missing)`",
        ))));
    }
    let value = value(cursor)?;
    let label = label(cursor)?;
    let is_missing = cursor.take_word("missing");
    let close = cursor.expect_close(open)?;
    Ok(RecodeRule { left: lefts, value, label, is_missing, span: open.to(close) })
}

fn label(cursor: &mut Cursor<'_>) -> Parsed<Option<Expr>> {
    let Some(token) = cursor.peek() else { return Ok(None) };
    let word = cursor.word_of(token);
    match token.kind {
        TokenKind::Text => {
            cursor.bump();
            Ok(Some(expr(ExprKind::Text(unquote(word).to_owned()), token.span)))
        }
        TokenKind::Binding => atom(cursor, Setting::Constant).map(Some),
        TokenKind::Name if word != "missing" => {
            cursor.bump();
            Ok(Some(expr(ExprKind::Text(word.to_owned()), token.span)))
        }
        _ => Ok(None),
    }
}

fn left(cursor: &mut Cursor<'_>) -> Parsed<RecodeLeft> {
    let start = cursor.here();
    for (word, left) in [("missing", RecodeLeft::Missing), ("nonmissing", RecodeLeft::Nonmissing)] {
        if cursor.take_word(word) {
            return Ok(left);
        }
    }
    if cursor.take_symbol(Symbol::Star).is_some() {
        return Ok(RecodeLeft::Any);
    }
    let low = bound(cursor, "min")?;
    if cursor.take_symbol(Symbol::Slash).is_none() {
        return low.map(RecodeLeft::Value).ok_or_else(|| cursor.missing("`/` etter `min`", "`/` after `min`"));
    }
    let high = bound(cursor, "max")?;
    Ok(RecodeLeft::Interval { low, high, span: start.to(cursor.last_span()) })
}

/// A bound; `None` for the word that opens it.
fn bound(cursor: &mut Cursor<'_>, open_word: &str) -> Parsed<Option<Expr>> {
    if cursor.take_word(open_word) { Ok(None) } else { value(cursor).map(Some) }
}

/// A number with sign, a text, a binding, or `++` of them.
fn value(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    let start = cursor.here();
    let mut left = if cursor.take_symbol(Symbol::Minus).is_some() {
        let operand = atom(cursor, Setting::Constant)?;
        let span = start.to(operand.span);
        expr(ExprKind::Unary { operator: UnaryOperator::Negate, operand: Box::new(operand) }, span)
    } else {
        match cursor.peek() {
            None => return Err(cursor.missing("en verdi", "a value")),
            Some(token) if matches!(token.kind, TokenKind::Symbol(Symbol::Close | Symbol::Slash)) => {
                return Err(cursor.missing("en verdi", "a value"));
            }
            Some(_) => atom(cursor, Setting::Constant)?,
        }
    };
    while cursor.take_symbol(Symbol::Join).is_some() {
        cursor.count_operator()?;
        let right = sum(cursor, Setting::Constant)?;
        let span = left.span.to(right.span);
        left = expr(ExprKind::Join { left: Box::new(left), right: Box::new(right) }, span);
    }
    Ok(left)
}
