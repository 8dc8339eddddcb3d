//! `reshape-from-panel` — one row a unit: every variable once a time, its name followed by the time; `date@panel` disappears.
//!
//! Which times there are is told by the command that made the panel and by the filters since, or, where a script wrote other
//! values to `date@panel`, by the released counts of its values; never by which rows happen to be there.

use std::sync::Arc;

use disclosure::normal_form::Rearrangement;
use disclosure::statistic::{GroupInput, GroupStatistic};
use disclosure::{Check, ColumnForm, Confidential, Form, Refusal, Value, Verdict};
use language::call::{Call, Name};
use language::codes;
use polars::prelude::IdxCa;
use wire::output::Rule;

use super::clone_units::distinct_units;
use crate::column::values::indices;
use crate::column::{Column, MISSING_CODE};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::{Dataset, Shape};
use crate::error::EngineError;
use crate::inputs::dimension;
use crate::panel::{suffix_number, time_of, times_left};
use crate::protect::{Feedback, subset};
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "reshape-from-panel", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    let times = times(cx, &active, time_of(call, &active)?)?;
    let rows = rows_by_time(cx, &active, &times)?;
    cx.check_cancelled()?;
    let dataset = wide(call, cx, &active, &times, &rows)?;
    let answer = Feedback::new(cx, "reshape-from-panel", &dataset)?.asked(rows.checked).answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

/// The times of a panel, ascending, and the time of each row.
struct Times {
    /// Its column.
    name: String,
    known: Vec<KnownTime>,
    /// Row → index into `known`, or [`MISSING_CODE`].
    of_row: Vec<u32>,
    form: ColumnForm,
}

struct KnownTime {
    value: Value,
    suffix: String,
    title: String,
}

fn times(cx: &Context<'_>, dataset: &Dataset, name: Name) -> Result<Times, EngineError> {
    let time = dataset.require(&name)?;
    // Pseudonyms cannot be written, so they are no times.
    let by = dimension(&name.value, &time).ok_or_else(|| codes::pseudonym_use(name.span, &name.value))?;
    let wanted = match times_left(dataset, &time.form) {
        Some(values) => values,
        None => {
            let population = cx.population(dataset)?;
            let input = GroupInput { population, by: by.clone(), statistic: GroupStatistic::Count, variable: None };
            let shown = cx.filter().group_values(Confidential::new(input), &cx.question(dataset))?.into_inner().groups;
            shown.into_iter().filter_map(|group| by.categories.get(group)).map(|one| one.value.clone()).collect()
        }
    };
    let title = |value: &Value| {
        let category = by.categories.iter().find(|category| category.value == *value);
        category.and_then(|category| category.label.clone()).unwrap_or_else(|| value.code())
    };
    let known_time = |value: &Value| {
        let title = title(value);
        // The zeros that a suffix began with stand in its title.
        let number = suffix_number(&title).map(|number| number.to_string());
        let suffix = if number == Some(value.code()) { title.clone() } else { suffix(value) };
        KnownTime { value: value.clone(), suffix, title }
    };
    let known: Vec<KnownTime> = wanted.iter().map(known_time).collect();
    let of_category: Vec<u32> = by
        .categories
        .iter()
        .map(|category| wanted.iter().position(|value| *value == category.value))
        .map(|place| place.and_then(|place| u32::try_from(place).ok()).unwrap_or(MISSING_CODE))
        .collect();
    let of_row = by.codes.iter().map(|code| crate::lower::texts::place(&of_category, code)).collect();
    Ok(Times { name: name.value, known, of_row, form: time.form })
}

/// A time as it ends a name: anything but letters, digits and `_` becomes `_`.
fn suffix(value: &Value) -> String {
    value.code().chars().map(|letter| if letter.is_alphanumeric() || letter == '_' { letter } else { '_' }).collect()
}

/// For each time the row of each unit, in the order of units.
struct RowsByTime {
    /// One list a time, one entry a unit; null where the unit has no row.
    rows: Vec<IdxCa>,
    /// The dataset of the units.
    units: Dataset,
    /// The rule that was asked whether a unit has several rows of one time.
    checked: Option<Rule>,
}

fn rows_by_time(cx: &Context<'_>, dataset: &Dataset, times: &Times) -> Result<RowsByTime, EngineError> {
    let mut bare = dataset.clone_without_columns();
    let keys = dataset.columns.iter().filter(|(name, _)| dataset.is_key(name));
    bare.columns = keys.map(|(name, column)| (name.clone(), column.clone())).collect();
    let mut units = distinct_units(&Arc::new(bare))?;
    let mut rows = vec![vec![MISSING_CODE; units.n_rows()]; times.known.len()];
    let mut unit = 0;
    let mut is_repeated = vec![false; dataset.n_rows()];
    for (row, (own, time)) in dataset.units.iter().zip(&times.of_row).enumerate() {
        while units.units.get(unit).is_some_and(|known| known != own) {
            unit += 1;
        }
        let slot = usize::try_from(*time).ok().and_then(|time| rows.get_mut(time)).and_then(|rows| rows.get_mut(unit));
        let Some(slot) = slot else { continue };
        if *slot == MISSING_CODE {
            *slot = u32::try_from(row).map_err(|_| EngineError::Internal("rows"))?;
        } else if let Some(flag) = is_repeated.get_mut(row) {
            *flag = true;
        }
    }
    // Only a script that wrote to `date@panel` can give a unit several rows of one time.
    let is_checked = dataset.time.as_ref() != Some(&times.form);
    if is_checked {
        let breaking = Confidential::new(subset(&cx.population(dataset)?, &is_repeated));
        let question = cx.question(dataset);
        if cx.filter().value_check(&question, Check::RepeatedUnits, &[&times.form], &breaking) == Verdict::Refuse {
            return Err(Refusal::ValueCheck(Check::RepeatedUnits).into());
        }
    }
    units.form = Form::population("reshape-from-panel", &[], &[&times.form], &[&dataset.form]);
    units.time = None;
    let checked = is_checked.then_some(Rule::ValueCheck);
    Ok(RowsByTime { rows: rows.into_iter().map(indices).collect(), units, checked })
}

fn wide(
    call: &Call,
    cx: &Context<'_>,
    dataset: &Dataset,
    times: &Times,
    rows: &RowsByTime,
) -> Result<Dataset, EngineError> {
    let mut wide = rows.units.clone();
    // The by-variable of a `collapse` stays what it is.
    if !wide.columns.is_empty() {
        wide.shape = Shape::Aggregated;
    }
    for (name, column) in dataset.columns.iter().filter(|(name, _)| **name != times.name && !dataset.is_key(name)) {
        cx.check_cancelled()?;
        for (time, rows) in times.known.iter().zip(&rows.rows) {
            let name = Name { value: format!("{name}{}", time.suffix), span: call.span };
            let name = wide.new_name(&name)?;
            wide.columns.insert(name, at_time(dataset, column, time, &times.form, rows)?);
        }
    }
    Ok(wide)
}

/// A variable at one time, one row a unit.
fn at_time(
    dataset: &Dataset,
    column: &Column,
    time: &KnownTime,
    times: &ColumnForm,
    rows: &IdxCa,
) -> Result<Column, EngineError> {
    let form = ColumnForm::rearranged(&Rearrangement {
        op: "reshape-from-panel",
        parts: std::slice::from_ref(&column.form),
        arguments: &[],
        forms: &[&dataset.form.cell(times, Some(&time.value))],
    });
    Ok(Column {
        values: column.values.take(rows)?,
        label: format!("{} {}", column.label, time.title).into(),
        form,
        ..column.clone()
    })
}
