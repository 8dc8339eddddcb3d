//! `collapse` — one row per value of the by-variable, with statistics of its rows.
//!
//! By a pseudonymised unit the values are exact and stay inside. By anything else the groups of persons are released
//! numbers: hidden groups are left out, and what follows is exact (`confidentiality.md` E.3, D.6).

use std::sync::Arc;

use disclosure::statistic::GroupStatistic;
use disclosure::{ColumnForm, Form, Kind};
use indexmap::IndexMap;
use language::call::{Arguments, Call, Name, StatisticCall, Value};
use language::codes;
use variables::UnitType;

use super::group_statistics::{OfColumn, find, is_whole, keeps_dates, takes_any_type};
use super::register;
use crate::column::{Column, Values};
use crate::command::{Answer, Command, Run};
use crate::context::{Context, without_flagged};
use crate::dataset::{Dataset, Persons, Shape, Unit};
use crate::error::EngineError;
use crate::groups::Groups;
use crate::names::canonical;
use crate::protect::Feedback;
use crate::typed::{self, Typed};
use crate::workspace::Workspace;
use crate::world::Space;

/// The command.
pub const COMMAND: Command = Command { name: "collapse", run: Run::Transform(run) };

/// One statistic of one variable with the name of its result.
pub struct Wanted {
    /// The statistic.
    pub statistic: GroupStatistic,
    /// Its name in the script.
    pub spelled: Name,
    /// The source variable.
    pub column: Column,
    /// The source's name in the script.
    pub source: Name,
    /// The result's name.
    pub target: Name,
}

/// Reads the statistics of a call and checks types: all but counts need numbers, counts take pseudonyms too (E.11).
///
/// # Errors
/// Unknown statistics or variables, texts, pseudonyms.
pub fn wanted(call: &Call, dataset: &Dataset) -> Result<Vec<Wanted>, EngineError> {
    let Arguments::Statistics(calls) = &call.arguments else { return Err(EngineError::Internal("statistics")) };
    calls
        .iter()
        .map(|StatisticCall { statistic, variable, target }| {
            let spelled = statistic.clone();
            let statistic = find(&spelled)?;
            let column = without_flagged(&dataset.require(variable)?)?;
            if column.unit_type().is_some() {
                if statistic != GroupStatistic::Count {
                    return Err(codes::pseudonym_use(variable.span, &variable.value).into());
                }
            } else if !takes_any_type(statistic) && !column.is_numeric() {
                return Err(codes::not_numeric(variable.span, &variable.value, &call.command).into());
            }
            let target = target.clone().unwrap_or_else(|| variable.clone());
            Ok(Wanted { statistic, spelled, column, source: variable.clone(), target })
        })
        .collect()
}

/// The by-variable: exactly one.
///
/// # Errors
/// None, several, or an unknown one.
pub fn by_variable(call: &Call, dataset: &Dataset) -> Result<(Name, Column), EngineError> {
    let option = call.option("by").ok_or_else(|| codes::missing_option(call.span, &call.command, "by"))?;
    let mut names = option.arguments.iter().map(|argument| match &argument.value {
        Value::Symbol(name) | Value::Text(name) => Ok(Name { value: name.clone(), span: argument.span }),
        Value::Number(_) => Err(codes::option_argument(argument.span, "by", &text::t("én variabel", "one variable"))),
    });
    match (names.next(), names.next()) {
        (Some(name), None) => {
            let name = name?;
            let column = without_flagged(&dataset.require(&name)?)?;
            Ok((name, column))
        }
        (Some(_), Some(_)) => Err(codes::several_keys(option.span, &call.command).into()),
        (None, _) => Err(codes::missing_option(call.span, &call.command, "by").into()),
    }
}

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    let (by_name, by) = by_variable(call, &active)?;
    let wanted = wanted(call, &active)?;
    let is_own_key = active.unit_type().is_some_and(|unit_type| unit_type.spec().key == by_name.value);
    let by = if is_own_key {
        Column { values: active.key_values().ok_or(EngineError::Internal("key"))?, ..by }
    } else {
        without_public_units(cx, by)?
    };
    let key = key(cx, &active, &by_name, &by)?;
    check_targets(&active, &wanted, &key)?;
    cx.check_cancelled()?;
    let grouped = super::group_values::compute_groups(cx, &active, &by_name, &by, &wanted)?;
    let form = Form::population("collapse", &[], &[&by.form], &[&active.form]);
    let dataset = key.dataset(&active, &by, &grouped.groups, &grouped.listed, form)?;
    let dataset = with_results(dataset, &active, &by, &wanted, &grouped)?;
    let answer = Feedback::new(cx, "collapse", &dataset)?.asked(grouped.rules).answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

