//! Lines and blocks: what stands between `for` and `end`, `textblock` and `endblock`.

use super::cursor::Cursor;
use super::{Parse, bindings, command};
use crate::Table;
use crate::ast::{For, Script, Statement, StatementKind};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lexer::{Token, TokenKind, pasted, tokenize};
use crate::span::Span;

/// How deep loops may stand in one another, parts of a header behind `;` included.
const MOST_LOOPS: usize = 32;

/// The tokens of one statement, trivia too; Markdown belongs to the line that it follows.
pub(super) fn lines(text: &str) -> Vec<Vec<Token>> {
    let mut lines = vec![Vec::new()];
    for token in tokenize(text) {
        match token.kind {
            TokenKind::Newline => lines.push(Vec::new()),
            kind => {
                if let Some(line) = lines.last_mut() {
                    line.push(token);
                }
                if kind == TokenKind::Markdown {
                    lines.push(Vec::new());
                }
            }
        }
    }
    lines
}

/// A block that waits for its end.
struct Open {
    /// The loop's header, or what was wrong with it.
    header: Result<For, Vec<Diagnostic>>,
    span: Span,
    body: Vec<Statement>,
}

impl Open {
    /// Loops that the block stands for.
    fn n_parts(&self) -> usize {
        self.header.as_ref().map_or(1, |header| header.parts.len())
    }
}

/// Builds the tree line by line.
pub(super) struct Blocks<'a> {
    text: &'a str,
    table: &'a Table,
    statements: Vec<Statement>,
    open: Vec<Open>,
    /// A textblock that waits for its `endblock`.
    waiting: Option<Statement>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(text: &'a str, table: &'a Table) -> Self {
        Blocks { text, table, statements: Vec::new(), open: Vec::new(), waiting: None, diagnostics: Vec::new() }
    }

    fn push(&mut self, statement: Statement) {
        match self.open.last_mut() {
            Some(open) => open.body.push(statement),
            None => self.statements.push(statement),
        }
    }

    fn broken(&mut self, span: Span, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.extend(diagnostics.iter().cloned());
        self.push(Statement { span, kind: StatementKind::Broken { diagnostics } });
    }

    pub(super) fn line(&mut self, line: &[Token]) {
        let mut cursor = Cursor::new(self.text, self.table, line);
        let span = cursor.whole();
        self.pasted(line);
        let first = cursor.peek().filter(|token| token.kind == TokenKind::Name).map(|token| token.text(self.text));
        if first == Some("endblock") {
            self.end_text(&mut cursor, span);
            return;
        }
        self.open_text();
        match first {
            None if cursor.peek().is_none() => {}
            Some("textblock") => self.begin_text(line, span),
            Some("for") => self.begin_loop(&mut cursor, span),
            Some("end") => self.end_loop(&mut cursor, span),
            Some("let") => {
                let result = bindings::let_statement(&mut cursor);
                self.finish_line(cursor, span, result);
            }
            _ => {
                let result =
                    command::command(&mut cursor, line).map(|command| StatementKind::Command(Box::new(command)));
                self.finish_line(cursor, span, result);
            }
        }
    }

    /// Tells the first character of a line that is read as another one.
    fn pasted(&mut self, line: &[Token]) {
        if let Some((span, found, plain)) = line.iter().find_map(|token| pasted(*token, self.text)) {
            self.diagnostics.push(codes::pasted_character(span, found, plain));
        }
    }

    fn finish_line(&mut self, cursor: Cursor<'_>, span: Span, result: Result<StatementKind, Diagnostic>) {
        let (mut errors, remarks) = cursor.into_diagnostics();
        self.diagnostics.extend(remarks);
        match result {
            Ok(kind) if errors.is_empty() => self.push(Statement { span, kind }),
            Ok(_) => self.broken(span, errors),
            Err(error) => {
                errors.push(error);
                self.broken(span, errors);
            }
        }
    }

    fn begin_text(&mut self, line: &[Token], span: Span) {
        let markdown =
            line.iter().find(|token| token.kind == TokenKind::Markdown).map_or("", |token| token.text(self.text));
        let markdown = markdown.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
        let markdown = markdown.trim_end().trim_start_matches(['\n', '\r']).to_owned();
        self.waiting = Some(Statement { span, kind: StatementKind::Text { markdown } });
    }

    fn end_text(&mut self, cursor: &mut Cursor<'_>, span: Span) {
        cursor.bump();
        match self.waiting.take() {
            Some(mut statement) => {
                statement.span = statement.span.to(span);
                self.push(statement);
            }
            None => self.broken(span, vec![codes::end_without_block(span, "endblock", "textblock")]),
        }
    }

    /// A textblock that never ended runs to the end of the script.
    fn open_text(&mut self) {
        if let Some(statement) = self.waiting.take() {
            let span = Span {
                start: statement.span.start,
                end: (statement.span.start + "textblock".len()).min(statement.span.end),
            };
            self.broken(span, vec![codes::block_without_end(span, "textblock", "endblock")]);
        }
    }

    fn begin_loop(&mut self, cursor: &mut Cursor<'_>, span: Span) {
        let around: usize = self.open.iter().map(Open::n_parts).sum();
        let header = bindings::for_header(cursor);
        let header = match header {
            Ok(parts) if around + parts.len() > MOST_LOOPS => Err(codes::nesting_too_deep(span, MOST_LOOPS)),
            header => header,
        };
        let (mut errors, remarks) = cursor.take_diagnostics();
        self.diagnostics.extend(remarks);
        let header = match header {
            Ok(parts) if errors.is_empty() => Ok(For { parts, body: Vec::new(), header: span }),
            Ok(_) => Err(errors),
            Err(error) => {
                errors.push(error);
                Err(errors)
            }
        };
        self.open.push(Open { header, span, body: Vec::new() });
    }

    fn end_loop(&mut self, cursor: &mut Cursor<'_>, span: Span) {
        cursor.bump();
        if let Some(extra) = cursor.peek() {
            let found = extra.text(self.text).to_owned();
            self.diagnostics.push(codes::unexpected_text(extra.span, &found));
        }
        match self.open.pop() {
            Some(Open { header: Ok(mut header), span: opening, body }) => {
                header.body = body;
                self.push(Statement { span: opening.to(span), kind: StatementKind::For(header) });
            }
            Some(Open { header: Err(errors), span: opening, .. }) => self.broken(opening, errors),
            None => self.broken(span, vec![codes::end_without_block(span, "end", "for")]),
        }
    }

    pub(super) fn finish(mut self) -> Parse {
        self.open_text();
        while let Some(open) = self.open.pop() {
            let mut errors = open.header.err().unwrap_or_default();
            errors.push(codes::block_without_end(open.span, "for", "end"));
            self.broken(open.span, errors);
        }
        let mut diagnostics = self.diagnostics;
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
        Parse { script: Script { statements: self.statements }, diagnostics }
    }
}
