//! `history` — the session's commands without results.

use language::call::Call;
use wire::output::{Body, WireText};

use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "history", run: Run::Session(run) };

fn run(_: &Call, _: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    // A fence longer than any run of backticks in the commands.
    let text = format!("````\n{}\n````", workspace.history.lines().join("\n"));
    Ok(vec![Answer::metadata(Body::Text { markdown: WireText { nb: text.clone(), en: text } })])
}
