//! `import-panel` — one row per unit and date, with a column per variable; dates ascend, fixed variables repeat.
//!
//! Units are those with any value at any date, or those of a population made before with `clone-units`.

use std::sync::Arc;

use disclosure::{ColumnForm, Form};
use indexmap::IndexMap;
use language::call::{Arguments, Call, Name, Source};
use language::codes::{self, ShapeName};
use rayon::prelude::*;
use variables::{Day, Temporality, Variable};

use super::import::check_unit_type;
use super::register::{check_day, column, effective, find_with_data, persons, public_codes, read, space, stored};
use crate::column::Column;
use crate::column::assembly::OnPanel;
use crate::column::matching::{UnitSet, days_of};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::{Dataset, Shape, Unit};
use crate::error::EngineError;
use crate::panel::{TIME, Time, time_column};
use crate::protect::Feedback;
use crate::records::{BlockUnits, Reading};
use crate::redrawn;
use crate::workspace::Workspace;
use crate::world::{Bank, Selection};

/// The command.
pub const COMMAND: Command = Command { name: "import-panel", run: Run::Transform(run) };

/// A variable over all dates.
struct Panelled {
    bank: Arc<dyn Bank>,
    variable: Variable,
    /// One for all dates (spells of the window that the dates span, or a variable without dates), or one a date.
    readings: Vec<Box<dyn Reading>>,
    /// Which value the variable has at each date.
    effective: Vec<String>,
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
        variables.push(Panelled { bank, variable, readings: Vec::new(), effective: Vec::new() });
    }
    days.sort();
    for panelled in &mut variables {
        panelled.open(cx, &days)?;
    }
    let dataset = panel(cx, &active, &variables, &days)?;
    let answer = Feedback::new(cx, "import-panel", &dataset)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

impl Panelled {
    /// Finds the records at the dates.
    fn open(&mut self, cx: &Context<'_>, days: &[Day]) -> Result<(), EngineError> {
        let (bank, variable) = (self.bank.as_ref(), &self.variable);
        match (variable.temporality, days.first().zip(days.last())) {
            // Every spell once, however many dates it holds on.
            (Temporality::Event, Some((from, to))) => {
                let window = Selection::Window { from: *from, to: *to };
                self.readings.push(redrawn::read(cx, bank, variable, window)?);
                self.effective = days.iter().map(Day::to_string).collect();
            }
            (temporality, _) if temporality.is_dated() => {
                for day in days {
                    cx.check_cancelled()?;
                    let reading = read(cx, bank, variable, Some(*day))?;
                    self.effective.push(effective(reading.as_ref(), Some(*day)));
                    self.readings.push(reading);
                }
            }
            _ => self.readings.push(read(cx, bank, variable, None)?),
        }
        Ok(())
    }

    /// Adds the units with a record at any date.
    fn add_units(&self, cx: &Context<'_>, days: &[Day], all: &mut UnitSet) -> Result<(), EngineError> {
        for reading in &self.readings {
            let found = (0..reading.n_blocks()).into_par_iter().map(|block| {
                cx.check_cancelled()?;
                if self.variable.temporality != Temporality::Event {
                    return Ok(reading.units(block)?);
                }
                let block = reading.read(block)?;
                let (Some(start), Some(stop)) = (&block.start, &block.stop) else {
                    return Err(EngineError::Internal("spells"));
                };
                let BlockUnits::List(units) = &block.unit else { return Ok(block.unit) };
                let spells = units.iter().zip(start.iter().zip(stop));
                let held = spells.filter(|(_, (start, stop))| !days_of(days, **start, **stop).is_empty());
                Ok(BlockUnits::List(held.map(|(unit, _)| *unit).collect()))
            });
            let found: Vec<BlockUnits> = found.collect::<Result<_, EngineError>>()?;
            found.iter().for_each(|units| all.add(units));
        }
        Ok(())
    }
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
    let units: Arc<[u32]> = if has_population {
        active.units.clone()
    } else {
        let mut all = UnitSet::default();
        for panelled in variables {
            panelled.add_units(cx, days, &mut all)?;
        }
        all.into_vec().into()
    };
    // A row is there if its variable has a record: the only one of a panel without population is never missing.
    let can_be_missing = has_population || variables.len() > 1;
    let mut is_kept = vec![has_population; units.len() * days.len()];
    let mut columns = IndexMap::new();
    let mut forms = Vec::new();
    for panelled in variables {
        cx.check_cancelled()?;
        let column = long_column(cx, panelled, (&units, days), &mut is_kept, can_be_missing)?;
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

/// A variable's values for each unit and date, unit by unit; its code list is that of all dates together. Rows that have a record
/// are marked.
fn long_column(
    cx: &Context<'_>,
    panelled: &Panelled,
    (units, days): (&[u32], &[Day]),
    is_kept: &mut [bool],
    can_be_missing: bool,
) -> Result<Column, EngineError> {
    let (bank, variable) = (panelled.bank.as_ref(), &panelled.variable);
    let readings: Vec<&dyn Reading> = panelled.readings.iter().map(AsRef::as_ref).collect();
    let stored = stored(cx, bank, variable, &readings)?;
    let values = stored.assemble(OnPanel {
        is_cancelled: &|| cx.world.is_cancelled(),
        readings: &readings,
        days,
        units,
        is_kept,
    })?;
    if !variable.temporality.is_dated() {
        return Ok(column(bank, variable, values, "", &[], can_be_missing));
    }
    Ok(column(bank, variable, values, &panelled.effective.join(","), days, can_be_missing))
}