/// Units that are public facts (municipalities) group by their code.
fn without_public_units(cx: &Context<'_>, by: Column) -> Result<Column, EngineError> {
    let Values::Units { unit_type, space, .. } = &by.values else { return Ok(by) };
    if unit_type.spec().is_pseudonymised {
        return Ok(by);
    }
    let Some(codes) = cx.world.unit_codes(space)? else { return Ok(by) };
    Ok(Column { values: typed::as_texts(&by.values, &codes), ..by })
}

/// What the rows of the result are.
enum Key {
    /// Units; the by-variable is the unit key itself, or a variable that points to units.
    Units { unit_type: UnitType, space: Space, name: Option<String>, persons: PersonSource },
    /// Values of an ordinary variable.
    Category { name: String },
}

/// Where the persons behind the new units come from.
enum PersonSource {
    /// The units count as their own persons.
    Own,
    /// The person behind the first row of each group (same unit type as before).
    Rows,
    /// The world knows them.
    Known(Arc<[u32]>, Space),
}

fn key(cx: &Context<'_>, dataset: &Dataset, name: &Name, by: &Column) -> Result<Key, EngineError> {
    let Values::Units { unit_type, space, .. } = &by.values else {
        return Ok(Key::Category { name: canonical(&name.value) });
    };
    let is_own_key = unit_type.spec().key == name.value;
    let persons = if unit_type.spec().person_pointer.is_none() {
        PersonSource::Own
    } else if dataset.unit_type() == Some(*unit_type) && is_own_key {
        PersonSource::Rows
    } else {
        let bank = cx.workspace.databanks.values().find(|bank| register::space(bank.as_ref(), *unit_type) == *space);
        match bank {
            Some(bank) => match cx.world.persons(bank.as_ref(), *unit_type)? {
                Some(known) => PersonSource::Known(known, register::space(bank.as_ref(), UnitType::person())),
                None => PersonSource::Own,
            },
            None => PersonSource::Own,
        }
    };
    let name = (!is_own_key).then(|| canonical(&name.value));
    Ok(Key::Units { unit_type: *unit_type, space: space.clone(), name, persons })
}

/// Results have different names, none of them the key's.
fn check_targets(dataset: &Dataset, wanted: &[Wanted], key: &Key) -> Result<(), EngineError> {
    let key_name = match key {
        Key::Units { name, .. } => name.as_deref(),
        Key::Category { name } => Some(name.as_str()),
    };
    let mut seen: Vec<String> = Vec::new();
    let empty = Dataset { columns: IndexMap::new(), ..dataset.clone_without_columns() };
    for Wanted { target, .. } in wanted {
        let name = empty.new_name(target)?;
        if seen.contains(&name) || key_name == Some(&name) {
            return Err(codes::repeated_name(target.span, &target.value).into());
        }
        seen.push(name);
    }
    Ok(())
}

