//! `import-panel` — one row per unit and date, with a column per variable; dates ascend, fixed variables repeat.
//!
//! Units are those with any value at any date, or those of a population made before with `clone-units`.

use std::sync::Arc;

use disclosure::{ColumnForm, Form, Kind};
use indexmap::IndexMap;
use language::call::{Arguments, Call, Name, Source};
use language::codes::{self, ShapeName};
use polars::prelude::{IdxCa, IdxSize, PlSmallStr};
use variables::{Day, Variable};

use super::import::{check_unit_type, matching_rows};
use super::register::{check_day, column, effective, find_with_data, persons, read, space, values};
use super::written::choose;
use crate::column::{Column, Values};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::{Dataset, Shape, Unit};
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::workspace::Workspace;
use crate::world::Bank;

/// The command.
pub const COMMAND: Command = Command { name: "import-panel", run: Run::Transform(run) };

/// A variable at one date: its units and their values, and which value it is.
struct Reading {
    units: Vec<u32>,
    values: Values,
    effective: String,
}

/// A variable over all dates.
struct Panelled {
    bank: Arc<dyn Bank>,
    variable: Variable,
    readings: Vec<Reading>,
}

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::ImportPanel { sources, dates } = &call.arguments else {
        return Err(EngineError::Internal("import-panel"));
    };
    let active = workspace.active().ok_or_else(|| codes::no_active_dataset(call.span))?.clone();
    check_shape(call, &active)?;
    let mut days: Vec<Day> = Vec::with_capacity(dates.len());
    for date in dates {
        if days.contains(&date.value) {
            return Err(codes::repeated_date(date.span, date.value).into());
        }
        days.push(date.value);
    }
    let mut variables = Vec::with_capacity(sources.len());
    for source in sources {
        let (bank, variable) = checked(call, source, &active, workspace, variables.first())?;
        for date in dates {
            if variable.temporality.is_dated() {
                check_day(&variable, date.value, date.span)?;
            }
        }
        if variables.iter().any(|known: &Panelled| known.variable.name == variable.name) {
            return Err(codes::repeated_name(source.variable.span, &variable.name).into());
        }
        active.new_name(&Name { value: variable.name.clone(), span: source.variable.span })?;
        variables.push(Panelled { bank, variable, readings: Vec::new() });
    }
    days.sort();
    for panelled in &mut variables {
        for day in &days {
            cx.check_cancelled()?;
            let day = panelled.variable.temporality.is_dated().then_some(*day);
            let records = read(cx, panelled.bank.as_ref(), &panelled.variable, day)?;
            let effective = effective(&records, day);
            let units = records.unit;
            let values = values(panelled.bank.as_ref(), &panelled.variable, records.value)?;
            panelled.readings.push(Reading { units, values, effective });
        }
    }
    let dataset = panel(cx, &active, &variables, &days)?;
    let answer = Feedback::new(cx, "import-panel", &dataset)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

fn check_shape(call: &Call, dataset: &Dataset) -> Result<(), EngineError> {
    match dataset.shape {
        Shape::Event => {
            Err(codes::wrong_shape(call.span, &call.command, &dataset.name, ShapeName::Event, ShapeName::Panel).into())
        }
        _ if dataset.columns.is_empty() => Ok(()),
        _ => Err(codes::dataset_not_empty(call.span, &dataset.name, &call.command).into()),
    }
}

fn checked(
    call: &Call,
    source: &Source,
    active: &Dataset,
    workspace: &Workspace,
    first: Option<&Panelled>,
) -> Result<(Arc<dyn Bank>, Variable), EngineError> {
    let (bank, variable) = find_with_data(source, workspace)?;
    check_unit_type(call, active, bank.as_ref(), &variable, source.span())?;
    if let Some(first) = first {
        let (known, asked) = (first.variable.unit_type, variable.unit_type);
        if known != asked || space(first.bank.as_ref(), known) != space(bank.as_ref(), asked) {
            return Err(codes::unit_type_mismatch(source.span(), &variable.name, asked, &active.name, known).into());
        }
    }
    Ok((bank, variable))
}

