//! A place in the tokens of one statement.

use text::t;

use super::leftover::character_advice;
use crate::Table;
use crate::ast::{Expr, ExprKind};
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lexer::{Symbol, Token, TokenKind};
use crate::span::Span;

/// What a rule of the grammar gives: its part of the tree, or the error that ends the statement.
pub(super) type Parsed<T> = Result<T, Diagnostic>;

/// Operators in one statement that can stand in a chain: the tree's depth is bounded by it.
const MOST_OPERATORS: usize = 500;
/// Parentheses in one another.
const MOST_NESTED: usize = 60;

/// Reads the significant tokens of one statement.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) table: &'a Table,
    tokens: Vec<Token>,
    at: usize,
    errors: Vec<Diagnostic>,
    remarks: Vec<Diagnostic>,
    operators: usize,
    nested: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, table: &'a Table, line: &[Token]) -> Self {
        let tokens =
            line.iter().copied().filter(|token| !token.kind.is_trivia() && token.kind != TokenKind::Markdown).collect();
        Cursor { text, table, tokens, at: 0, errors: Vec::new(), remarks: Vec::new(), operators: 0, nested: 0 }
    }

    /// From the first to the last token.
    pub(super) fn whole(&self) -> Span {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        }
    }

    pub(super) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    /// The token that many places before the next one.
    pub(super) fn peek_back(&self, places: usize) -> Option<Token> {
        self.at.checked_sub(places).and_then(|place| self.tokens.get(place)).copied()
    }

    pub(super) fn bump(&mut self) -> Option<Token> {
        let token = self.peek();
        self.at += usize::from(token.is_some());
        token
    }

    /// The first character that cannot stand anywhere, or a text that does not end.
    pub(super) fn first_misfit(&self) -> Option<Diagnostic> {
        self.tokens.iter().find_map(|token| match token.kind {
            TokenKind::Unknown => {
                let character = token.text(self.text);
                Some(codes::unexpected_character(token.span, character).advised(character_advice(character)))
            }
            TokenKind::OpenText => Some(codes::unterminated_text(token.span)),
            _ => None,
        })
    }

    pub(super) fn word_of(&self, token: Token) -> &'a str {
        token.text(self.text)
    }

    pub(super) fn at_symbol(&self, symbol: Symbol) -> bool {
        self.peek().is_some_and(|token| token.kind == TokenKind::Symbol(symbol))
    }

    pub(super) fn take_symbol(&mut self, symbol: Symbol) -> Option<Token> {
        if self.at_symbol(symbol) { self.bump() } else { None }
    }

    pub(super) fn at_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.kind == TokenKind::Name && token.text(self.text) == word)
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        self.at += usize::from(found);
        found
    }

    /// Whether the arguments end here: at the statement's end, its comma or its `if`.
    pub(super) fn at_end(&self) -> bool {
        self.peek().is_none() || self.at_symbol(Symbol::Comma) || self.at_word("if")
    }

    /// Whether the next token follows the previous one without a blank.
    pub(super) fn is_adjacent(&self) -> bool {
        self.touches(0)
    }

    /// Whether the token `ahead` follows the one before it without a blank.
    pub(super) fn touches(&self, ahead: usize) -> bool {
        let place = self.at + ahead;
        let before = place.checked_sub(1).and_then(|before| self.tokens.get(before));
        matches!((before, self.tokens.get(place)), (Some(left), Some(right)) if left.span.end == right.span.start)
    }

    /// The span of the last token read (of the statement's start before the first).
    pub(super) fn last_span(&self) -> Span {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.map_or_else(|| self.whole(), |token| token.span)
    }

    /// Where something is missing: the next token, or the last one at the end.
    pub(super) fn here(&self) -> Span {
        self.peek().map_or_else(|| self.last_span(), |token| token.span)
    }

    pub(super) fn missing(&self, nb: &'static str, en: &'static str) -> Diagnostic {
        codes::missing_part(self.here(), &t(nb, en))
    }

    pub(super) fn expect_close(&mut self, opening: Span) -> Parsed<Span> {
        match self.take_symbol(Symbol::Close) {
            Some(token) => Ok(token.span),
            None if self.peek().is_none() => Err(codes::unbalanced_parenthesis(opening)),
            None => Err(self.unexpected()),
        }
    }

    /// Records a remark or an error that does not stop reading.
    pub(super) fn remark(&mut self, diagnostic: Diagnostic) {
        match diagnostic.severity {
            Severity::Error => self.errors.push(diagnostic),
            Severity::Warning | Severity::Hint => self.remarks.push(diagnostic),
        }
    }

    /// Counts an operator; an error beyond the limit.
    pub(super) fn count_operator(&mut self) -> Parsed<()> {
        self.operators += 1;
        if self.operators > MOST_OPERATORS { Err(codes::nesting_too_deep(self.here(), MOST_OPERATORS)) } else { Ok(()) }
    }

    /// Reads something nested one level deeper.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.nested >= MOST_NESTED {
            return Err(codes::nesting_too_deep(self.here(), MOST_NESTED));
        }
        self.nested += 1;
        let result = read(self);
        self.nested -= 1;
        result
    }

    pub(super) fn take_diagnostics(&mut self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        (std::mem::take(&mut self.errors), std::mem::take(&mut self.remarks))
    }

    pub(super) fn into_diagnostics(mut self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        self.take_diagnostics()
    }
}

/// An expression node.
pub(super) fn expr(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, span }
}
