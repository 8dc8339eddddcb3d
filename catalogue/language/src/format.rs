//! The formatter: blanks, indentation, straight quotes. It moves nothing, keeps every comment, and is idempotent.
//!
//! Where a blank carries meaning (`a -1`, bare labels, versions) it is left as it stands. A text whose formatted form the parser
//! reads otherwise is given back as it is.

mod meaning;
mod spacing;

use crate::Table;
use crate::lexer::{Token, TokenKind};
use crate::statement::{significant, statements};
use spacing::Spacing;
pub(crate) use spacing::spelled;

/// Loops deeper than this are indented no further: the parser refuses them anyway.
const MOST_INDENTS: usize = 32;

/// The script in the house form; the text itself where that form would say something else.
pub fn format(text: &str, table: &Table) -> String {
    let formatted = written(text, table);
    let is_safe = meaning::is_same(text, &formatted, table) && written(&formatted, table) == formatted;
    if is_safe { formatted } else { text.to_owned() }
}

/// The script in the house form.
fn written(text: &str, table: &Table) -> String {
    let mut output = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for statement in statements(text) {
        let tokens = significant(&statement);
        let first = tokens.first().map_or("", |token| token.text(text));
        if first == "end" {
            depth = depth.saturating_sub(1);
        }
        let line = Line {
            text,
            statement: &statement,
            indent: "  ".repeat(depth.min(MOST_INDENTS)),
            spacing: Spacing::new(text, &tokens, table),
        };
        line.write(&mut output);
        if first == "for" {
            depth += 1;
        }
    }
    let mut lines = output.trim_end().trim_start_matches('\n').to_owned();
    if !lines.is_empty() {
        lines.push('\n');
    }
    lines
}

/// One statement to write, its continuation lines and comments included.
struct Line<'a> {
    text: &'a str,
    statement: &'a [Token],
    indent: String,
    spacing: Spacing<'a>,
}

impl Line<'_> {
    fn write(&self, output: &mut String) {
        if self.statement.iter().all(|token| matches!(token.kind, TokenKind::Space | TokenKind::Newline)) {
            let is_second = output.is_empty() || output.ends_with("\n\n");
            if !is_second && self.statement.iter().any(|token| token.kind == TokenKind::Newline) {
                output.push('\n');
            }
            return;
        }
        let is_unreadable =
            self.statement.iter().any(|token| matches!(token.kind, TokenKind::Unknown | TokenKind::OpenText));
        output.push_str(&self.indent);
        if is_unreadable {
            self.verbatim(output)
        } else {
            self.tokens(output)
        }
        if !output.ends_with('\n') {
            output.truncate(output.trim_end_matches([' ', '\t']).len());
            output.push('\n');
        }
    }

    /// A line that the grammar cannot read stays as it is.
    fn verbatim(&self, output: &mut String) {
        let mut written = String::new();
        for token in self.statement.iter().filter(|token| token.kind != TokenKind::Newline) {
            written.push_str(token.text(self.text));
        }
        let written = written.trim_matches([' ', '\t']);
        output.push_str(written);
        // The empty line behind a dangling continuation ends the statement.
        if written.ends_with('\n') {
            output.push('\n');
        }
    }

    fn tokens(&self, output: &mut String) {
        let mut previous: Option<Token> = None;
        let (mut has_blank, mut at_start) = (false, true);
        for token in self.statement {
            match token.kind {
                TokenKind::Space => has_blank = true,
                TokenKind::Newline => {}
                TokenKind::Joined => {
                    output.truncate(output.trim_end().len());
                    output.push('\n');
                    output.push_str(&self.indent);
                    output.push_str("    ");
                    (has_blank, at_start) = (true, true);
                }
                TokenKind::Markdown => self.markdown(*token, output),
                TokenKind::Comment | TokenKind::Continuation => {
                    blank(output, at_start);
                    output.push_str(token.text(self.text).trim_end());
                    (has_blank, at_start) = (true, false);
                }
                _ => {
                    let joins = previous.is_some_and(|previous| !self.spacing.between(previous, *token, has_blank));
                    if !joins {
                        blank(output, at_start);
                    }
                    output.push_str(&spacing::spelled(*token, self.text));
                    previous = Some(*token);
                    (has_blank, at_start) = (false, false);
                }
            }
        }
    }

    /// The words of a textblock as they are, with ordinary line ends.
    fn markdown(&self, token: Token, output: &mut String) {
        let words = token.text(self.text).replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
        output.push_str(&words);
    }
}

fn blank(output: &mut String, at_start: bool) {
    if !at_start && !output.ends_with([' ', '\n']) {
        output.push(' ');
    }
}
