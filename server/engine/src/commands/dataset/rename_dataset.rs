//! `rename-dataset` — another name for a dataset.

use language::call::Call;

use super::{free_name, name_at, unknown_dataset};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "rename-dataset", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let (old, new) = (name_at(call, 0)?, name_at(call, 1)?);
    let source = workspace.dataset(&old.value).ok_or_else(|| unknown_dataset(old, workspace))?.clone();
    let renamed = Dataset { name: free_name(new, workspace)?, ..Dataset::clone(&source) };
    let answer = Feedback::new(cx, "rename-dataset", &renamed)?.answer();
    workspace.datasets.shift_remove(&old.value);
    if workspace.active.as_deref() == Some(&old.value) {
        workspace.active = Some(renamed.name.clone());
    }
    workspace.put(renamed);
    Ok(vec![answer])
}
