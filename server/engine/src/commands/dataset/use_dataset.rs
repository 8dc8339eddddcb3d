//! `use` — makes a dataset active.

use language::call::Call;

use super::{name_at, unknown_dataset};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "use", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let name = name_at(call, 0)?;
    let dataset = workspace.dataset(&name.value).ok_or_else(|| unknown_dataset(name, workspace))?.clone();
    workspace.active = Some(name.value.clone());
    Ok(vec![Feedback::new(cx, "use", &dataset)?.answer()])
}
