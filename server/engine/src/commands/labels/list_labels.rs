//! `list-labels` — the codes and labels of a list, or of a register variable at a date. Metadata only.

use indexmap::IndexMap;
use language::call::{Arguments, Call, LabelSource};
use language::codes;
use wire::output::{Body, Cell, Column, Role, Table};

use super::unknown_list;
use crate::command::{Answer, Command, Run};
use crate::commands::prepare::register::find;
use crate::context::Context;
use crate::error::EngineError;
use crate::labels::CodeTitles;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "list-labels", run: Run::Session(run) };

fn run(call: &Call, _: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::ListLabels { list } = &call.arguments else { return Err(EngineError::Internal("list-labels")) };
    let titles = match list {
        LabelSource::List(name) => {
            let list = workspace.code_lists.get(&name.value).ok_or_else(|| unknown_list(name, workspace))?;
            CodeTitles::clone(list)
        }
        LabelSource::Register { source, date } => {
            let (_, variable) = find(source, workspace)?;
            let Some(list) = variable.code_list() else {
                return Err(codes::no_code_list(source.span(), &variable.name).into());
            };
            CodeTitles::of_register(list, date.as_ref().map(|date| date.value).as_slice())
        }
    };
    let column = |name: &str, label: &str, role| Column { name: name.to_owned(), label: label.to_owned(), role };
    let rows =
        titles.titles.iter().map(|(code, title)| vec![Cell::Code(code.clone()), Cell::Code(title.clone())]).collect();
    let table = Table {
        columns: vec![column("code", "Kode", Role::Dimension), column("label", "Tekst", Role::Dimension)],
        rows,
        labels: IndexMap::new(),
        notes: Vec::new(),
        tests: Vec::new(),
    };
    Ok(vec![Answer::metadata(Body::Table(table))])
}
