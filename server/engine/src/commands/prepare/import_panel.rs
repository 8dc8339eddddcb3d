//! `import-panel` — one row per unit and date, with a column per variable; dates ascend, fixed variables repeat.
//!
//! Units are those with any value at any date, or those of a population made before with `clone-units`.

use std::sync::Arc;

use disclosure::{ColumnForm, Form};
use indexmap::IndexMap;
use language::call::{Arguments, Call, Name, Source};
use language::codes::{self, ShapeName};
use variables::{Day, Variable};

use super::import::{check_unit_type, matching_rows, union};
use super::register::{check_day, column, effective, find_with_data, persons, public_codes, read, space, values};
use crate::column::{Column, Values};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::{Dataset, Shape, Unit};
use crate::error::EngineError;
use crate::panel::{TIME, Time, time_column};
use crate::protect::Feedback;
use crate::workspace::Workspace;
use crate::world::Bank;

/// The command.
pub const COMMAND: Command = Command { name: "import-panel", run: Run::Transform(run) };

/// A variable at one date: its units and their values, and which value it is.
#[derive(Clone)]
struct Reading {
    units: Arc<[u32]>,
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
        if panelled.variable.temporality.is_dated() {
            for day in &days {
                cx.check_cancelled()?;
                let reading = reading(cx, panelled, Some(*day))?;
                panelled.readings.push(reading);
            }
        } else {
            panelled.readings = vec![reading(cx, panelled, None)?; days.len()];
        }
    }
    let dataset = panel(cx, &active, &variables, &days)?;
    let answer = Feedback::new(cx, "import-panel", &dataset)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

fn reading(cx: &Context<'_>, panelled: &Panelled, day: Option<Day>) -> Result<Reading, EngineError> {
    let (bank, variable) = (panelled.bank.as_ref(), &panelled.variable);
    let records = read(cx, bank, variable, day)?;
    let effective = effective(&records, day);
    Ok(Reading { units: records.unit.into(), values: values(cx, bank, variable, records.value)?, effective })
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

/// The panel: every unit at every time; without a population made before, rows without any value are left out
/// (language.md 14.27).
fn panel(cx: &Context<'_>, active: &Dataset, variables: &[Panelled], days: &[Day]) -> Result<Dataset, EngineError> {
    let first = variables.first().ok_or(EngineError::Internal("panel"))?;
    let unit_type = first.variable.unit_type;
    let has_population = active.unit.is_some();
    let units = if has_population { active.units.to_vec() } else { all_units(variables) };
    // A row is there if its variable has a record: the only one of a panel without population is never missing.
    let can_be_missing = has_population || variables.len() > 1;
    let mut is_kept = vec![has_population; units.len() * days.len()];
    let mut columns = IndexMap::new();
    let mut forms = Vec::new();
    for panelled in variables {
        cx.check_cancelled()?;
        let column = long_column(panelled, (&units, days), &mut is_kept, can_be_missing)?;
        forms.push(column.form.clone());
        columns.insert(panelled.variable.name.clone(), column);
    }
    let rows: Arc<[u32]> = units.iter().flat_map(|unit| days.iter().map(|_| *unit)).collect();
    let times: Vec<Time> = days.iter().map(|day| Time::Day(*day)).collect();
    let time = time_column(&times, units.len())?;
    let time_form = time.form.clone();
    columns.insert(TIME.to_owned(), time);
    let dates: Vec<String> = days.iter().map(Day::to_string).collect();
    let mut arguments: Vec<&str> = vec![unit_type.name()];
    arguments.extend(dates.iter().map(String::as_str));
    let form_refs: Vec<&ColumnForm> = forms.iter().collect();
    let from: &[&Form] = if has_population { &[&active.form] } else { &[] };
    let panel = Dataset {
        shape: Shape::Panel,
        unit: Some(Unit::Type { unit_type, space: space(first.bank.as_ref(), unit_type) }),
        key_codes: public_codes(cx, first.bank.as_ref(), unit_type)?,
        persons: persons(cx, first.bank.as_ref(), unit_type, &rows, true)?,
        units: rows,
        columns,
        form: Form::population("import-panel", &arguments, &form_refs, from),
        time: Some(time_form),
        ..active.clone_without_columns()
    };
    if !is_kept.contains(&false) {
        return Ok(panel);
    }
    let kept = (0..).zip(&is_kept).filter(|(_, is_kept)| **is_kept).map(|(row, _)| row).collect();
    Ok(panel.take(kept)?)
}

/// The units with a record of any variable at any date, ascending.
fn all_units(variables: &[Panelled]) -> Vec<u32> {
    let readings = variables.iter().flat_map(|known| &known.readings);
    readings.fold(Vec::new(), |all, reading| if *reading.units == *all { all } else { union(&all, &reading.units) })
}

/// A variable's values for each unit and date, unit by unit; its code list is that of all dates together. Rows that have a record
/// are marked.
fn long_column(
    panelled: &Panelled,
    (units, days): (&[u32], &[Day]),
    is_kept: &mut [bool],
    can_be_missing: bool,
) -> Result<Column, EngineError> {
    let mut at_dates = Vec::with_capacity(panelled.readings.len());
    let n_dates = panelled.readings.len();
    for (place, reading) in panelled.readings.iter().enumerate() {
        let found = matching_rows(units, &reading.units);
        for (row, found) in found.iter().enumerate().filter(|(_, found)| found.is_some()) {
            if let (Some(_), Some(slot)) = (found, is_kept.get_mut(row * n_dates + place)) {
                *slot = true;
            }
        }
        at_dates.push(reading.values.take(&found)?);
    }
    let parts: Vec<Option<&Values>> = at_dates.iter().map(Some).collect();
    let values = Values::interleave(&parts, units.len()).ok_or(EngineError::Internal("panel values"))?;
    let (bank, variable) = (panelled.bank.as_ref(), &panelled.variable);
    if !variable.temporality.is_dated() {
        return Ok(column(bank, variable, values, "", &[], can_be_missing));
    }
    let effective: Vec<&str> = panelled.readings.iter().map(|reading| reading.effective.as_str()).collect();
    Ok(column(bank, variable, values, &effective.join(","), days, can_be_missing))
}
