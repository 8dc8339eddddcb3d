//! `clear` — the session begins anew: no datasets, databanks, code lists, bindings, history.

use language::call::Call;

use super::so_far::sentence;
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "clear", run: Run::Session(run) };

fn run(call: &Call, _: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    *workspace = Workspace {
        begin: call.span.end,
        // What the run's head names, how it is filtered and how it is run hold for the whole script.
        used: std::mem::take(&mut workspace.used),
        has_register: workspace.has_register,
        settings: std::mem::take(&mut workspace.settings),
        ..Workspace::default()
    };
    Ok(vec![sentence("Økten er tømt.".to_owned(), "The session is emptied.".to_owned())])
}
