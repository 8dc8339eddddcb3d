//! What a script has made before a place in it, for completion and hover.

use crate::call::{Step, Value};
use crate::check::{State, follow};
use crate::lexer::TokenKind;
use crate::statement::{significant, statements};
use crate::{NameSource, Table, expand, parse};

/// The state before the statement that holds a place, and the bindings made before it, in order.
pub(crate) fn before<'a>(
    text: &str,
    at: usize,
    names: &'a dyn NameSource,
    table: &'a Table,
) -> (State<'a>, Vec<(String, String)>) {
    let start = statement_start(text, at);
    let mut earlier = text.get(..start).unwrap_or_default().to_owned();
    let iterators = close_loops(&mut earlier);
    let parsed = parse(&earlier, table);
    let steps = expand(&parsed.script, &earlier, table);
    let mut bindings: Vec<(String, String)> = iterators.into_iter().map(|name| (name, String::new())).collect();
    for step in &steps {
        if let Step::Let { name, value, .. } = step {
            let shown = match value {
                Value::Number(number) => format!("{number}"),
                Value::Text(text) => format!("'{text}'"),
                Value::Symbol(name) => name.clone(),
            };
            bindings.retain(|(known, _)| known != name);
            bindings.push((name.clone(), shown));
        }
    }
    (follow(&steps, names, table), bindings)
}

fn statement_start(text: &str, at: usize) -> usize {
    let holds =
        statements(text).into_iter().rfind(|statement| statement.first().is_some_and(|first| first.span.start < at));
    holds.and_then(|statement| statement.first().map(|first| first.span.start)).unwrap_or(0)
}

/// Ends the loops that are open at the end of a text, so that their bodies count; gives their iterators.
fn close_loops(text: &mut String) -> Vec<String> {
    let mut open: Vec<Vec<String>> = Vec::new();
    for statement in statements(text) {
        let tokens = significant(&statement);
        match tokens.first().map(|token| token.text(text)) {
            Some("for") => {
                let mut names = Vec::new();
                let mut is_header = true;
                for token in tokens.iter().skip(1) {
                    match (token.kind, token.text(text)) {
                        (TokenKind::Name, "in") => is_header = false,
                        (TokenKind::Name, name) if is_header => names.push(name.to_owned()),
                        (_, ";") => is_header = true,
                        _ => {}
                    }
                }
                open.push(names);
            }
            Some("end") => drop(open.pop()),
            _ => {}
        }
    }
    for _ in &open {
        text.push_str("\nend");
    }
    open.concat()
}
