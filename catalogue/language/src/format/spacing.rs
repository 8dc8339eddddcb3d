//! Which tokens have a blank between them, and how a token is spelled.

use std::borrow::Cow;

use crate::lexer::{Symbol, Token, TokenKind, is_invisible, pasted, plain_dashes, tokenize, unquote};
use crate::spec::Shape;
use crate::{Table, statement};

/// How blanks stand in one statement.
pub(super) struct Spacing<'a> {
    text: &'a str,
    /// Bare words whose blanks carry meaning: only runs of blanks are made one.
    is_literal: bool,
    is_loop: bool,
    /// `alias/VAR` stands in the arguments.
    has_sources: bool,
    /// Parentheses in the arguments are groups of their own: statistics, rules, instruments.
    has_groups: bool,
    table: &'a Table,
    /// The last token of the command word.
    command_end: usize,
    /// Expressions begin here: behind `=` of an assignment, behind `if`.
    expression: Option<usize>,
    /// Options begin here.
    options: Option<usize>,
    /// Where `+` and `-` stand between two operands of an expression, in order.
    sums: Vec<usize>,
}

impl<'a> Spacing<'a> {
    pub(super) fn new(text: &'a str, tokens: &[Token], table: &'a Table) -> Self {
        let spec = statement::spec(text, tokens, table);
        let first = tokens.first().map_or("", |token| token.text(text));
        let is_block = matches!(first, "let" | "for");
        let shape = spec.map(|spec| spec.shape);
        let bare = matches!(shape, Some(Shape::DefineLabels | Shape::Words | Shape::Require | Shape::Command));
        let mut spacing = Spacing {
            text,
            is_literal: !is_block && (bare || spec.is_none()),
            is_loop: first == "for",
            has_sources: matches!(
                shape,
                Some(Shape::Import | Shape::ImportEvent | Shape::ImportPanel | Shape::Sources | Shape::ListLabels)
            ),
            has_groups: matches!(shape, Some(Shape::Statistics | Shape::Recode | Shape::Model | Shape::Bars)),
            table,
            command_end: spec.and(statement::command_word(text, tokens, table)).map_or(0, |(span, _)| span.end),
            expression: None,
            options: None,
            sums: Vec::new(),
        };
        let mut depth = 0_usize;
        for (place, token) in tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Symbol(Symbol::Open) => depth += 1,
                TokenKind::Symbol(Symbol::Close) => depth = depth.saturating_sub(1),
                TokenKind::Symbol(Symbol::Comma) if depth == 0 && spacing.options.is_none() && !is_block => {
                    spacing.options = Some(token.span.end);
                }
                TokenKind::Symbol(Symbol::Assign)
                    if depth == 0 && (matches!(shape, Some(Shape::Assign | Shape::AssignNew)) || first == "let") =>
                {
                    spacing.expression = spacing.expression.or(Some(token.span.end));
                }
                TokenKind::Name if place > 0 && depth == 0 && token.text(text) == "if" && !is_block => {
                    spacing.expression = spacing.expression.or(Some(token.span.end));
                }
                TokenKind::Symbol(Symbol::Plus | Symbol::Minus) if spacing.in_expression(*token) => {
                    let before = place.checked_sub(1).and_then(|before| tokens.get(before));
                    spacing.sums.extend(before.filter(|before| is_operand(**before, text)).map(|_| token.span.start));
                }
                _ => {}
            }
        }
        spacing
    }

    /// Whether two symbols without a blank between them would be one token, or a comment: `/ /`, `! =`, `# #`.
    fn would_merge(&self, left: Token, right: Token) -> bool {
        let (TokenKind::Symbol(_), TokenKind::Symbol(_)) = (left.kind, right.kind) else { return false };
        let spelled_left = spelled(left, self.text);
        let both = format!("{spelled_left}{}", spelled(right, self.text));
        tokenize(&both).first().is_some_and(|first| first.span.end != spelled_left.len())
    }

    fn is_sum(&self, token: Token) -> bool {
        self.sums.binary_search(&token.span.start).is_ok()
    }

    fn is_call(&self, name: Token) -> bool {
        self.table.function(name.text(self.text)).is_some_and(|spec| spec.in_bindings)
    }

    fn in_options(&self, token: Token) -> bool {
        self.options.is_some_and(|options| token.span.start >= options)
    }

    fn in_expression(&self, token: Token) -> bool {
        self.expression.is_some_and(|expression| token.span.start >= expression) && !self.in_options(token)
    }

    /// Whether a blank stands between two tokens; `has_blank` is what the text has.
    pub(super) fn between(&self, left: Token, right: Token, has_blank: bool) -> bool {
        use TokenKind::Symbol as S;
        if self.is_literal || self.would_merge(left, right) {
            return has_blank;
        }
        match (left.kind, right.kind) {
            (_, S(Symbol::Comma | Symbol::Close)) | (S(Symbol::Open | Symbol::Not), _) => false,
            (S(Symbol::Comma), _) => true,
            (S(symbol), _) | (_, S(symbol)) if is_spaced(symbol) => true,
            (S(Symbol::Colon), _) | (_, S(Symbol::Colon)) if self.is_loop => true,
            (S(Symbol::Hash | Symbol::DoubleHash), _) | (_, S(Symbol::Hash | Symbol::DoubleHash)) => false,
            (_, S(Symbol::Open)) if left.span.end == self.command_end => true,
            (TokenKind::Name, S(Symbol::Open)) if self.in_options(right) => false,
            (TokenKind::Name, S(Symbol::Open)) if self.in_expression(right) && !is_word(left, self.text) => false,
            (_, S(Symbol::Star | Symbol::Slash)) | (S(Symbol::Star | Symbol::Slash), _)
                if self.in_expression(left) || self.in_expression(right) =>
            {
                true
            }
            (_, S(Symbol::Slash)) | (S(Symbol::Slash), TokenKind::Name | TokenKind::Binding) if self.has_sources => {
                false
            }
            _ if self.is_sum(left) || self.is_sum(right) => true,
            (TokenKind::Name, S(Symbol::Open)) if self.has_groups && !self.is_call(left) => true,
            (S(Symbol::Close), TokenKind::Name | S(Symbol::Open)) => true,
            _ => has_blank,
        }
    }
}

