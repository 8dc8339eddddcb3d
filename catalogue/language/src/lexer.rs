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

/// Whether a character takes no room: zero-width blanks, soft hyphens, marks of direction.
pub fn is_invisible(letter: char) -> bool {
    scan::is_invisible(letter)
}

/// A command's word with plain hyphens and without invisible characters.
pub fn plain_word(word: &str) -> String {
    canonical_name(word).chars().map(|letter| if scan::is_dash(letter) { '-' } else { letter }).collect()
}

/// The words of a quoted text, without its quotes.
pub fn unquote(token: &str) -> &str {
    quote::inside(token)
}

/// A date or operator with plain hyphens in the place of dashes.
pub fn plain_dashes(token: &str) -> String {
    token.chars().map(|letter| if letter.is_ascii_digit() { letter } else { '-' }).collect()
}

/// What a token is read as, where it holds a character that was pasted in the place of a plain one.
pub fn pasted(token: Token, text: &str) -> Option<(Span, &str, &'static str)> {
    let written = token.text(text);
    let plain = match token.kind {
        TokenKind::Text => match written.chars().next()? {
            '\'' | '"' => return None,
            opening if quote::is_single(opening) => "'",
            _ => "\"",
        },
        TokenKind::Date if !written.is_ascii() => "-",
        TokenKind::Symbol(symbol) if !written.is_ascii() => scan::plain(symbol)?,
        _ => return None,
    };
    let letter = written.char_indices().find(|(_, letter)| !letter.is_ascii() || matches!(letter, '`'))?;
    let start = token.span.start + letter.0;
    let span = Span { start, end: start + letter.1.len_utf8() };
    Some((span, text.get(span.start..span.end)?, plain))
}

/// A name in its canonical spelling: `Start@x` is `START@x`, `panel@date` is `date@panel`, and letters typed as a letter and a
/// combining mark (texts from a Mac) are one letter.
///
/// Invisible characters that web pages put in for breaks are no part of it.
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
    for letter in name.chars().filter(|letter| !scan::is_invisible(*letter)) {
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
