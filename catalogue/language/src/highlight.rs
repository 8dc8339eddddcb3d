//! Which stretches of a script get which color.

use serde::Serialize;

use crate::Table;
use crate::lexer::{Symbol, Token, TokenKind};
use crate::parser::RESERVED;
use crate::span::Span;
use crate::spec::CommandSpec;
use crate::statement::{Part, PartReader, command_word, significant, statements, word};

/// Classes of stretches; serialised in lower case as the class `token-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A command.
    Command,
    /// `if`, `as`, `into`, block words …
    Keyword,
    /// An option's name.
    Option,
    /// A function that is called.
    Function,
    /// A number, date or code.
    Number,
    /// A quoted text, or the Markdown of a textblock.
    Text,
    /// `$name`.
    Binding,
    /// A comment.
    Comment,
    /// A command, option or character that the language lacks.
    Unknown,
}

/// A colored stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Its place, in bytes.
    pub span: Span,
    /// Its class.
    pub class: Class,
}

/// Block words: part of the grammar, and colored as such.
const BLOCKS: [&str; 5] = ["let", "for", "end", "textblock", "endblock"];

/// The marks of a script in the order of the text; what is in no mark has no color.
pub fn highlight(text: &str, table: &Table) -> Vec<Mark> {
    let mut marks = Vec::new();
    for statement in statements(text) {
        let tokens = significant(&statement);
        let command = command_word(text, &tokens, table);
        if let Some((span, _)) = command {
            let class = match word(text, span) {
                word if BLOCKS.contains(&word) => Class::Keyword,
                word if table.command(word).is_some() => Class::Command,
                _ => Class::Unknown,
            };
            marks.push(Mark { span, class });
        }
        let taken = command.map_or(0, |(_, taken)| taken);
        let spec = command.and_then(|(span, _)| table.command(word(text, span)));
        let mut parts = PartReader::new(text);
        for (place, token) in tokens.iter().enumerate() {
            if place >= taken {
                let next = tokens.get(place + 1).map(|next| next.kind);
                let class = class(text, *token, next, &parts.next(), spec, table);
                marks.extend(class.map(|class| Mark { span: token.span, class }));
            }
            parts.read(*token);
        }
        let raw = statement.iter().filter(|token| matches!(token.kind, TokenKind::Comment | TokenKind::Markdown));
        marks.extend(raw.map(|token| {
            let class = if token.kind == TokenKind::Comment { Class::Comment } else { Class::Text };
            Mark { span: token.span, class }
        }));
    }
    marks.sort_by_key(|mark| mark.span.start);
    marks
}

fn class(
    text: &str,
    token: Token,
    next: Option<TokenKind>,
    part: &Part<'_>,
    spec: Option<&CommandSpec>,
    table: &Table,
) -> Option<Class> {
    let name = token.text(text);
    let is_called = next == Some(TokenKind::Symbol(Symbol::Open));
    Some(match token.kind {
        TokenKind::Number | TokenKind::Date | TokenKind::Word => Class::Number,
        TokenKind::Text | TokenKind::OpenText => Class::Text,
        TokenKind::Binding => Class::Binding,
        TokenKind::Unknown => Class::Unknown,
        TokenKind::Name if *part == Part::Options => {
            let is_known = spec.is_some_and(|spec| spec.options.iter().any(|option| option.name == name));
            if is_known { Class::Option } else { Class::Unknown }
        }
        TokenKind::Name if RESERVED.contains(&name) => Class::Keyword,
        TokenKind::Name if is_called && table.function(name).is_some() => Class::Function,
        _ => return None,
    })
}
