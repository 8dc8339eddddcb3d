//! `aggregate` — group statistics as new variables on every row; rows without a group get missing.

use language::call::Call;

use super::collapse::{by_variable, result_column, wanted};
use super::group_values::compute_groups;
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "aggregate", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    let (by_name, by) = by_variable(call, &active)?;
    let wanted = wanted(call, &active)?;
    let mut dataset = Dataset::clone(&active);
    // Names are checked before the work, against the dataset and each other.
    for wanted in &wanted {
        let name = dataset.new_name(&wanted.target)?;
        dataset.columns.insert(name, wanted.column.clone());
    }
    cx.check_cancelled()?;
    let grouped = compute_groups(cx, &active, &by_name, &by, &wanted)?;
    for (wanted, values) in wanted.iter().zip(&grouped.values) {
        let value = |group: &u32| {
            let group = usize::try_from(*group).ok()?;
            let is_listed = grouped.listed.get(group).copied().unwrap_or(false);
            values.get(group).copied().filter(|_| is_listed)
        };
        let by_row = grouped.groups.of_row.iter().map(|group| value(group).unwrap_or(f64::NAN)).collect();
        let column = result_column("aggregate", &active, &by, wanted, by_row);
        dataset.columns.insert(crate::names::canonical(&wanted.target.value), column);
    }
    let answer = Feedback::new(cx, "aggregate", &dataset)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}
