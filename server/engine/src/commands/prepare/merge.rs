//! `merge` — variables of the active dataset into another one, matched by the source's unit identifier.
//!
//! Keys are dense numbers or codes of a dictionary, so matching is a look-up in a table, not a hash join; only numeric
//! categories are sorted and searched.

use disclosure::{Check, ColumnForm, Kind, Verdict};
use language::call::{Arguments, Call, Name};
use language::codes;
use polars::prelude::{IdxCa, IdxSize, NewChunkedArray as _, PlSmallStr};

use crate::column::{Codes, Column, MISSING_CODE, Values};
use crate::command::{Answer, Command, Run};
use crate::commands::dataset::unknown_dataset;
use crate::context::Context;
use crate::dataset::{Dataset, Shape, Unit};
use crate::error::EngineError;
use crate::groups::Groups;
use crate::protect::{Feedback, value_check};
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "merge", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Merge { variables, into, on } = &call.arguments else { return Err(EngineError::Internal("merge")) };
    let source = cx.active()?;
    if matches!(source.shape, Shape::Event | Shape::Panel) {
        return Err(codes::merge_source_repeated(call.span, &source.name).into());
    }
    let target = workspace.dataset(&into.value).ok_or_else(|| unknown_dataset(into, workspace))?.clone();
    if target.name == source.name {
        return Err(codes::merge_into_itself(into.span, &into.value).into());
    }
    if target.unit.is_none() {
        return Err(codes::empty_dataset(into.span, &into.value).into());
    }
    let key = target_key(call, &source, &target, into, on.as_ref())?;
    let repeated = repeated(call, cx, &source)?;
    let rows = matching(cx, &source, &key.column).ok_or_else(|| key.mismatch(&source, &target))??;
    let rows = without(rows, &repeated);
    cx.check_cancelled()?;
    let mut merged = Dataset::clone(&target);
    for name in variables {
        let column = source.require(name)?;
        let new = merged.new_name(name)?;
        let form = merged_form("merge", &column, &key.column, &source);
        merged.columns.insert(new, Column { values: column.values.take(&rows)?, form, ..column });
    }
    let found: Vec<bool> = rows.iter().map(|row| row.is_some()).collect();
    // Who has a partner does not depend on what is merged: one question, one draw.
    let partner = [key.column.form.clone()];
    let partner = ColumnForm::dependent_on_rows("merge partner", &partner, &[], &[&source.form], Kind::Whole);
    let answer = Feedback::new(cx, "merge", &merged)?.matched(merged.form.valid(&partner), &found)?.answer();
    workspace.put(merged);
    Ok(vec![answer])
}

/// The rows of the source whose identifier other rows have too, as far as the filter lets them pass (E.1): nobody finds a
/// partner in them. Units occur once by construction; categories do until a script writes to their key.
fn repeated(call: &Call, cx: &Context<'_>, source: &Dataset) -> Result<Vec<bool>, EngineError> {
    let key = match &source.unit {
        Some(Unit::Category { key }) => source.columns.get(key),
        _ => None,
    };
    let Some(key) = key else { return Ok(Vec::new()) };
    let mut repeated = vec![false; source.n_rows()];
    for row in Groups::of(&key.values).iter().filter(|rows| rows.len() > 1).flatten() {
        if let Some(repeated) = usize::try_from(*row).ok().and_then(|row| repeated.get_mut(row)) {
            *repeated = true;
        }
    }
    match value_check(cx, source, Check::RepeatedUnits, &[&key.form], &repeated)? {
        Verdict::Refuse => Err(codes::merge_source_repeated(call.span, &source.name).into()),
        Verdict::TreatAsMissing => Ok(repeated),
    }
}

fn without(rows: IdxCa, left_out: &[bool]) -> IdxCa {
    if !left_out.contains(&true) {
        return rows;
    }
    let is_left_out = |row: &IdxSize| usize::try_from(*row).ok().and_then(|row| left_out.get(row)) == Some(&true);
    IdxCa::from_iter_options(PlSmallStr::EMPTY, rows.iter().map(|row| row.filter(|row| !is_left_out(row))))
}

fn merged_form(op: &str, column: &Column, key: &Column, source: &Dataset) -> ColumnForm {
    let kind = match column.values {
        Values::Codes(_) => Kind::Text,
        Values::Double(_) => Kind::Real,
        Values::Long(_) | Values::Units { .. } => Kind::Whole,
    };
    ColumnForm::dependent_on_rows(op, &[column.form.clone(), key.form.clone()], &[], &[&source.form], kind)
}

/// The column of the target that holds the source's identifiers.
struct TargetKey {
    column: Column,
    on: Option<Name>,
    span: language::span::Span,
}

impl TargetKey {
    fn mismatch(&self, source: &Dataset, target: &Dataset) -> EngineError {
        match (&self.on, source.unit_type(), target.unit_type()) {
            (Some(on), _, _) => codes::key_type_mismatch(on.span, &on.value, &source.name).into(),
            (None, Some(source_type), Some(target_type)) => {
                codes::merge_type_mismatch(self.span, &source.name, source_type, &target.name, target_type).into()
            }
            (None, _, _) => {
                codes::key_type_mismatch(self.span, source.key_name().unwrap_or_default(), &target.name).into()
            }
        }
    }
}

