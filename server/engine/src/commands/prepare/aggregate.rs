//! `aggregate` — group statistics as new variables on every row; rows without a group get missing.

use language::call::Call;

use super::collapse::{by_variable, result_column, wanted};
use super::group_values::compute_groups;
use crate::column::Column;
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::names::canonical;
use crate::protect::Feedback;
use crate::typed::gathered;
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
    let groups = &grouped.groups;
    for (wanted, values) in wanted.iter().zip(&grouped.values) {
        cx.check_cancelled()?;
        let shown = values.iter().zip(&grouped.listed).map(|(value, listed)| if *listed { *value } else { f64::NAN });
        let of_groups = result_column("aggregate", &active, &by, wanted, shown.collect());
        let by_row = gathered(&of_groups.values, groups.n_rows(), &|rows, places| groups.read(rows, places));
        dataset.columns.insert(canonical(&wanted.target.value), Column { values: by_row, ..of_groups });
    }
    let answer = Feedback::new(cx, "aggregate", &dataset)?.asked(grouped.rules).answer();
    workspace.put(dataset);
    Ok(vec![answer])
}
