//! `let` and the header of `for`.

use super::cursor::{Cursor, Parsed};
use super::expression::{Setting, expression, joined};
use crate::ast::{ForItem, ForList, ForPart, StatementKind};
use crate::call::Spanned;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lexer::{Symbol, TokenKind, canonical_name};

/// `let name = value`.
pub(super) fn let_statement(cursor: &mut Cursor<'_>) -> Parsed<StatementKind> {
    read_let(cursor).map_err(|error| with_syntax(cursor, "let", error))
}

/// Where no other hint says more, the syntax does.
fn with_syntax(cursor: &Cursor<'_>, word: &str, error: Diagnostic) -> Diagnostic {
    cursor.table.command(word).map_or(error.clone(), |spec| error.with_syntax(&spec.syntax))
}

fn read_let(cursor: &mut Cursor<'_>) -> Parsed<StatementKind> {
    if let Some(misfit) = cursor.first_misfit() {
        return Err(misfit);
    }
    cursor.bump();
    let name = binding_name(cursor)?;
    if cursor.take_symbol(Symbol::Assign).is_none() {
        return Err(cursor.missing("`=`", "`=`"));
    }
    let value = expression(cursor, Setting::Constant)?;
    if cursor.peek().is_some() { Err(cursor.unexpected()) } else { Ok(StatementKind::Let { name, value }) }
}

fn binding_name(cursor: &mut Cursor<'_>) -> Parsed<Spanned<String>> {
    match cursor.peek() {
        Some(token) if token.kind == TokenKind::Name => {
            cursor.bump();
            Ok(Spanned { value: canonical_name(cursor.word_of(token)), span: token.span })
        }
        Some(token) if token.kind == TokenKind::Binding => {
            let word = cursor.word_of(token);
            let name = word.trim_start_matches(['$', '{']).trim_end_matches('}');
            cursor.bump();
            cursor.remark(codes::old_spelling(token.span, word, name));
            Ok(Spanned { value: canonical_name(name), span: token.span })
        }
        _ => Err(cursor.missing("navnet på en binding", "the name of a binding")),
    }
}

/// `i, j in list, list ; k in list`.
pub(super) fn for_header(cursor: &mut Cursor<'_>) -> Parsed<Vec<ForPart>> {
    read_for(cursor).map_err(|error| with_syntax(cursor, "for", error))
}

fn read_for(cursor: &mut Cursor<'_>) -> Parsed<Vec<ForPart>> {
    if let Some(misfit) = cursor.first_misfit() {
        return Err(misfit);
    }
    cursor.bump();
    let mut parts = vec![part(cursor)?];
    while cursor.take_symbol(Symbol::Semicolon).is_some() {
        parts.push(part(cursor)?);
    }
    if cursor.peek().is_some() { Err(cursor.unexpected()) } else { Ok(parts) }
}

fn part(cursor: &mut Cursor<'_>) -> Parsed<ForPart> {
    let start = cursor.here();
    let mut names = vec![binding_name(cursor)?];
    while cursor.take_symbol(Symbol::Comma).is_some() {
        names.push(binding_name(cursor)?);
    }
    if !cursor.take_word("in") {
        return Err(cursor.missing("`in` og verdier", "`in` and values"));
    }
    let mut lists = vec![list(cursor)?];
    while cursor.take_symbol(Symbol::Comma).is_some() {
        lists.push(list(cursor)?);
    }
    if names.len() == 1 {
        lists = vec![ForList { items: lists.into_iter().flat_map(|list| list.items).collect() }];
    }
    let span = start.to(cursor.last_span());
    if names.len() != lists.len() {
        return Err(codes::lists_differ(span, names.len(), lists.len()));
    }
    Ok(ForPart { names, lists, span })
}

fn list(cursor: &mut Cursor<'_>) -> Parsed<ForList> {
    let mut items = Vec::new();
    while cursor.peek().is_some() && !cursor.at_symbol(Symbol::Comma) && !cursor.at_symbol(Symbol::Semicolon) {
        if let Some(found) = range_of_elsewhere(cursor) {
            return Err(found);
        }
        let value = joined(cursor, Setting::Constant)?;
        items.push(if cursor.take_symbol(Symbol::Colon).is_some() {
            ForItem::Range { low: value, high: joined(cursor, Setting::Constant)? }
        } else {
            ForItem::Value(value)
        });
    }
    if items.is_empty() {
        Err(cursor.missing("verdier etter `in`", "values after `in`"))
    } else {
        Ok(ForList { items })
    }
}

/// `1..3`, `1 to 3`: between two numbers.
fn range_of_elsewhere(cursor: &Cursor<'_>) -> Option<Diagnostic> {
    let token = cursor.peek()?;
    let follows_number = cursor.peek_back(1).is_some_and(|before| before.kind == TokenKind::Number);
    let is_range = match token.kind {
        TokenKind::Symbol(Symbol::Dot) => true,
        TokenKind::Name => cursor.word_of(token) == "to",
        _ => false,
    };
    let spelled = if token.kind == TokenKind::Name { "to" } else { ".." };
    (follows_number && is_range).then(|| codes::foreign_operator(token.span, spelled, ":"))
}