fn panel(cx: &Context<'_>, active: &Dataset, variables: &[Panelled], days: &[Day]) -> Result<Dataset, EngineError> {
    let first = variables.first().ok_or(EngineError::Internal("panel"))?;
    let unit_type = first.variable.unit_type;
    let units = match active.unit {
        Some(_) => active.units.to_vec(),
        None => {
            let mut all: Vec<u32> = variables
                .iter()
                .flat_map(|known| &known.readings)
                .flat_map(|reading| reading.units.iter().copied())
                .collect();
            all.sort_unstable();
            all.dedup();
            all
        }
    };
    let rows: Arc<[u32]> = units.iter().flat_map(|unit| days.iter().map(|_| *unit)).collect();
    let mut columns = IndexMap::new();
    let mut forms = Vec::new();
    for panelled in variables {
        let column = long_column(panelled, &units, days)?;
        forms.push(column.form.clone());
        columns.insert(panelled.variable.name.clone(), column);
    }
    let dates: Vec<String> = days.iter().map(Day::to_string).collect();
    let mut arguments: Vec<&str> = vec![unit_type.name()];
    arguments.extend(dates.iter().map(String::as_str));
    let time: Vec<i64> = units.iter().flat_map(|_| days.iter().map(|day| i64::from(day.0))).collect();
    columns.insert(
        "date@panel".to_owned(),
        Column {
            values: Values::long(time),
            label: "Dato".into(),
            is_date: true,
            titles: None,
            form: ColumnForm::operation("date@panel", &[], Kind::Whole),
        },
    );
    let form_refs: Vec<&ColumnForm> = forms.iter().collect();
    let from: &[&Form] = if active.unit.is_some() { &[&active.form] } else { &[] };
    Ok(Dataset {
        shape: Shape::Panel,
        unit: Some(Unit::Type { unit_type, space: space(first.bank.as_ref(), unit_type) }),
        persons: persons(cx, first.bank.as_ref(), unit_type, &rows, true)?,
        units: rows,
        columns,
        form: Form::population("import-panel", &arguments, &form_refs, from),
        ..active.clone_without_columns()
    })
}

/// A variable's values for each unit and date, unit by unit; its code list is that of all dates together.
fn long_column(panelled: &Panelled, units: &[u32], days: &[Day]) -> Result<Column, EngineError> {
    let n_days = days.len();
    let mut all: Option<Values> = None;
    for (place, reading) in panelled.readings.iter().enumerate() {
        let found = matching_rows(units, &reading.units);
        let by_row: Vec<Option<IdxSize>> =
            found.iter().flat_map(|row| (0..n_days).map(move |day| if day == place { row } else { None })).collect();
        let rows: IdxCa = by_row.into_iter().collect();
        let values = reading.values.take(&rows.with_name(PlSmallStr::EMPTY))?;
        let at_date: Vec<bool> = (0..units.len() * n_days).map(|row| row % n_days == place).collect();
        all = Some(match (values, all) {
            (values, None) => values,
            (Values::Units { index, unit_type, space }, Some(Values::Units { index: before, .. })) => {
                use polars::prelude::ChunkZip as _;
                let mask = at_date.iter().map(|at| Some(*at)).collect();
                Values::Units { index: index.zip_with(&mask, &before)?.rechunk().into_owned(), unit_type, space }
            }
            (values, before) => choose(&at_date, values, before)?,
        });
    }
    let effective: Vec<&str> = panelled.readings.iter().map(|reading| reading.effective.as_str()).collect();
    let values = all.ok_or(EngineError::Internal("panel dates"))?;
    Ok(column(panelled.bank.as_ref(), &panelled.variable, values, &effective.join(","), None, true))
}
