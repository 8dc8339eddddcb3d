//! `drop-labels` — deletes code lists; variables that use them lose their labels.

use language::call::Call;
use wire::output::{Body, WireText};

use super::unknown_list;
use crate::command::{Answer, Command, Run};
use crate::commands::dataset::names;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "drop-labels", run: Run::Transform(run) };

fn run(call: &Call, _: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let lists = names(call)?;
    for list in lists {
        if workspace.code_lists.shift_remove(&list.value).is_none() {
            return Err(unknown_list(list, workspace));
        }
    }
    let is_dropped = |name: Option<&str>| lists.iter().any(|list| Some(list.value.as_str()) == name);
    let changed: Vec<Dataset> = workspace
        .datasets
        .values()
        .filter(|dataset| {
            dataset
                .columns
                .values()
                .any(|column| column.titles.as_ref().is_some_and(|titles| is_dropped(titles.name.as_deref())))
        })
        .map(|dataset| Dataset::clone(dataset))
        .collect();
    for mut dataset in changed {
        for column in dataset.columns.values_mut() {
            if column.titles.as_ref().is_some_and(|titles| is_dropped(titles.name.as_deref())) {
                column.titles = None;
            }
        }
        workspace.put(dataset);
    }
    let names: Vec<String> = lists.iter().map(|list| format!("`{}`", list.value)).collect();
    let names = names.join(", ");
    let markdown =
        WireText { nb: format!("Slettet kodelistene {names}."), en: format!("Deleted the code lists {names}.") };
    Ok(vec![Answer::metadata(Body::Text { markdown })])
}
