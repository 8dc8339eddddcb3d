//! `assign-labels` — attaches a code list to a variable.

use language::call::Call;

use super::unknown_list;
use crate::command::{Answer, Command, Run};
use crate::commands::dataset::name_at;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::names::canonical;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "assign-labels", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let (variable, list) = (name_at(call, 0)?, name_at(call, 1)?);
    let mut dataset = Dataset::clone(&*cx.active()?);
    let titles = workspace.code_lists.get(&list.value).ok_or_else(|| unknown_list(list, workspace))?.clone();
    dataset.require(variable)?;
    let name = canonical(&variable.value);
    let Some(column) = dataset.columns.get_mut(&name) else { return Err(dataset.unknown_variable(variable)) };
    column.titles = Some(titles);
    let answer = Feedback::new(cx, "assign-labels", &dataset)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}
