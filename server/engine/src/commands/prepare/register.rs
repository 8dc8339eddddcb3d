//! Reading register variables: the source in the script, its dates, its records as a column.

use std::sync::Arc;

use disclosure::{ColumnForm, Kind, RegisterVariable, Source as FormSource, Value};
use language::call::{Source, Spanned};
use language::codes;
use language::nearest::nearest;
use language::span::Span;
use rayon::prelude::*;
use text::Locale;
use variables::{DataType, Day, Profile, Temporality, Tier, UnitType, Variable};

use crate::column::assembly::AllRecords;
use crate::column::stored::Stored;
use crate::column::{Column, Values};
use crate::context::Context;
use crate::dataset::Persons;
use crate::error::EngineError;
use crate::labels::CodeTitles;
use crate::records::{Block, Reading, RecordValues};
use crate::redrawn;
use crate::workspace::{Workspace, version_text};
use crate::world::{Bank, Selection, Space};

/// The databank and variable that a source names.
///
/// # Errors
/// Unknown alias or variable.
pub fn find(source: &Source, workspace: &Workspace) -> Result<(Arc<dyn Bank>, Variable), EngineError> {
    let alias = &source.alias;
    let bank = workspace.databanks.get(&alias.value).ok_or_else(|| {
        let near = nearest(&alias.value, workspace.databanks.keys().map(String::as_str));
        codes::unknown_alias(alias.span, &alias.value, near)
    })?;
    let wanted = &source.variable.value;
    let variable = bank.variable(wanted).ok_or_else(|| {
        let near = nearest(wanted, bank.variables().iter().map(|variable| variable.name.as_str()));
        codes::unknown_register_variable(source.variable.span, wanted, bank.name(), near)
    })?;
    Ok((bank.clone(), variable.clone()))
}

/// A variable that has values to read.
///
/// # Errors
/// As [`find`], or the catalogue holds its metadata only.
pub fn find_with_data(source: &Source, workspace: &Workspace) -> Result<(Arc<dyn Bank>, Variable), EngineError> {
    let (bank, variable) = find(source, workspace)?;
    if !variable.has_data {
        return Err(codes::metadata_only(source.span(), &variable.name, bank.name()).into());
    }
    Ok((bank, variable))
}

/// The day a variable is read at; `None` for fixed ones.
///
/// # Errors
/// A date is missing, superfluous, outside the coverage, or no measure date.
pub fn day(variable: &Variable, date: Option<&Spanned<Day>>, span: Span) -> Result<Option<Day>, EngineError> {
    match (variable.temporality.is_dated(), date) {
        (false, None) => Ok(None),
        (false, Some(date)) => Err(codes::date_not_allowed(date.span, &variable.name).into()),
        (true, None) => {
            let example = variable.measure_dates.last().copied().or(variable.valid_until).or(variable.valid_from);
            Err(codes::date_required(span, &variable.name, example).into())
        }
        (true, Some(date)) => {
            check_day(variable, date.value, date.span)?;
            Ok(Some(date.value))
        }
    }
}

/// Whether a dated variable has data at a day, by its metadata.
///
/// # Errors
/// The day is outside the coverage, or no measure date.
pub fn check_day(variable: &Variable, day: Day, span: Span) -> Result<(), EngineError> {
    let is_before = variable.valid_from.is_some_and(|from| day < from);
    let is_after = variable.valid_until.is_some_and(|until| day > until);
    if is_before || is_after {
        let successor = variable.successors.first().map(String::as_str).filter(|_| is_after);
        let (from, until) = (variable.valid_from, variable.valid_until);
        return Err(codes::date_outside_coverage(span, &variable.name, day, from, until, successor).into());
    }
    let measured = &variable.measure_dates;
    if variable.temporality == Temporality::Status && !measured.is_empty() && !measured.contains(&day) {
        return Err(codes::not_a_measure_date(span, &variable.name, day, &nearest_days(measured, day)).into());
    }
    Ok(())
}