impl Key {
    /// The dataset of the groups with the key only.
    fn dataset(
        &self,
        active: &Dataset,
        by: &Column,
        groups: &Groups,
        listed: &[bool],
        form: Form,
    ) -> Result<Dataset, EngineError> {
        let listed_rows = groups.first_rows().iter().zip(listed).filter(|(_, listed)| **listed);
        let first_rows: Vec<u32> = listed_rows.map(|(row, _)| *row).collect();
        let key_column = Column { values: typed::at(&by.values, &first_rows), ..by.clone() };
        let base = Dataset {
            shape: Shape::Aggregated,
            columns: IndexMap::new(),
            form,
            persons: Persons::Public,
            time: None,
            ..active.clone_without_columns()
        };
        match self {
            Key::Category { name } => {
                let n_rows = u32::try_from(first_rows.len()).map_err(|_| EngineError::Internal("groups"))?;
                let unit = Some(Unit::Category { key: name.clone() });
                let mut dataset = Dataset { unit, units: (0..n_rows).collect(), key_codes: None, ..base };
                dataset.columns.insert(name.clone(), key_column);
                Ok(dataset)
            }
            Key::Units { unit_type, space, name, persons } => {
                let units: Arc<[u32]> = key_column.values.codes().unwrap_or_default().into();
                let at = |list: &[u32], place: u32| {
                    usize::try_from(place).ok().and_then(|place| list.get(place)).copied().unwrap_or(u32::MAX)
                };
                let own = Persons::Behind { space: space.clone(), index: units.clone().into(), has_repeats: false };
                let persons = match (persons, &active.persons) {
                    _ if !unit_type.spec().is_pseudonymised => Persons::Public,
                    (PersonSource::Known(known, space), _) => Persons::Behind {
                        space: space.clone(),
                        index: units.iter().map(|unit| at(known, *unit)).collect(),
                        has_repeats: true,
                    },
                    (PersonSource::Rows, Persons::Behind { space, index, .. }) => Persons::Behind {
                        space: space.clone(),
                        index: first_rows.iter().map(|row| at(index, *row)).collect(),
                        has_repeats: true,
                    },
                    _ => own,
                };
                let unit = Some(Unit::Type { unit_type: *unit_type, space: space.clone() });
                let key_codes = active.key_codes.clone().filter(|_| !unit_type.spec().is_pseudonymised);
                let mut dataset = Dataset { unit, units, key_codes, persons, ..base };
                if let Some(name) = name {
                    let form = ColumnForm::operation(&format!("key {}", unit_type.name()), &[], Kind::Whole);
                    dataset.columns.insert(name.clone(), Column { form, ..key_column });
                }
                Ok(dataset)
            }
        }
    }
}

fn with_results(
    mut dataset: Dataset,
    active: &Dataset,
    by: &Column,
    wanted: &[Wanted],
    grouped: &super::group_values::Grouped,
) -> Result<Dataset, EngineError> {
    for (wanted, values) in wanted.iter().zip(&grouped.values) {
        let listed: Vec<f64> =
            values.iter().zip(&grouped.listed).filter(|(_, listed)| **listed).map(|(value, _)| *value).collect();
        let column = result_column("collapse", active, by, wanted, listed);
        dataset.columns.insert(canonical(&wanted.target.value), column);
    }
    Ok(dataset)
}

/// A column of group values: unlabelled, named for people by statistic and source.
pub fn result_column(op: &str, dataset: &Dataset, by: &Column, wanted: &Wanted, values: Vec<f64>) -> Column {
    let is_whole = is_whole(wanted.statistic, &wanted.column);
    let kind = if is_whole { Kind::Whole } else { Kind::Real };
    let args = [wanted.column.form.clone(), by.form.clone()];
    Column {
        values: if is_whole { whole(&values) } else { real(&values) },
        label: format!("{} ({})", wanted.source.value, wanted.spelled.value).into(),
        is_date: wanted.column.is_date && keeps_dates(wanted.statistic),
        titles: None,
        form: ColumnForm::dependent_on_rows(op, &args, &[&wanted.spelled.value], &[&dataset.form], kind),
    }
}

fn real(values: &[f64]) -> Values {
    Typed::real(values.len(), |row| values.get(row).copied())
}

/// Numbers that are whole by construction, missing where NaN or beyond 64 bits.
fn whole(values: &[f64]) -> Values {
    const BEYOND: f64 = 9.2e18;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole by construction; released sums are rounded to whole numbers"
    )]
    let whole = |value: f64| (value.abs() < BEYOND).then(|| value.round() as i64);
    Typed::whole(values.len(), |row| values.get(row).and_then(|value| whole(*value)))
}

/// Group values computed exactly: what several statistics of a variable rest on is found once.
///
/// # Errors
/// [`EngineError::Cancelled`].
pub fn exact(cx: &Context<'_>, wanted: &[Wanted], groups: &Groups) -> Result<Vec<Vec<f64>>, EngineError> {
    let stop = || cx.world.is_cancelled();
    let mut columns: IndexMap<&str, OfColumn<'_>> = IndexMap::new();
    wanted
        .iter()
        .map(|wanted| {
            let column = columns.entry(&wanted.source.value);
            column.or_insert_with(|| OfColumn::new(&wanted.column, groups, &stop)).values(wanted.statistic)
        })
        .collect()
}
