//! `rename` — another name for a variable; labels and place stay.

use language::call::Call;

use crate::command::{Answer, Command, Run};
use crate::commands::dataset::name_at;
use crate::context::Context;
use crate::dataset::{Dataset, Unit};
use crate::error::EngineError;
use crate::names::canonical;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "rename", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let (old, new) = (name_at(call, 0)?, name_at(call, 1)?);
    let active = cx.active()?;
    let name = canonical(&old.value);
    let place = active.columns.get_index_of(&name).ok_or_else(|| active.unknown_variable(old))?;
    let new = active.new_name(new)?;
    let mut dataset = Dataset::clone(&active);
    if let Some(column) = dataset.columns.shift_remove(&name) {
        dataset.columns.shift_insert(place, new.clone(), column);
    }
    if let Some(Unit::Category { key }) = &mut dataset.unit
        && *key == name
    {
        *key = new;
    }
    let answer = Feedback::new(cx, "rename", &dataset)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}
