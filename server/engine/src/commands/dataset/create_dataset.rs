//! `create-dataset` — a new empty dataset, made active.

use language::call::Call;

use super::{free_name, name_at};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "create-dataset", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let dataset = Dataset::new(&free_name(name_at(call, 0)?, workspace)?);
    let answer = Feedback::new(cx, "create", &dataset)?.answer();
    workspace.active = Some(dataset.name.clone());
    workspace.put(dataset);
    Ok(vec![answer])
}