fn target_key(
    call: &Call,
    source: &Dataset,
    target: &Dataset,
    into: &Name,
    on: Option<&Name>,
) -> Result<TargetKey, EngineError> {
    if let Some(on) = on {
        return Ok(TargetKey { column: target.require(on)?, on: Some(on.clone()), span: on.span });
    }
    let key = target.key_name().ok_or(EngineError::Internal("key"))?.to_owned();
    let column = target.require(&Name { value: key, span: into.span })?;
    let key = TargetKey { column, on: None, span: call.span };
    // Without `on` both datasets are about the same units.
    let same = match (&source.unit, &target.unit) {
        (Some(Unit::Type { unit_type: a, space: x }), Some(Unit::Type { unit_type: b, space: y })) => a == b && x == y,
        (Some(Unit::Category { .. }), Some(Unit::Category { .. })) => true,
        _ => false,
    };
    if same { Ok(key) } else { Err(key.mismatch(source, target)) }
}

/// For each row of the key column the source's row; `None` if the key's type or coding cannot match.
fn matching(cx: &Context<'_>, source: &Dataset, key: &Column) -> Option<Result<IdxCa, EngineError>> {
    let identifier = source.key_values()?;
    let identifier = as_codes(cx, identifier, &key.values);
    let wanted = match &identifier {
        Ok(identifier) => as_codes(cx, key.values.clone(), identifier),
        Err(_) => Ok(key.values.clone()),
    };
    match (identifier, wanted) {
        (Ok(identifier), Ok(wanted)) => match_values(&identifier, &wanted).map(Ok),
        (Err(error), _) | (_, Err(error)) => Some(Err(error)),
    }
}

/// Public units (municipalities) as their codes, where the other side is text.
fn as_codes(cx: &Context<'_>, values: Values, other: &Values) -> Result<Values, EngineError> {
    match (&values, other) {
        (Values::Units { unit_type, space, .. }, Values::Codes(_)) if !unit_type.spec().is_pseudonymised => {
            let index = values.codes().unwrap_or_default();
            match cx.world.unit_codes(space)? {
                Some(codes) => Ok(Values::Codes(Codes::new(index, codes))),
                None => Ok(values),
            }
        }
        _ => Ok(values),
    }
}

fn match_values(identifier: &Values, wanted: &Values) -> Option<IdxCa> {
    match (identifier, wanted) {
        (Values::Units { space: a, .. }, Values::Units { space: b, .. }) if a == b => {
            let (identifier, wanted) = (identifier.codes()?, wanted.codes()?);
            let n_units = identifier.iter().filter(|unit| **unit != MISSING_CODE).max().map_or(0, |last| last + 1);
            Some(by_table(&identifier, &wanted, usize::try_from(n_units).ok()?))
        }
        (Values::Codes(known), Values::Codes(asked)) => {
            // The target's codes in the source's dictionary.
            let table: Vec<u32> = asked
                .dictionary()
                .iter()
                .map(|text| known.dictionary().binary_search(text).ok())
                .map(|place| place.and_then(|place| u32::try_from(place).ok()).unwrap_or(MISSING_CODE))
                .collect();
            let asked: Vec<u32> =
                asked.to_vec().into_iter().map(|code| crate::lower::texts::place(&table, code)).collect();
            Some(by_table(&known.to_vec(), &asked, known.dictionary().len()))
        }
        (Values::Long(_) | Values::Double(_), Values::Long(_) | Values::Double(_)) => {
            Some(by_search(&identifier.numbers()?, &wanted.numbers()?))
        }
        _ => None,
    }
}

fn by_table(identifier: &[u32], wanted: &[u32], n_codes: usize) -> IdxCa {
    let mut row_of = vec![None; n_codes];
    for (row, code) in (0..).zip(identifier) {
        if let Some(slot) = usize::try_from(*code).ok().and_then(|code| row_of.get_mut(code)) {
            *slot = Some(row);
        }
    }
    let rows = wanted.iter().map(|code| -> Option<IdxSize> {
        usize::try_from(*code).ok().and_then(|code| row_of.get(code)).copied().flatten()
    });
    IdxCa::from_iter_options(PlSmallStr::EMPTY, rows)
}

fn by_search(identifier: &[f64], wanted: &[f64]) -> IdxCa {
    let mut order: Vec<(f64, IdxSize)> =
        identifier.iter().map(|value| value + 0.0).zip(0..).filter(|(value, _)| !value.is_nan()).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let rows = wanted.iter().map(|value| {
        let place = order.binary_search_by(|(known, _)| known.total_cmp(&(value + 0.0))).ok()?;
        order.get(place).map(|(_, row)| *row)
    });
    IdxCa::from_iter_options(PlSmallStr::EMPTY, rows)
}
