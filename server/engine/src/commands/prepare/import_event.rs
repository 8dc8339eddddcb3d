//! `import-event` — every spell that meets a window, one row each, with its first and last day.
//!
//! Spells are not cut to the window. An ongoing spell ends on [`OPEN_STOP`], so that `STOP@x > d` holds (language.md 14.17).

use disclosure::Form;
use language::call::{Arguments, Call, Name};
use language::codes::{self, ShapeName};
use rayon::prelude::*;
use variables::{Day, Temporality, Variable};

use super::import::check_unit_type;
use super::register::{all_records, check_day, column, find_with_data, persons, public_codes, space, stored};
use crate::column::matching::matches;
use crate::column::{Column, Values};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::{Dataset, Shape, Unit};
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::records::{Block, BlockUnits, Reading, pick};
use crate::redrawn;
use crate::workspace::Workspace;
use crate::world::{Bank, Selection};

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
    let records = redrawn::read(cx, bank.as_ref(), &variable, window)?;
    cx.check_cancelled()?;
    let spells =
        Spells { cx, bank: bank.as_ref(), variable: &variable, window: format!("{}/{}", from.value, to.value) };
    let dataset = spells.dataset(&active, &name, records.as_ref())?;
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
    /// The spells of the population, block by block, and the first and last day of each.
    fn blocks(&self, active: &Dataset, records: &dyn Reading) -> Result<Vec<(Block, Days)>, EngineError> {
        let read = (0..records.n_blocks()).into_par_iter().map(|block| {
            self.cx.check_cancelled()?;
            let block = records.read(block)?;
            let block = if active.unit.is_some() { of_population(block, &active.units) } else { block };
            let days = Days::of(&block).ok_or(EngineError::Internal("spells"))?;
            Ok((Block { start: None, stop: None, ..block }, days))
        });
        read.collect()
    }

    fn dataset(&self, active: &Dataset, name: &str, records: &dyn Reading) -> Result<Dataset, EngineError> {
        let in_population = active.unit.is_some();
        let (blocks, days): (Vec<Block>, Vec<Days>) = self.blocks(active, records)?.into_iter().unzip();
        let (mut starts, mut stops) = (Vec::new(), Vec::new());
        for of_block in days {
            starts.push(of_block.start);
            stops.push(of_block.stop);
        }
        let stored = stored(self.cx, self.bank, self.variable, &[records])?;
        let (units, value) = all_records(self.cx, (records, &stored), Some(blocks))?;
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
            [("START", "Første dag", starts.concat(), "start"), ("STOP", "Siste dag", stops.concat(), "stop")]
        {
            let form = disclosure::ColumnForm::register_variable(&disclosure::RegisterVariable {
                source: super::register::form_source(self.bank),
                name: &self.variable.name,
                effective: part,
                codes: None,
                kind: disclosure::Kind::Whole,
                can_be_missing: false,
            });
            let values = Values::long(days);
            dataset.columns.insert(
                format!("{prefix}@{name}"),
                Column { values, label: title.into(), is_date: true, titles: None, form },
            );
        }
        Ok(dataset)
    }
}

/// First and last days of spells.
struct Days {
    start: Vec<i64>,
    stop: Vec<i64>,
}

impl Days {
    /// Of every record; `None` if the world gave no days.
    fn of(block: &Block) -> Option<Days> {
        let (start, stop) = (block.start.as_ref()?, block.stop.as_ref()?);
        let days = Days {
            start: start.iter().map(|start| i64::from(*start)).collect(),
            stop: stop.iter().map(|stop| stop.map_or(OPEN_STOP, i64::from)).collect(),
        };
        (days.start.len() == block.unit.len() && days.stop.len() == block.unit.len()).then_some(days)
    }
}

/// The records of units of a population.
fn of_population(block: Block, units: &[u32]) -> Block {
    let mut kept: Vec<u32> = Vec::new();
    matches(units, &block.unit, |_, record| kept.extend(u32::try_from(record)));
    let unit = match &block.unit {
        BlockUnits::Run(run) => kept.iter().map(|record| run.start + record).collect(),
        BlockUnits::List(list) => pick(list, &kept),
    };
    Block {
        unit: BlockUnits::List(unit),
        value: block.value.pick(&kept),
        start: block.start.map(|start| pick(&start, &kept)),
        stop: block.stop.map(|stop| pick(&stop, &kept)),
    }
}
