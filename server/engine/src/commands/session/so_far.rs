//! What `save`, `edit` and `load` take for the session: the script as written, comments and loops too, from the last `clear` up to
//! the statement that asks. Inside a loop that is the text in front of the loop, in each of its rounds.

use language::Table;
use wire::output::opened::{self, fenced};
use wire::output::{Body, WireText};

use crate::command::Answer;
use crate::context::Context;
use crate::error::EngineError;
use crate::scripts::{KeepError, Kept};
use language::codes;
use language::span::Span;

/// The session's text; empty if nothing was done.
pub fn text(cx: &Context<'_>) -> String {
    let parsed = language::parse(cx.script, &Table::builtin());
    let statements = parsed.script.statements.iter();
    let here = statements.map(|statement| statement.span.start).take_while(|start| *start <= cx.call.span.start).last();
    let session = cx.script.get(cx.workspace.begin..here.unwrap_or(0)).unwrap_or_default();
    // The blanks in front of the statement are its own.
    let session = session.trim_end_matches([' ', '\t']).trim_start_matches(['\u{feff}', '\r', '\n']);
    if session.trim().is_empty() { String::new() } else { session.to_owned() }
}

/// A sentence.
pub fn sentence(nb: String, en: String) -> Answer {
    Answer::metadata(Body::Text { markdown: WireText { nb, en } })
}

/// A script for the editor.
pub fn opened(script: &str) -> Answer {
    let markdown = fenced(script);
    Answer::metadata(Body::Text { markdown: WireText { nb: markdown.clone(), en: markdown } }).named(opened::NAME)
}

/// What keeping the session did, in a sentence.
pub fn told(kept: &Kept) -> (String, String) {
    match kept {
        Kept::New(name) => (format!("Lagret økten som `{name}`."), format!("Saved the session as `{name}`.")),
        Kept::Same(name) => {
            (format!("Økten er alt lagret som `{name}`."), format!("The session is saved as `{name}` already."))
        }
        Kept::Replaced { name, copy } => (
            format!("Lagret økten som `{name}`. Det som sto der, er lagret som `{copy}`."),
            format!("Saved the session as `{name}`. What stood there is saved as `{copy}`."),
        ),
    }
}

/// Why the session was not kept.
pub fn refused(error: KeepError, span: Span) -> EngineError {
    match error {
        KeepError::NotAName { most } => codes::not_a_script_name(span, most).into(),
        KeepError::TooLong { most } => codes::script_too_long(span, most).into(),
        KeepError::TooMany { most } => codes::too_many_scripts(span, most).into(),
        KeepError::World(error) => error.into(),
    }
}
