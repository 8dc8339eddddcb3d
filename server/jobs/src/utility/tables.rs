//! Tables of outputs by their codes, and the statement that asks for mean, standard deviation and number of what another shows.

use std::collections::BTreeMap;

use language::call::{Arguments, Call, Name, OptionCall, Value};
use wire::output::{Body, Cell, Output, Role, Table};

/// Mean, standard deviation and number of units of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Measured {
    pub(super) mean: Option<f64>,
    pub(super) sd: Option<f64>,
    pub(super) n: Option<f64>,
}

/// The codes of a row, in the order of the table's dimensions.
pub(super) type Codes = Vec<String>;

/// A number column of a table by the rows' codes.
pub(super) fn column(table: &Table, name: &str) -> Option<BTreeMap<Codes, Option<f64>>> {
    let at = table.columns.iter().position(|column| column.role == Role::Measure && column.name == name)?;
    Some(table.rows.iter().map(|row| (codes(table, row), row.get(at).and_then(number))).collect())
}

fn codes(table: &Table, row: &[Cell]) -> Codes {
    let dimensions = table.columns.iter().zip(row).filter(|(column, _)| column.role == Role::Dimension);
    dimensions
        .map(|(_, cell)| match cell {
            Cell::Code(code) => code.clone(),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Null => String::new(),
        })
        .collect()
}

pub(super) fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        Cell::Null | Cell::Code(_) => None,
    }
}

/// Whether a row is a cell of all dimensions.
pub(super) fn is_inner(codes: &Codes) -> bool {
    codes.iter().all(|code| code != "*")
}

/// The statement that shows mean, standard deviation and number of all that this one summarizes; `None` if it summarizes nothing.
pub(super) fn probe(call: &Call) -> Option<Call> {
    match call.command.as_str() {
        "summarize" => Some(call.clone()),
        "tabulate" => {
            let summarized = call.option("summarize")?.clone();
            let named = |name: &str| OptionCall { name: name.to_owned(), arguments: Vec::new(), ..summarized.clone() };
            let options = vec![summarized.clone(), named("mean"), named("std"), named("freq")];
            Some(Call { options, ..call.clone() })
        }
        _ => None,
    }
}

/// What a probe measures, by variable and codes.
pub(super) fn of(outputs: &[Output]) -> BTreeMap<Codes, Measured> {
    let mut found: BTreeMap<Codes, Measured> = BTreeMap::new();
    for output in outputs {
        let Body::Table(table) = &output.body else { continue };
        let mut fill = |name: &str, put: fn(&mut Measured, Option<f64>)| {
            for (codes, value) in column(table, name).unwrap_or_default() {
                put(found.entry(without_suffix(codes)).or_default(), value);
            }
        };
        fill("mean", |measured, value| measured.mean = value);
        fill("std", |measured, value| measured.sd = value);
        fill("count", |measured, value| measured.n = value);
    }
    found
}

/// Winsorised copies are compared with what they are copies of.
fn without_suffix(codes: Codes) -> Codes {
    codes.into_iter().map(|code| code.strip_suffix("_w").map(str::to_owned).unwrap_or(code)).collect()
}

/// The 1st and 99th percentile that a summary of one variable shows.
pub(super) fn ends(outputs: &[Output]) -> Option<(f64, f64)> {
    let Body::Table(table) = &outputs.first()?.body else { return None };
    let only = |name: &str| column(table, name)?.into_values().next().flatten();
    only("p1").zip(only("p99"))
}

/// The variables that a probe summarizes.
pub(super) fn summarized(probe: &Call) -> Vec<Name> {
    match (&probe.arguments, probe.option("summarize")) {
        (_, Some(option)) => option
            .arguments
            .iter()
            .filter_map(|argument| match &argument.value {
                Value::Symbol(name) => Some(Name { value: name.clone(), span: argument.span }),
                Value::Number(_) | Value::Text(_) => None,
            })
            .collect(),
        (Arguments::Names(names), None) => names.clone(),
        _ => Vec::new(),
    }
}

/// Puts another variable in place of one that is summarized.
pub(super) fn rename(probe: &mut Call, old: &str, new: &str) {
    if let Some(option) = probe.options.iter_mut().find(|option| option.name == "summarize") {
        for argument in &mut option.arguments {
            if matches!(&argument.value, Value::Symbol(name) if name == old) {
                argument.value = Value::Symbol(new.to_owned());
            }
        }
    } else if let Arguments::Names(names) = &mut probe.arguments {
        names.iter_mut().filter(|name| name.value == old).for_each(|name| name.value = new.to_owned());
    }
}
