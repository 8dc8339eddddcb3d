//! From the tree to steps: loops unrolled, bindings put in, names and values made of `++` worked out.

mod arguments;
mod binding;
mod constant;
mod lower;
mod numeric;
mod options;

use std::cell::Cell;

use crate::Table;
use crate::ast::{Command, For, ForItem, ForPart, Script, Statement, StatementKind};
use crate::call::{Arguments, Call, Spanned, Step, Value};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::{LineIndex, Span};
use binding::Bindings;
pub use lower::arity;
pub use options::in_words as option_in_words;

/// How many statements and iterations a script may unroll to.
pub const MOST_STEPS: usize = 20_000;
/// How much text, in bytes, loops and bindings may add to a script.
const MOST_ADDED: usize = 4 << 20;

/// Unrolls loops, puts bindings in and checks names against the table. `text` is the text that was parsed (for line numbers).
///
/// A statement that cannot be run becomes `Step::Broken`; the steps after it are there too, and the engine stops at the first broken one.
pub fn expand(script: &Script, text: &str, table: &Table) -> Vec<Step> {
    let mut expansion = Expansion {
        lines: LineIndex::new(text),
        table,
        bindings: Bindings::default(),
        steps: Vec::new(),
        left: MOST_STEPS,
        text_left: Cell::new(text.len() + MOST_ADDED),
    };
    expansion.block(&script.statements);
    expansion.steps
}

struct Expansion<'a> {
    lines: LineIndex<'a>,
    table: &'a Table,
    bindings: Bindings,
    steps: Vec<Step>,
    /// Statements and iterations that may still come.
    left: usize,
    /// Bytes of statements and values that may still come.
    text_left: Cell<usize>,
}

/// What a constant or lowered part needs: bindings and the table.
#[derive(Clone, Copy)]
struct Scope<'a> {
    bindings: &'a Bindings,
    table: &'a Table,
    text_left: &'a Cell<usize>,
}

impl Scope<'_> {
    /// Counts text that is put in at a place; an error beyond the limit.
    fn spend_text(self, length: usize, span: Span) -> Result<(), Diagnostic> {
        let left = self.text_left.get().checked_sub(length);
        self.text_left.set(left.unwrap_or(0));
        if left.is_some() { Ok(()) } else { Err(codes::text_too_long(span, MOST_ADDED)) }
    }
}

impl Expansion<'_> {
    fn block(&mut self, statements: &[Statement]) {
        for statement in statements {
            if !self.spend(statement.span) {
                return;
            }
            let (span, line) = (statement.span, self.lines.line(statement.span.start));
            match &statement.kind {
                StatementKind::Command(command) => match self.command(command, span, line) {
                    Ok(call) => {
                        if call.command == "clear" {
                            self.bindings.clear();
                        }
                        self.steps.push(Step::Call(call));
                    }
                    Err(diagnostic) => self.broken(span, vec![diagnostic]),
                },
                StatementKind::Let { name, value } => self.bind(name, value, span),
                StatementKind::For(header) => self.part(header, 0),
                StatementKind::Text { markdown } => {
                    self.steps.push(Step::Text { line, span, markdown: markdown.clone() })
                }
                StatementKind::Broken { diagnostics } => self.broken(span, diagnostics.clone()),
            }
        }
    }

    /// Counts a statement or iteration; at the limit the steps end with a diagnostic.
    fn spend(&mut self, span: Span) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                if left == 0 {
                    self.broken(span, vec![codes::too_many_iterations(span, MOST_STEPS)]);
                }
                left > 0
            }
            None => false,
        }
    }

    fn broken(&mut self, span: Span, diagnostics: Vec<Diagnostic>) {
        let line = self.lines.line(span.start);
        self.steps.push(Step::Broken { line, span, diagnostics });
    }

    fn scope(&self) -> Scope<'_> {
        Scope { bindings: &self.bindings, table: self.table, text_left: &self.text_left }
    }

    fn bind(&mut self, name: &Spanned<String>, value: &crate::ast::Expr, span: Span) {
        match constant::evaluate(value, self.scope()) {
            Ok(value) => {
                self.bindings.set(&name.value, value.clone());
                let line = self.lines.line(span.start);
                self.steps.push(Step::Let { line, span, name: name.value.clone(), value });
            }
            Err(diagnostic) => self.broken(span, vec![diagnostic]),
        }
    }

    fn command(&self, command: &Command, span: Span, line: usize) -> Result<Call, Diagnostic> {
        let scope = self.scope();
        scope.spend_text(command.source.len(), span)?;
        let arguments = match &command.arguments {
            crate::ast::Arguments::Command(inner) => {
                let inner_span = inner.word.span.to(span);
                Arguments::Command(Box::new(self.command(inner, inner_span, line)?))
            }
            arguments => arguments::lower(arguments, scope)?,
        };
        let condition = command.condition.as_ref().map(|condition| lower::lower(condition, scope)).transpose()?;
        let options = options::lower(command, scope)?;
        let (name, source) = (command.name.clone(), command.source.clone());
        Ok(Call { command: name, line, span, source, arguments, condition, options })
    }

    /// Runs the header part `place` and, inside it, the later parts (the last one fastest) and the body.
    fn part(&mut self, header: &For, place: usize) {
        let Some(part) = header.parts.get(place) else {
            self.block(&header.body);
            return;
        };
        match rows(part, self.scope(), self.left) {
            Ok(rows) => {
                for row in rows {
                    if !self.spend(part.span) {
                        return;
                    }
                    self.bindings.open();
                    for (name, value) in part.names.iter().zip(row) {
                        self.bindings.set(&name.value, value);
                    }
                    self.part(header, place + 1);
                    self.bindings.close();
                }
            }
            Err(diagnostic) => self.broken(header.header, vec![diagnostic]),
        }
    }
}

/// The values of each iteration of a header part.
fn rows(part: &ForPart, scope: Scope<'_>, most: usize) -> Result<Vec<Vec<Value>>, Diagnostic> {
    let mut lists: Vec<Vec<Value>> = Vec::new();
    for list in &part.lists {
        let mut values = Vec::new();
        for item in &list.items {
            match item {
                ForItem::Value(value) => values.push(constant::evaluate(value, scope)?),
                ForItem::Range { low, high } => {
                    let span = low.span.to(high.span);
                    let (low, high) = (whole(low, span, scope)?, whole(high, span, scope)?);
                    if usize::try_from(high - low).is_ok_and(|length| values.len() + length >= most) {
                        return Err(codes::too_many_iterations(span, MOST_STEPS));
                    }
                    values.extend((low..=high).map(|number| Value::Number(number as f64)));
                }
            }
        }
        lists.push(values);
    }
    let length = lists.first().map_or(0, Vec::len);
    if let Some(other) = lists.iter().find(|list| list.len() != length) {
        return Err(codes::list_lengths_differ(part.span, length, other.len()));
    }
    Ok((0..length).map(|row| lists.iter().filter_map(|list| list.get(row).cloned()).collect()).collect())
}

/// A range's bound: a whole number that a table of years or codes may have.
fn whole(bound: &crate::ast::Expr, span: Span, scope: Scope<'_>) -> Result<i64, Diagnostic> {
    match constant::evaluate(bound, scope)? {
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Ok(number as i64),
        Value::Text(text) => {
            let number = text.trim().parse().ok().filter(|number: &i64| number.unsigned_abs() < 1_000_000_000_000_000);
            number.ok_or_else(|| codes::not_a_range(span))
        }
        _ => Err(codes::not_a_range(span)),
    }
}
