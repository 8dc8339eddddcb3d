//! What to say about something that the grammar has no place for: mostly a habit from elsewhere.

use text::{Text, t};

use super::cursor::Cursor;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::foreign;
use crate::lexer::{Symbol, Token, TokenKind};

impl Cursor<'_> {
    /// The next token is left over.
    pub(super) fn unexpected(&self) -> Diagnostic {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Symbol(Symbol::Close) => codes::unbalanced_parenthesis(token.span),
            Some(token) => {
                codes::unexpected_text(token.span, token.text(self.text)).advised(self.advice_on_leftover(token))
            }
            None => codes::unexpected_text(self.last_span(), ""),
        }
    }

    fn advice_on_leftover(&self, token: Token) -> Option<Text> {
        let word = self.word_of(token);
        let before = self.peek_back(1);
        let touches = self.touches(0);
        match token.kind {
            TokenKind::Symbol(Symbol::Star | Symbol::Minus) if touches && before.is_some_and(is_name) => Some(t(
                "skriv variablene én for én: jokertegn og områder finnes ikke",
                "write the variables one by one: there are no wildcards or ranges",
            )),
            TokenKind::Symbol(Symbol::Dot) if touches => before.and_then(|before| prefix_advice(self.word_of(before))),
            TokenKind::Symbol(Symbol::Open) if self.peek_back(2).is_none() => {
                Some(t("skriv variablene uten parenteser", "write the variables without parentheses"))
            }
            TokenKind::Symbol(Symbol::Semicolon) => Some(t("skriv én kommando per linje", "write one command a line")),
            TokenKind::Number if before.is_some_and(|before| before.kind == TokenKind::Number) => Some(t(
                "skriv tall uten mellomrom og tusenskille",
                "write numbers without blanks and thousand separators",
            )),
            TokenKind::Number if touches && self.is_decimal_comma() => {
                Some(t("skriv desimaltall med punktum", "write decimals with a point"))
            }
            TokenKind::Date if self.peek_back(2).is_some_and(|before| self.word_of(before) == "as") => {
                Some(t("flytt datoen foran `as`", "move the date before `as`"))
            }
            TokenKind::Name if word == "in" || word == "between" => Some(t(
                "skriv `inlist(x, 1, 2)` eller `inrange(x, 1, 9)`",
                "write `inlist(x, 1, 2)` or `inrange(x, 1, 9)`",
            )),
            TokenKind::Name if word == "is" => Some(t("skriv `sysmiss(x)`", "write `sysmiss(x)`")),
            TokenKind::Name if self.follows_a_date() => {
                Some(Text::new(format!("skriv `as {word}`"), format!("write `as {word}`")))
            }
            TokenKind::Name if before.is_some_and(|before| matches!(self.word_of(before), "not" | "ikke")) => {
                foreign::function("not")
            }
            TokenKind::Name if before.is_some_and(|before| self.word_of(before) == "end") => {
                Some(t("skriv bare `end`", "write `end` alone"))
            }
            _ => None,
        }
    }

    /// `10,5`: digits right behind a comma right behind digits.
    fn is_decimal_comma(&self) -> bool {
        let is_comma = self.peek_back(1).is_some_and(|before| before.kind == TokenKind::Symbol(Symbol::Comma));
        is_comma
            && match (self.peek_back(2), self.peek_back(1)) {
                (Some(number), Some(comma)) => number.kind == TokenKind::Number && number.span.end == comma.span.start,
                _ => false,
            }
    }

    fn follows_a_date(&self) -> bool {
        self.peek_back(1).is_some_and(|before| before.kind == TokenKind::Date)
    }
}

fn is_name(token: Token) -> bool {
    matches!(token.kind, TokenKind::Name | TokenKind::Binding)
}

/// `L.x`, `F2.x`, `D.x`, `ib2.x`.
fn prefix_advice(prefix: &str) -> Option<Text> {
    let letters = prefix.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_ascii_lowercase();
    match letters.as_str() {
        "l" | "f" | "d" | "s" => Some(t(
            "hent et eget år med `import`, og regn med begge variablene",
            "fetch a year of its own with `import`, and compute with both variables",
        )),
        "ib" | "b" | "bn" | "ibn" | "o" => Some(t(
            "skriv `i.x`, og gi grunnkategorien den laveste koden med `recode`",
            "write `i.x`, and give the base category the lowest code with `recode`",
        )),
        _ => None,
    }
}

/// What to write for a character that no part of the language uses.
pub(super) fn character_advice(character: &str) -> Option<Text> {
    Some(match character {
        "{" | "}" => t("skriv løkker som `for i in 1 : 3` … `end`", "write loops as `for i in 1 : 3` … `end`"),
        "%" => t("skriv resten som `x - floor(x / y) * y`", "write the remainder as `x - floor(x / y) * y`"),
        "[" | "]" => t("bruk vanlige parenteser", "use ordinary parentheses"),
        "\\" => t("sett `\\` sist på linjen", "put `\\` at the end of the line"),
        "~" => t("skriv `!` for ikke", "write `!` for not"),
        "$" => t("skriv `$navn` uten mellomrom", "write `$name` without a blank"),
        _ => return None,
    })
}
