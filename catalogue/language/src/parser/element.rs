//! Elements of lists: names, `++` names, register variables, times, raw words.

use super::cursor::{Cursor, Parsed, expr};
use super::expression::{RESERVED, Setting, atom, glued, joined, name_of, sum};
use super::odd_date::odd_date;
use crate::ast::{Expr, ExprKind, Source};
use crate::call::Spanned;
use crate::codes;
use crate::format::spelled;
use crate::lexer::{Symbol, TokenKind, plain_dashes};
use crate::span::Span;

/// Whether a list goes on: a name, a binding, a quoted name or a parenthesis that is no rule.
pub(super) fn at_element(cursor: &Cursor<'_>) -> bool {
    cursor.peek().is_some_and(|token| match token.kind {
        TokenKind::Name => !RESERVED.contains(&cursor.word_of(token)),
        TokenKind::Binding | TokenKind::Text => true,
        _ => false,
    })
}

/// One name: `atom { "++" sum }`, language.md 4.2.
pub(super) fn element(cursor: &mut Cursor<'_>, nb: &'static str, en: &'static str) -> Parsed<Expr> {
    let Some(token) = cursor.peek() else { return Err(cursor.missing(nb, en)) };
    let word = cursor.word_of(token);
    let mut left = match token.kind {
        TokenKind::Name if RESERVED.contains(&word) => return Err(cursor.missing(nb, en)),
        TokenKind::Name if is_call(cursor) => atom(cursor, Setting::Constant)?,
        TokenKind::Name => {
            cursor.bump();
            name_of(cursor, token)
        }
        TokenKind::Binding | TokenKind::Text | TokenKind::Symbol(Symbol::Open) => atom(cursor, Setting::Constant)?,
        TokenKind::Word | TokenKind::Number => return Err(codes::not_a_name(token.span, word)),
        _ => return Err(cursor.missing(nb, en)),
    };
    while cursor.is_adjacent() && cursor.peek().is_some_and(|next| next.kind == TokenKind::Binding) {
        cursor.count_operator()?;
        left = glued(cursor, left);
    }
    while cursor.take_symbol(Symbol::Join).is_some() {
        cursor.count_operator()?;
        let right = sum(cursor, Setting::Constant)?;
        let span = left.span.to(right.span);
        left = expr(ExprKind::Join { left: Box::new(left), right: Box::new(right) }, span);
    }
    Ok(left)
}

/// A name with a parenthesis right behind it that is a function: `bind(x ++ 1)`.
fn is_call(cursor: &Cursor<'_>) -> bool {
    let opens = cursor.peek_at(1).is_some_and(|next| next.kind == TokenKind::Symbol(Symbol::Open)) && cursor.touches(1);
    opens
        && cursor
            .peek()
            .is_some_and(|token| cursor.table.function(cursor.word_of(token)).is_some_and(|spec| spec.in_bindings))
}

/// A variable's name.
pub(super) fn variable(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    element(cursor, "et variabelnavn", "a variable name")
}

/// Names up to the end of the arguments or to something that is no name.
pub(super) fn variables(cursor: &mut Cursor<'_>) -> Parsed<Vec<Expr>> {
    let mut list = Vec::new();
    while at_element(cursor) {
        list.push(variable(cursor)?);
    }
    Ok(list)
}

/// At least one name.
pub(super) fn some_variables(cursor: &mut Cursor<'_>) -> Parsed<Vec<Expr>> {
    let list = variables(cursor)?;
    if list.is_empty() { Err(cursor.missing("et variabelnavn", "a variable name")) } else { Ok(list) }
}

/// `alias/VAR`.
pub(super) fn source(cursor: &mut Cursor<'_>) -> Parsed<Source> {
    let alias = element(cursor, "en registervariabel som `db/NAVN`", "a register variable such as `db/NAME`")?;
    if cursor.take_symbol(Symbol::Slash).is_none() {
        return Err(codes::missing_part(
            alias.span,
            &text::t("aliaset og skråstreken foran, som `db/NAVN`", "the alias and slash in front, as in `db/NAME`"),
        ));
    }
    let variable = element(cursor, "et variabelnavn etter `/`", "a variable name after `/`")?;
    Ok(Source { alias, variable })
}

/// Whether a register variable comes next rather than a time or a name.
pub(super) fn at_source(cursor: &Cursor<'_>) -> bool {
    at_element(cursor)
        && (1..8).map_while(|ahead| cursor.peek_at(ahead)).find_map(|token| match token.kind {
            TokenKind::Symbol(Symbol::Slash) => Some(true),
            TokenKind::Symbol(Symbol::Join) | TokenKind::Binding | TokenKind::Number | TokenKind::Text => None,
            _ => Some(false),
        }) == Some(true)
}

/// A time: a date, or an expression that gives one. `$i-01-01` of other tools is read as `$i ++ "-01-01"`.
pub(super) fn time(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    if cursor.at_end() || cursor.at_word("to") || cursor.at_word("as") {
        return Err(cursor.missing("en dato", "a date"));
    }
    if let Some(glued) = glued_date(cursor) {
        return Ok(glued);
    }
    if let Some(odd) = odd_date(cursor) {
        return Err(odd);
    }
    joined(cursor, Setting::Constant)
}

fn glued_date(cursor: &mut Cursor<'_>) -> Option<Expr> {
    let binding = cursor.peek().filter(|token| token.kind == TokenKind::Binding)?;
    let mut end = binding.span.end;
    for (ahead, is_number) in [(1, false), (2, true), (3, false), (4, true)] {
        let token = cursor.peek_at(ahead).filter(|_| cursor.touches(ahead))?;
        let fits = match token.kind {
            TokenKind::Number => is_number && cursor.word_of(token).len() == 2,
            TokenKind::Symbol(Symbol::Minus) => !is_number,
            _ => false,
        };
        if !fits {
            return None;
        }
        end = token.span.end;
    }
    let left = super::expression::binding(cursor, binding);
    let tail = Span { start: binding.span.end, end };
    let written = plain_dashes(cursor.text.get(tail.start..tail.end)?);
    for _ in 0..4 {
        cursor.bump();
    }
    let span = left.span.to(tail);
    let name = cursor.word_of(binding).to_owned();
    cursor.remark(codes::old_spelling(span, &format!("{name}{written}"), &format!("{name} ++ \"{written}\"")));
    let right = expr(ExprKind::Text(written), tail);
    Some(expr(ExprKind::Join { left: Box::new(left), right: Box::new(right) }, span))
}

/// Tokens without blanks between them, as one text in plain characters: `create-dataset`, `no.ssb.fdb`, `18+`. Stops before any of
/// `stops`.
pub(super) fn run(cursor: &mut Cursor<'_>, stops: &[Symbol]) -> Option<Spanned<String>> {
    let stopped = |cursor: &Cursor<'_>| {
        cursor.peek().is_none_or(|token| matches!(token.kind, TokenKind::Symbol(symbol) if stops.contains(&symbol)))
    };
    if stopped(cursor) {
        return None;
    }
    let mut span = cursor.here();
    let mut value = String::new();
    loop {
        if let Some(token) = cursor.peek() {
            value.push_str(&spelled(token, cursor.text));
        }
        span = span.to(cursor.here());
        cursor.bump();
        if !cursor.is_adjacent() || stopped(cursor) {
            return Some(Spanned { value, span });
        }
    }
}
