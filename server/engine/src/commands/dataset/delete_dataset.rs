//! `delete-dataset` — removes a dataset with its variables; if it was active, none is afterwards.

use language::call::Call;
use wire::output::{Body, WireText};

use super::{name_at, unknown_dataset};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "delete-dataset", run: Run::Transform(run) };

fn run(call: &Call, _: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let name = name_at(call, 0)?;
    if workspace.datasets.shift_remove(&name.value).is_none() {
        return Err(unknown_dataset(name, workspace));
    }
    if workspace.active.as_deref() == Some(&name.value) {
        workspace.active = None;
    }
    let markdown = WireText {
        nb: format!("Slettet datasettet `{}`.", name.value),
        en: format!("Deleted the dataset `{}`.", name.value),
    };
    Ok(vec![Answer::metadata(Body::Text { markdown })])
}
