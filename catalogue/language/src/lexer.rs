//! From text to tokens: any text, nothing lost, nothing fails.
//!
//! Tokens lie end to end and cover the text. Pasted text is met half way: curly quotes, non-breaking and invisible spaces, a byte order
//! mark, every kind of line end, and the long dashes and arrows that word processors put in.

mod quote;
mod scan;

use crate::span::Span;

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its place.
    pub span: Span,
}

/// Kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Blanks of any kind, also a byte order mark.
    Space,
    /// A line end that ends the statement.
    Newline,
    /// `\` before a line end (blanks and a comment may stand between).
    Continuation,
    /// A line end after a `\`: like a blank.
    Joined,
    /// `// …`, or a line that begins with `#`.
    Comment,
    /// The raw lines between `textblock` and `endblock`, with the last line end.
    Markdown,
    /// Letters, digits, `_`, `@`; a letter or `_` first.
    Name,
    /// Digits that run into letters, such as `01A`: a code, no name.
    Word,
    /// `12`, `0.5`, `.5`, `1e6`.
    Number,
    /// `YYYY-MM-DD`.
    Date,
    /// A quoted text with its quotes.
    Text,
    /// A quoted text without a closing quote, to the end of the line.
    OpenText,
    /// `$name`, `${name}`.
    Binding,
    /// An operator or bracket.
    Symbol(Symbol),
    /// A character that no part of the language uses.
    Unknown,
}

/// Operators and brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `.`
    Dot,
    /// `->`
    Arrow,
    /// `++`
    Join,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Star,
    /// `/`
    Slash,
    /// `^`
    Caret,
    /// `=`
    Assign,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `&`
    And,
    /// `|`
    Or,
    /// `!`
    Not,
    /// `#`
    Hash,
    /// `##`
    DoubleHash,
    /// `&&`, `||`, `<>`, `~=`, `**`: of other languages, read as what they mean there.
    Foreign,
}

impl TokenKind {
    /// Whether the parser passes over it.
    pub fn is_trivia(self) -> bool {
        matches!(self, TokenKind::Space | TokenKind::Continuation | TokenKind::Joined | TokenKind::Comment)
    }
}

impl Token {
    /// The token's text.
    pub fn text(self, script: &str) -> &str {
        script.get(self.span.start..self.span.end).unwrap_or_default()
    }
}

/// Cuts a text into tokens that cover it end to end.
pub fn tokenize(text: &str) -> Vec<Token> {
    scan::Scanner::new(text).run()
}

/// Whether a text is a name from its first to its last character.
pub fn is_name(text: &str) -> bool {
    scan::is_name(text)
}

/// The words of a quoted text, without its quotes.
pub fn unquote(token: &str) -> &str {
    quote::inside(token)
}

/// A name in its canonical spelling: `Start@x` is `START@x`, `panel@date` is `date@panel`, and letters typed as a letter and a
/// combining mark (texts from a Mac) are one letter.
pub fn canonical_name(name: &str) -> String {
    let composed = compose(name);
    let Some((before, after)) = composed.split_once('@') else { return composed };
    match before.to_ascii_lowercase().as_str() {
        "start" => format!("START@{after}"),
        "stop" => format!("STOP@{after}"),
        "date" if after.eq_ignore_ascii_case("panel") => "date@panel".to_owned(),
        "panel" if after.eq_ignore_ascii_case("date") => "date@panel".to_owned(),
        _ => composed,
    }
}

fn compose(name: &str) -> String {
    const PAIRS: [(char, char, char); 12] = [
        ('a', '\u{30a}', 'å'),
        ('A', '\u{30a}', 'Å'),
        ('a', '\u{308}', 'ä'),
        ('A', '\u{308}', 'Ä'),
        ('o', '\u{308}', 'ö'),
        ('O', '\u{308}', 'Ö'),
        ('u', '\u{308}', 'ü'),
        ('U', '\u{308}', 'Ü'),
        ('e', '\u{301}', 'é'),
        ('E', '\u{301}', 'É'),
        ('o', '\u{301}', 'ó'),
        ('e', '\u{300}', 'è'),
    ];
    let mut composed = String::with_capacity(name.len());
    for letter in name.chars() {
        let pair =
            composed.chars().last().and_then(|base| PAIRS.iter().find(|pair| pair.0 == base && pair.1 == letter));
        match pair {
            Some((_, _, joined)) => {
                composed.pop();
                composed.push(*joined);
            }
            None => composed.push(letter),
        }
    }
    composed
}
