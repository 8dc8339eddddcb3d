//! The scanner: one pass from the first character to the last.

use super::quote;
use super::{Symbol, Token, TokenKind};
use crate::span::Span;

/// Longer spellings stand before their beginnings.
const SYMBOLS: [(&str, Symbol); 53] = [
    ("->", Symbol::Arrow),
    ("→", Symbol::Arrow),
    ("++", Symbol::Join),
    ("===", Symbol::Foreign),
    ("!==", Symbol::Foreign),
    ("=>", Symbol::Foreign),
    ("=<", Symbol::Foreign),
    ("==", Symbol::Equal),
    ("!=", Symbol::NotEqual),
    ("≠", Symbol::NotEqual),
    ("<=", Symbol::LessOrEqual),
    ("≤", Symbol::LessOrEqual),
    (">=", Symbol::GreaterOrEqual),
    ("≥", Symbol::GreaterOrEqual),
    ("&&", Symbol::Foreign),
    ("||", Symbol::Foreign),
    ("<>", Symbol::Foreign),
    ("~=", Symbol::Foreign),
    ("**", Symbol::Foreign),
    ("##", Symbol::DoubleHash),
    ("(", Symbol::Open),
    (")", Symbol::Close),
    (",", Symbol::Comma),
    (";", Symbol::Semicolon),
    (":", Symbol::Colon),
    (".", Symbol::Dot),
    ("+", Symbol::Plus),
    ("-", Symbol::Minus),
    ("−", Symbol::Minus),
    ("–", Symbol::Minus),
    ("‐", Symbol::Minus),
    ("‑", Symbol::Minus),
    ("‒", Symbol::Minus),
    ("—", Symbol::Minus),
    ("﹣", Symbol::Minus),
    ("－", Symbol::Minus),
    ("*", Symbol::Star),
    ("×", Symbol::Star),
    ("/", Symbol::Slash),
    ("^", Symbol::Caret),
    ("=", Symbol::Assign),
    ("<", Symbol::Less),
    (">", Symbol::Greater),
    ("&", Symbol::And),
    ("|", Symbol::Or),
    ("!", Symbol::Not),
    ("#", Symbol::Hash),
    ("，", Symbol::Comma),
    ("（", Symbol::Open),
    ("）", Symbol::Close),
    ("＝", Symbol::Assign),
    ("；", Symbol::Semicolon),
    ("：", Symbol::Colon),
];

/// The plain spelling of a symbol.
pub(super) fn plain(symbol: Symbol) -> Option<&'static str> {
    SYMBOLS.iter().find(|row| row.1 == symbol && row.0.is_ascii()).map(|row| row.0)
}

pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// Nothing but blanks so far on this physical line.
    at_line_start: bool,
    /// The line is continued: its end is no statement's end.
    is_continued: bool,
    /// The previous line was continued.
    follows_continuation: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Scanner {
            text,
            at: 0,
            tokens: Vec::new(),
            at_line_start: true,
            is_continued: false,
            follows_continuation: false,
        }
    }

    pub(super) fn run(mut self) -> Vec<Token> {
        while self.at < self.text.len() {
            self.step();
        }
        self.tokens
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The rest of the physical line.
    fn line(&self) -> &'a str {
        let rest = self.rest();
        rest.find(is_line_end).and_then(|end| rest.get(..end)).unwrap_or(rest)
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        let end = (self.at + length.max(1)).min(self.text.len());
        self.tokens.push(Token { kind, span: Span { start: self.at, end } });
        self.at = end;
        if !matches!(kind, TokenKind::Space) {
            self.at_line_start = matches!(kind, TokenKind::Newline | TokenKind::Joined | TokenKind::Markdown);
        }
    }

    fn step(&mut self) {
        let rest = self.rest();
        let Some(letter) = rest.chars().next() else { return };
        match letter {
            _ if is_line_end(letter) => self.line_end(rest),
            _ if is_blank(letter) => {
                self.push(TokenKind::Space, length_while(rest, |l| is_blank(l) && !is_line_end(l)))
            }
            '\\' if self.continues() => {
                self.is_continued = true;
                self.push(TokenKind::Continuation, 1);
            }
            '#' if self.at_line_start && !self.follows_continuation => self.push(TokenKind::Comment, self.line().len()),
            '/' if rest.starts_with("//") => self.comment(),
            '$' => self.binding(rest),
            _ if quote::is_quote(letter) => {
                let (length, is_closed) = quote::length(rest);
                self.push(if is_closed { TokenKind::Text } else { TokenKind::OpenText }, length);
            }
            _ if letter.is_ascii_digit() || (letter == '.' && starts_with_digit(rest, 1) && !self.touches_name()) => {
                self.number(rest)
            }
            _ if is_name_start(letter) => self.name(rest),
            _ => self.symbol(rest, letter),
        }
    }

    fn line_end(&mut self, rest: &str) {
        let length = if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(1, char::len_utf8) };
        self.push(if self.is_continued { TokenKind::Joined } else { TokenKind::Newline }, length);
        self.follows_continuation = std::mem::take(&mut self.is_continued);
    }

    /// Whether nothing but blanks and perhaps a comment stands between the backslash and the line end.
    fn continues(&self) -> bool {
        let after = self.rest().get(1..).unwrap_or_default();
        let after = after.trim_start_matches(|letter| is_blank(letter) && !is_line_end(letter));
        after.is_empty() || after.starts_with(is_line_end) || after.starts_with("//")
    }

    /// A continued line that is only a comment keeps the continuation if the comment ends with a backslash:
    /// a part of a long command that was commented out.
    fn comment(&mut self) {
        let line = self.line();
        if self.at_line_start && self.follows_continuation && line.trim_end_matches(is_blank).ends_with('\\') {
            self.is_continued = true;
        }
        self.push(TokenKind::Comment, line.len());
    }

    fn binding(&mut self, rest: &str) {
        let after = rest.get(1..).unwrap_or_default();
        let braced = after.strip_prefix('{').and_then(|inner| {
            let length = name_length(inner);
            (length > 0 && inner.get(length..)?.starts_with('}')).then_some(length + 3)
        });
        match (braced, name_length(after)) {
            (Some(length), _) => self.push(TokenKind::Binding, length),
            (None, 0) => self.push(TokenKind::Unknown, 1),
            (None, length) => self.push(TokenKind::Binding, 1 + length),
        }
    }

    /// Whether the token before ends right here and is a name: its dot is no decimal point.
    fn touches_name(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.kind == TokenKind::Name)
    }

    fn number(&mut self, rest: &str) {
        if let Some(length) = date_length(rest) {
            self.push(TokenKind::Date, length);
            return;
        }
        let length = number_length(rest);
        let tail = rest.get(length..).map_or(0, |tail| length_while(tail, is_name_letter));
        self.push(if tail == 0 { TokenKind::Number } else { TokenKind::Word }, length + tail);
    }

    fn name(&mut self, rest: &str) {
        let length = name_length(rest);
        let opens_block = rest.get(..length) == Some("textblock") && self.begins_statement();
        self.push(TokenKind::Name, length);
        if opens_block {
            self.markdown();
        }
    }

    fn begins_statement(&self) -> bool {
        let before = self.tokens.iter().rev().find(|token| token.kind != TokenKind::Space);
        before.is_none_or(|token| matches!(token.kind, TokenKind::Newline | TokenKind::Markdown))
    }

    /// Everything up to a line that holds `endblock` and nothing else. What stands behind `textblock` on its line belongs to it.
    fn markdown(&mut self) {
        let rest = self.rest();
        let mut length = 0;
        let is_end = |line: &str| {
            line.trim_matches(is_blank) == "endblock" || line.trim_start_matches(is_blank).starts_with("endblock //")
        };
        for (number, line) in rest.split_inclusive(is_line_end).enumerate() {
            if number > 0 && is_end(line.trim_end_matches(is_line_end)) {
                break;
            }
            length += line.len();
        }
        if length > 0 {
            self.push(TokenKind::Markdown, length);
        }
    }

    fn symbol(&mut self, rest: &str, letter: char) {
        match SYMBOLS.iter().find(|(spelling, _)| rest.starts_with(spelling)) {
            Some((spelling, symbol)) => self.push(TokenKind::Symbol(*symbol), spelling.len()),
            None => self.push(TokenKind::Unknown, letter.len_utf8()),
        }
    }
}

pub(super) fn is_line_end(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || is_invisible(letter)
}

/// Characters without width: they join what they stand in, and separate nothing that is not separate.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{202a}'..='\u{202e}')
}

/// Hyphens and dashes that are pasted in the place of `-`.
pub(super) fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' | '－')
}

fn is_name_start(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

fn is_name_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '@' | '\u{300}'..='\u{36f}')
}

/// Whether a text is a name from its first to its last character.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && name_length(text) == text.len()
}

/// Invisible characters belong to the name that they stand in, not to what follows it.
fn name_length(text: &str) -> usize {
    if !text.chars().next().is_some_and(is_name_start) {
        return 0;
    }
    let mut length = length_while(text, is_name_letter);
    while let Some(rest) = text.get(length..) {
        let invisible = length_while(rest, is_invisible);
        let more = rest.get(invisible..).map_or(0, |rest| length_while(rest, is_name_letter));
        if invisible == 0 || more == 0 {
            break;
        }
        length += invisible + more;
    }
    length
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

fn digits(text: &str) -> usize {
    length_while(text, |letter| letter.is_ascii_digit())
}

fn starts_with_digit(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// The length of `YYYY-MM-DD` at the start, with dashes of any kind.
fn date_length(text: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for place in 0..10 {
        let (_, letter) = letters.next()?;
        let fits = if place == 4 || place == 7 { is_dash(letter) } else { letter.is_ascii_digit() };
        if !fits {
            return None;
        }
    }
    let length = letters.offset();
    let goes_on = text.get(length..).is_some_and(|rest| rest.starts_with(is_name_letter));
    (!goes_on).then_some(length)
}

fn number_length(text: &str) -> usize {
    let mut length = digits(text);
    if text.get(length..).is_some_and(|rest| rest.starts_with('.')) && starts_with_digit(text, length + 1) {
        length += 1 + text.get(length + 1..).map_or(0, digits);
    }
    let exponent = text.get(length..).unwrap_or_default();
    if let Some(after) = exponent.strip_prefix(['e', 'E']) {
        let sign = usize::from(after.starts_with(['+', '-']));
        let figures = after.get(sign..).map_or(0, digits);
        let ends = after.get(sign + figures..).is_none_or(|rest| !rest.starts_with(is_name_letter));
        if figures > 0 && ends {
            length += 1 + sign + figures;
        }
    }
    length
}

#[cfg(test)]
mod tests;
