//! `import-event` — every spell that meets a window, one row each, with its first and last day.
//!
//! Spells are not cut to the window. An ongoing spell ends on [`OPEN_STOP`], so that `STOP@x > d` holds (language.md 14.17).

use std::sync::Arc;

use disclosure::Form;
use language::call::{Arguments, Call, Name};
use language::codes::{self, ShapeName};
use polars::prelude::{IdxCa, IdxSize, PlSmallStr};
use variables::{Day, Temporality, Variable};

use super::import::check_unit_type;
use super::register::{check_day, column, find_with_data, persons, public_codes, space, values};
use crate::column::{Column, Values};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::{Dataset, Shape, Unit};
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::workspace::Workspace;
use crate::world::{Bank, Records, Selection};

/// The command.
pub const COMMAND: Command = Command { name: "import-event", run: Run::Transform(run) };

/// The last day of an ongoing spell: 9999-12-31.
pub const OPEN_STOP: i64 = 2_932_896;

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::ImportEvent { source, from, to, target } = &call.arguments else {
        return Err(EngineError::Internal("import-event"));
    };
    let active = workspace.active().ok_or_else(|| codes::no_active_dataset(call.span))?.clone();
    let (bank, variable) = find_with_data(source, workspace)?;
    if variable.temporality != Temporality::Event {
        return Err(codes::not_an_event_variable(source.span(), &variable.name).into());
    }
    check_shape(call, &active)?;
    if from.value > to.value {
        return Err(codes::dates_in_wrong_order(from.span.to(to.span), from.value, to.value).into());
    }
    check_window(&variable, from.value, to.value, from.span.to(to.span))?;
    let name = match target {
        Some(target) => active.new_name(target)?,
        None => active.new_name(&Name { value: variable.name.clone(), span: source.variable.span })?,
    };
    check_unit_type(call, &active, bank.as_ref(), &variable, source.span())?;
    let window = Selection::Window { from: from.value, to: to.value };
    let records = cx.world.read(bank.as_ref(), &variable.name, window)?;
    cx.check_cancelled()?;
    let spells =
        Spells { cx, bank: bank.as_ref(), variable: &variable, window: format!("{}/{}", from.value, to.value) };
    let dataset = spells.dataset(&active, &name, records)?;
    let imported = dataset.columns.get(&name).ok_or(EngineError::Internal("imported"))?;
    let answer = Feedback::new(cx, "import-event", &dataset)?.valid_values(imported)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

/// Into an empty dataset, or a population without variables.
fn check_shape(call: &Call, dataset: &Dataset) -> Result<(), EngineError> {
    match dataset.shape {
        Shape::Event => Err(codes::second_event_variable(call.span, &dataset.name).into()),
        Shape::Panel => {
            Err(codes::wrong_shape(call.span, &call.command, &dataset.name, ShapeName::Panel, ShapeName::Event).into())
        }
        _ if dataset.columns.is_empty() => Ok(()),
        _ => Err(codes::dataset_not_empty(call.span, &dataset.name, &call.command).into()),
    }
}

/// The window has to meet the coverage.
fn check_window(variable: &Variable, from: Day, to: Day, span: language::span::Span) -> Result<(), EngineError> {
    let nearest = match (variable.valid_from, variable.valid_until) {
        (Some(first), _) if to < first => to,
        (_, Some(last)) if from > last => from,
        _ => return Ok(()),
    };
    check_day(variable, nearest, span)
}

struct Spells<'a> {
    cx: &'a Context<'a>,
    bank: &'a dyn Bank,
    variable: &'a Variable,
    window: String,
}

impl Spells<'_> {
    fn dataset(&self, active: &Dataset, name: &str, records: Records) -> Result<Dataset, EngineError> {
        let starts: Vec<i64> = records.start.unwrap_or_default().into_iter().map(i64::from).collect();
        let stops: Vec<i64> =
            records.stop.unwrap_or_default().into_iter().map(|stop| stop.map_or(OPEN_STOP, i64::from)).collect();
        if starts.len() != records.unit.len() || stops.len() != records.unit.len() {
            return Err(EngineError::Internal("spells"));
        }
        let in_population = active.unit.is_some();
        let kept: Vec<IdxSize> = (0..)
            .zip(&records.unit)
            .filter(|(_, unit)| !in_population || active.units.binary_search(unit).is_ok())
            .map(|(row, _)| row)
            .collect();
        let rows = IdxCa::from_vec(PlSmallStr::EMPTY, kept);
        let units: Arc<[u32]> =
            rows.iter().flatten().filter_map(|row| records.unit.get(usize::try_from(row).ok()?).copied()).collect();
        let value = values(self.cx, self.bank, self.variable, records.value)?.take(&rows)?;
        let imported = column(self.bank, self.variable, value, &self.window, &[], true);
        let unit_type = self.variable.unit_type;
        let from: &[&Form] = if in_population { &[&active.form] } else { &[] };
        let mut dataset = Dataset {
            shape: Shape::Event,
            unit: Some(Unit::Type { unit_type, space: space(self.bank, unit_type) }),
            key_codes: public_codes(self.cx, self.bank, unit_type)?,
            persons: persons(self.cx, self.bank, unit_type, &units, true)?,
            units,
            form: Form::population("import-event", &[unit_type.name(), &self.window], &[&imported.form], from),
            ..active.clone_without_columns()
        };
        dataset.columns.insert(name.to_owned(), imported);
        for (prefix, title, days, part) in
            [("START", "Første dag", starts, "start"), ("STOP", "Siste dag", stops, "stop")]
        {
            let form = disclosure::ColumnForm::register_variable(&disclosure::RegisterVariable {
                source: super::register::form_source(self.bank),
                name: &self.variable.name,
                effective: part,
                codes: None,
                kind: disclosure::Kind::Whole,
                can_be_missing: false,
            });
            let values = Values::long(days).take(&rows)?;
            dataset.columns.insert(
                format!("{prefix}@{name}"),
                Column { values, label: title.into(), is_date: true, titles: None, form },
            );
        }
        Ok(dataset)
    }
}
