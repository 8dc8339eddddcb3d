//! `clone-dataset` — a copy of a dataset with labels and shape; values are shared, the copy is not made active.

use language::call::Call;

use super::{free_name, name_at, unknown_dataset};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "clone-dataset", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let (old, new) = (name_at(call, 0)?, name_at(call, 1)?);
    let source = workspace.dataset(&old.value).ok_or_else(|| unknown_dataset(old, workspace))?;
    let copy = Dataset { name: free_name(new, workspace)?, ..Dataset::clone(source) };
    let answer = Feedback::new(cx, "clone", &copy)?.answer();
    workspace.put(copy);
    Ok(vec![answer])
}
