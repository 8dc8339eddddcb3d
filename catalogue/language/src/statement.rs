//! Statements as tokens, for editors: what stands where in text that may be half written.

use crate::Table;
use crate::lexer::{Symbol, Token, TokenKind, plain_word, tokenize};
use crate::span::Span;
use crate::spec::CommandSpec;

/// The tokens of one statement, trivia too.
pub(crate) fn statements(text: &str) -> Vec<Vec<Token>> {
    let mut all = vec![Vec::new()];
    for token in tokenize(text) {
        if let Some(statement) = all.last_mut() {
            statement.push(token);
        }
        if matches!(token.kind, TokenKind::Newline | TokenKind::Markdown) {
            all.push(Vec::new());
        }
    }
    all
}

/// The command word of a statement: its place, its text, and how many significant tokens it takes.
///
/// Names joined by hyphens belong together (`create-dataset`) as far as a command is called so.
pub(crate) fn command_word(text: &str, tokens: &[Token], table: &Table) -> Option<(Span, usize)> {
    let first = tokens.first().filter(|token| token.kind == TokenKind::Name)?;
    let mut best = (first.span, 1);
    let mut end = 0;
    while let (Some(hyphen), Some(name)) = (tokens.get(end + 1), tokens.get(end + 2)) {
        let touches = tokens
            .get(end)
            .is_some_and(|before| before.span.end == hyphen.span.start && hyphen.span.end == name.span.start);
        if hyphen.kind != TokenKind::Symbol(Symbol::Minus) || name.kind != TokenKind::Name || !touches {
            break;
        }
        end += 2;
        let span = first.span.to(name.span);
        if table.command(&plain_word(word(text, span))).is_some() {
            best = (span, end + 1);
        }
    }
    Some(best)
}

/// The text of a place.
pub(crate) fn word(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// Where in a statement something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// The command word itself, or before it.
    Command,
    /// Before the comma.
    Arguments,
    /// After `if`, before the comma.
    Condition,
    /// After the comma, outside parentheses.
    Options,
    /// In the parentheses of an option of that name.
    Inside(&'a str),
}

/// Reads a statement token by token and knows the part that the next one belongs to.
#[derive(Clone, Debug)]
pub(crate) struct PartReader<'a> {
    text: &'a str,
    n_read: usize,
    depth: usize,
    part: Part<'a>,
    option: &'a str,
    previous: &'a str,
}

impl<'a> PartReader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        PartReader { text, n_read: 0, depth: 0, part: Part::Arguments, option: "", previous: "" }
    }

    /// Takes the next significant token in.
    pub(crate) fn read(&mut self, token: Token) {
        let word = token.text(self.text);
        match token.kind {
            TokenKind::Symbol(Symbol::Open) => {
                self.depth += 1;
                if self.depth == 1 {
                    self.option = self.previous;
                }
            }
            TokenKind::Symbol(Symbol::Close) => self.depth = self.depth.saturating_sub(1),
            TokenKind::Symbol(Symbol::Comma) if self.depth == 0 => self.part = Part::Options,
            TokenKind::Name if self.depth == 0 && self.n_read > 0 && self.part == Part::Arguments && word == "if" => {
                self.part = Part::Condition;
            }
            _ => {}
        }
        self.previous = word;
        self.n_read += 1;
    }

    /// The part that the next token belongs to.
    pub(crate) fn next(&self) -> Part<'a> {
        match &self.part {
            _ if self.n_read == 0 => Part::Command,
            Part::Options if self.depth > 0 => Part::Inside(self.option),
            part => part.clone(),
        }
    }
}

/// The part of the statement that the token behind `before` belongs to; `before` are the significant tokens in front of it.
pub(crate) fn part<'a>(text: &'a str, before: &[Token]) -> Part<'a> {
    let mut reader = PartReader::new(text);
    for token in before {
        reader.read(*token);
    }
    reader.next()
}

/// A statement's command in the table.
pub(crate) fn spec<'t>(text: &str, tokens: &[Token], table: &'t Table) -> Option<&'t CommandSpec> {
    command_word(text, tokens, table).and_then(|(span, _)| table.command(&plain_word(word(text, span))))
}

/// Tokens that are no trivia and end no line.
pub(crate) fn significant(tokens: &[Token]) -> Vec<Token> {
    tokens
        .iter()
        .copied()
        .filter(|token| !token.kind.is_trivia() && !matches!(token.kind, TokenKind::Newline | TokenKind::Markdown))
        .collect()
}