/// The measure dates around a day, at most three, ascending.
fn nearest_days(measured: &[Day], day: Day) -> Vec<Day> {
    let mut by_distance = measured.to_vec();
    by_distance.sort_by_key(|candidate| (candidate.0 - day.0).abs());
    by_distance.truncate(3);
    by_distance.sort();
    by_distance
}

/// The records of a variable at a day.
///
/// # Errors
/// Failures of the world.
pub fn read(
    cx: &Context<'_>,
    bank: &dyn Bank,
    variable: &Variable,
    day: Option<Day>,
) -> Result<Box<dyn Reading>, EngineError> {
    redrawn::read(cx, bank, variable, day.map_or(Selection::All, Selection::At))
}

/// Which value of a dated variable the records hold, for the normal form: the measure date or period that the value has.
pub fn effective(records: &dyn Reading, day: Option<Day>) -> String {
    match (records.effective(), day) {
        (Some((from, Some(until))), _) => format!("{from}/{until}"),
        (Some((from, None)), _) => from.to_string(),
        (None, Some(day)) => day.to_string(),
        (None, None) => String::new(),
    }
}

/// The identity space of the variable's units.
pub fn space(bank: &dyn Bank, unit_type: UnitType) -> Space {
    Space::of(bank.profile(), bank.name(), unit_type)
}

/// Texts by unit index of a unit type that is a public fact; `None` for pseudonymised ones.
///
/// # Errors
/// Failures of the world.
pub fn public_codes(
    cx: &Context<'_>,
    bank: &dyn Bank,
    unit_type: UnitType,
) -> Result<Option<Arc<[String]>>, EngineError> {
    if unit_type.spec().is_pseudonymised {
        return Ok(None);
    }
    Ok(cx.world.unit_codes(&space(bank, unit_type))?)
}

/// What the values of some readings of a variable become in one column; units that are public facts their codes.
///
/// # Errors
/// Unit values of a variable that declares no unit type: a failure of the databank.
pub fn stored(
    cx: &Context<'_>,
    bank: &dyn Bank,
    variable: &Variable,
    readings: &[&dyn Reading],
) -> Result<Stored, EngineError> {
    let kinds: Vec<RecordValues> = readings.iter().map(|reading| reading.no_values()).collect();
    Ok(match kinds.first().ok_or(EngineError::Internal("readings"))? {
        RecordValues::Codes { .. } => {
            let dictionaries: Option<Vec<Arc<[String]>>> = kinds
                .into_iter()
                .map(|kind| match kind {
                    RecordValues::Codes { dictionary, .. } => Some(dictionary),
                    _ => None,
                })
                .collect();
            Stored::codes(&dictionaries.ok_or(EngineError::Internal("record values"))?)
        }
        RecordValues::Long(_) => Stored::Long,
        RecordValues::Double(_) => Stored::Double,
        RecordValues::Units(_) => {
            let unit_type = variable.value_unit_type.ok_or(EngineError::Internal("value unit type"))?;
            match public_codes(cx, bank, unit_type)? {
                Some(texts) => Stored::codes(&vec![texts; readings.len()]),
                None => Stored::Units { unit_type, space: space(bank, unit_type) },
            }
        }
    })
}

/// All records of a reading: the unit of each, ascending, and the values. Blocks that were read already are taken, if there are any.
///
/// # Errors
/// Failures of the world, cancellation.
pub fn all_records(
    cx: &Context<'_>,
    (reading, stored): (&dyn Reading, &Stored),
    held: Option<Vec<Block>>,
) -> Result<(Arc<[u32]>, Values), EngineError> {
    let known: Option<Vec<usize>> = (0..reading.n_blocks()).map(|block| reading.n_rows(block)).collect();
    let blocks: Vec<(Option<Block>, usize)> = match (held, known) {
        (Some(held), _) => held.into_iter().map(of_block).collect(),
        (None, Some(known)) => known.into_iter().map(|rows| (None, rows)).collect(),
        (None, None) => {
            let read = (0..reading.n_blocks()).into_par_iter().map(|block| {
                cx.check_cancelled()?;
                Ok(of_block(reading.read(block)?))
            });
            read.collect::<Result<_, EngineError>>()?
        }
    };
    let n_rows = blocks.iter().map(|(_, rows)| rows).sum();
    let mut units: Arc<[u32]> = std::iter::repeat_n(0, n_rows).collect();
    let to = Arc::get_mut(&mut units).ok_or(EngineError::Internal("units"))?;
    let values =
        stored.assemble(AllRecords { is_cancelled: &|| cx.world.is_cancelled(), reading, blocks, units: to })?;
    Ok((units, values))
}