/// Operators that always stand between blanks.
fn is_spaced(symbol: Symbol) -> bool {
    use Symbol::{
        And, Arrow, Assign, Equal, Greater, GreaterOrEqual, Join, Less, LessOrEqual, NotEqual, Or, Semicolon,
    };
    matches!(
        symbol,
        Join | Arrow | Assign | Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual | And | Or | Semicolon
    )
}

fn is_word(token: Token, text: &str) -> bool {
    matches!(token.text(text), "if" | "and" | "or")
}

fn is_operand(token: Token, text: &str) -> bool {
    match token.kind {
        TokenKind::Name => !is_word(token, text),
        TokenKind::Number | TokenKind::Text | TokenKind::Binding | TokenKind::Date | TokenKind::Word => true,
        TokenKind::Symbol(symbol) => symbol == Symbol::Close,
        _ => false,
    }
}

/// The token in plain characters: straight quotes, ASCII operators.
pub(crate) fn spelled(token: Token, text: &str) -> Cow<'_, str> {
    let written = token.text(text);
    match token.kind {
        TokenKind::Text => {
            let inside = unquote(written);
            let is_double = written.starts_with(['"', '“', '”', '„', '‟', '«', '»']);
            let quote = match (is_double, inside.contains('"'), inside.contains('\'')) {
                (true, false, _) | (false, false, true) => '"',
                (false, _, false) | (true, true, false) => '\'',
                _ => return Cow::Borrowed(written),
            };
            Cow::Owned(format!("{quote}{inside}{quote}"))
        }
        TokenKind::Name | TokenKind::Binding if written.contains(is_invisible) => {
            Cow::Owned(written.replace(is_invisible, ""))
        }
        TokenKind::Date => Cow::Owned(plain_dashes(written)),
        TokenKind::Symbol(_) => {
            pasted(token, text).map_or(Cow::Borrowed(written), |(_, _, plain)| Cow::Borrowed(plain))
        }
        _ => Cow::Borrowed(written),
    }
}
