//! A command: its word, its arguments, its condition, its options.

use text::{Text, t};

use super::cursor::{Cursor, Parsed};
use super::expression::{Setting, expression};
use super::{arguments, options};
use crate::ast::{Arguments, Command};
use crate::call::Spanned;
use crate::codes;
use crate::foreign;
use crate::lexer::{Symbol, Token, TokenKind, plain_word};
use crate::span::Span;
use crate::spec::{CommandSpec, Shape};

/// Reads a whole statement as a command.
pub(super) fn command(cursor: &mut Cursor<'_>, line: &[Token]) -> Parsed<Command> {
    let source = source(cursor.text, line);
    let misfit = cursor.first_misfit();
    let result = inner(cursor, source);
    match (result, misfit) {
        (Err(error), Some(misfit)) if !matches!(error.code, "unknown-command" | "foreign-command") => Err(misfit),
        (Ok(_), Some(misfit)) => Err(misfit),
        (result, _) => result,
    }
}

/// Reads a command that begins here; also the one behind `coefplot`.
pub(super) fn inner(cursor: &mut Cursor<'_>, source: String) -> Parsed<Command> {
    let word = word(cursor)?;
    let table = cursor.table;
    let Some(spec) = table.command(&word.value) else { return Err(unknown(cursor, &word)) };
    if spec.name != word.value.as_str() {
        cursor.remark(codes::old_spelling(word.span, &word.value, &spec.name));
    }
    let arguments = arguments::arguments(cursor, spec).map_err(|error| error.with_syntax(&spec.syntax))?;
    let is_nested = matches!(arguments, Arguments::Command(_));
    let condition = if is_nested { None } else { condition(cursor, spec, &arguments)? };
    let options = if is_nested { Vec::new() } else { options::options(cursor, spec, word.span)? };
    match cursor.peek() {
        Some(_) => Err(cursor.unexpected()),
        None => Ok(Command { word, name: spec.name.to_string(), source, arguments, condition, options }),
    }
}

/// Letters and hyphens: `create-dataset`.
fn word(cursor: &mut Cursor<'_>) -> Parsed<Spanned<String>> {
    let Some(first) = cursor.peek().filter(|token| token.kind == TokenKind::Name) else {
        return Err(match cursor.peek() {
            Some(token) => {
                codes::unknown_command(token.span, cursor.word_of(token), None).advised(Some(comment_advice()))
            }
            None => cursor.missing("en kommando", "a command"),
        });
    };
    cursor.bump();
    let mut span = first.span;
    loop {
        let hyphen = cursor.is_adjacent() && cursor.at_symbol(Symbol::Minus) && cursor.touches(1);
        match cursor.peek_at(1) {
            Some(next) if hyphen && next.kind == TokenKind::Name => {
                span = span.to(next.span);
                cursor.bump();
                cursor.bump();
            }
            _ => break,
        }
    }
    let written = cursor.text.get(span.start..span.end).unwrap_or_default();
    Ok(Spanned { value: plain_word(written), span })
}

fn unknown(cursor: &Cursor<'_>, word: &Spanned<String>) -> crate::Diagnostic {
    if let Some(hyphenated) = hyphenated(cursor, word) {
        return codes::unknown_command(word.span, &word.value, Some(&hyphenated));
    }
    if let Some(instead) = foreign::command(&word.value) {
        return codes::foreign_command(word.span, &word.value, &instead);
    }
    let near = cursor.table.nearest_command(&word.value);
    let is_prose = near.is_none() && (0..2).all(|ahead| cursor.peek_at(ahead).is_some_and(is_word));
    codes::unknown_command(word.span, &word.value, near).advised(is_prose.then(comment_advice))
}

fn is_word(token: Token) -> bool {
    token.kind == TokenKind::Name
}

fn comment_advice() -> Text {
    t("sett `//` foran hvis linjen er en kommentar", "put `//` in front if the line is a comment")
}

/// `create dataset`: the command with its hyphen.
fn hyphenated(cursor: &Cursor<'_>, word: &Spanned<String>) -> Option<String> {
    let next = cursor.peek().filter(|next| is_word(*next))?;
    let name = format!("{}-{}", word.value, cursor.word_of(next));
    cursor.table.command(&name).map(|spec| spec.name.to_string())
}

fn condition(cursor: &mut Cursor<'_>, spec: &CommandSpec, arguments: &Arguments) -> Parsed<Option<crate::ast::Expr>> {
    let start = cursor.here();
    let is_subset = spec.shape == Shape::Subset;
    let names = if let Arguments::Names(names) = arguments { names.len() } else { 0 };
    if !cursor.take_word("if") {
        return if is_subset && names == 0 {
            Err(cursor.missing("variabler eller `if`", "variables or `if`"))
        } else {
            Ok(None)
        };
    }
    if !spec.takes_condition {
        return Err(codes::condition_not_allowed(start, &spec.name));
    }
    let condition = expression(cursor, Setting::Row)?;
    if cursor.at_symbol(Symbol::Assign) {
        return Err(codes::single_equals(cursor.here()));
    }
    if is_subset && names > 0 {
        return Err(codes::condition_or_names(start.to(condition.span), &spec.name));
    }
    Ok(Some(condition))
}

/// The statement as written, continuation lines joined by a blank, without comment.
pub(super) fn source(text: &str, line: &[Token]) -> String {
    let mut source = String::new();
    let mut joins = false;
    for token in line {
        match token.kind {
            TokenKind::Continuation | TokenKind::Joined | TokenKind::Comment => joins = true,
            TokenKind::Space if joins => {}
            _ => {
                if std::mem::take(&mut joins) && !source.is_empty() {
                    source.truncate(source.trim_end().len());
                    source.push(' ');
                }
                source.push_str(token.text(text));
            }
        }
    }
    source.trim().to_owned()
}

/// The text of a part, for commands inside commands.
pub(super) fn text_of(text: &str, span: Span) -> String {
    text.get(span.start..span.end).unwrap_or_default().to_owned()
}