fn of_block(block: Block) -> (Option<Block>, usize) {
    let rows = block.unit.len();
    (Some(block), rows)
}

/// The normal form of a register variable with the value it has at a day (or at each of some; none: it has no dates).
pub fn form(bank: &dyn Bank, variable: &Variable, effective: &str, days: &[Day], can_be_missing: bool) -> ColumnForm {
    // Units that are public facts are known by their codes.
    let is_public = variable.value_unit_type.is_some_and(|unit_type| !unit_type.spec().is_pseudonymised);
    let data_type = if is_public { DataType::String } else { variable.data_type };
    let codes = variable.code_list().map(|list| {
        let all = list.at_any(days);
        all.iter().filter_map(|code| code_value(&code.code, data_type)).collect()
    });
    ColumnForm::register_variable(&RegisterVariable {
        source: form_source(bank),
        name: &variable.name,
        effective,
        codes,
        kind: match data_type {
            DataType::String => Kind::Text,
            DataType::Long | DataType::Date => Kind::Whole,
            DataType::Double => Kind::Real,
        },
        can_be_missing,
    })
}

fn code_value(code: &str, data_type: DataType) -> Option<Value> {
    match data_type {
        DataType::String => Some(Value::text(code)),
        _ => code.parse().ok().map(Value::number),
    }
}

/// The databank version as a source of forms.
pub fn form_source(bank: &dyn Bank) -> FormSource {
    FormSource {
        databank: bank.name().into(),
        version: version_text(bank).into(),
        profile: match bank.profile() {
            Profile::Open => disclosure::Profile::Open,
            Profile::Register => disclosure::Profile::Register,
        },
        tier: match bank.tier() {
            Tier::Ordinary => disclosure::Tier::Ordinary,
            Tier::Sensitive => disclosure::Tier::Sensitive,
        },
    }
}

/// A column around values read from a register at a day, or at each of some.
pub fn column(
    bank: &dyn Bank,
    variable: &Variable,
    values: Values,
    effective: &str,
    days: &[Day],
    can_be_missing: bool,
) -> Column {
    let title = variable.title.get(Locale::Nb).0;
    Column {
        values,
        label: if title.is_empty() { variable.name.as_str().into() } else { title.into() },
        is_date: variable.data_type == DataType::Date,
        titles: variable.code_list().map(|list| Arc::new(CodeTitles::of_register(list, days))),
        form: form(bank, variable, effective, days, can_be_missing),
    }
}

/// The persons behind units of a type (`confidentiality.md` E.3).
///
/// # Errors
/// Failures of the world.
pub fn persons(
    cx: &Context<'_>,
    bank: &dyn Bank,
    unit_type: UnitType,
    units: &Arc<[u32]>,
    has_repeats: bool,
) -> Result<Persons, EngineError> {
    if !unit_type.spec().is_pseudonymised {
        return Ok(Persons::Public);
    }
    let own = || Persons::Behind { space: space(bank, unit_type), index: units.clone().into(), has_repeats };
    if unit_type.spec().person_pointer.is_none() {
        return Ok(own());
    }
    Ok(match cx.world.persons(bank, unit_type)? {
        None => own(),
        Some(behind) => {
            let person = |unit: &u32| usize::try_from(*unit).ok().and_then(|unit| behind.get(unit)).copied();
            Persons::Behind {
                space: space(bank, UnitType::person()),
                index: units.iter().map(|unit| person(unit).unwrap_or(u32::MAX)).collect(),
                has_repeats: true,
            }
        }
    })
}
