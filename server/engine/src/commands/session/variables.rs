//! `variables` — register variables of the required databanks with their metadata; no unit data.

use indexmap::IndexMap;
use language::call::{Arguments, Call};
use text::Locale;
use wire::output::{Body, Cell, Column, Role, Table};

use crate::command::{Answer, Command, Run};
use crate::commands::prepare::register::find;
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "variables", run: Run::Session(run) };

fn run(call: &Call, _: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let sources = match &call.arguments {
        Arguments::Sources(sources) => sources.as_slice(),
        _ => &[],
    };
    let mut rows = Vec::new();
    if sources.is_empty() {
        for (alias, bank) in &workspace.databanks {
            rows.extend(bank.variables().iter().map(|variable| row(alias, variable)));
        }
    }
    for source in sources {
        let (_, variable) = find(source, workspace)?;
        rows.push(row(&source.alias.value, &variable));
    }
    let columns = [
        ("alias", "Alias"),
        ("name", "Navn"),
        ("title", "Tittel"),
        ("unit_type", "Enhetstype"),
        ("temporality", "Temporalitet"),
        ("data_type", "Datatype"),
        ("valid_from", "Fra"),
        ("valid_until", "Til"),
        ("has_data", "Data"),
    ];
    let columns = columns
        .into_iter()
        .map(|(name, label)| Column { name: name.to_owned(), label: label.to_owned(), role: Role::Dimension })
        .collect();
    let table = Table { columns, rows, labels: IndexMap::new(), notes: Vec::new(), tests: Vec::new() };
    Ok(vec![Answer::metadata(Body::Table(table))])
}

fn row(alias: &str, variable: &variables::Variable) -> Vec<Cell> {
    let day = |day: Option<variables::Day>| day.map_or(Cell::Null, |day| Cell::Code(day.to_string()));
    vec![
        Cell::Code(alias.to_owned()),
        Cell::Code(variable.name.clone()),
        Cell::Code(variable.title.get(Locale::Nb).0.to_owned()),
        Cell::Code(variable.unit_type.name().to_owned()),
        Cell::Code(variable.temporality.title().nb.into_owned()),
        Cell::Code(
            match variable.data_type {
                variables::DataType::String => "STRING",
                variables::DataType::Long => "LONG",
                variables::DataType::Double => "DOUBLE",
                variables::DataType::Date => "DATE",
            }
            .to_owned(),
        ),
        day(variable.valid_from),
        day(variable.valid_until),
        Cell::Code(if variable.has_data { "ja" } else { "nei" }.to_owned()),
    ]
}
