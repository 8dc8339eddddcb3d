//! `merge` — variables of the active dataset into another one, matched by the source's unit identifier.
//!
//! Keys are dense numbers or codes of a dictionary, so matching is a look-up in a table, not a hash join; only numeric
//! categories are sorted and searched.

use std::ops::Range;

use disclosure::{Check, ColumnForm, Kind, Verdict};
use language::call::{Arguments, Call, Name};
use language::codes;
use polars::prelude::{BooleanChunked, ChunkAgg as _};
use rayon::prelude::*;
use wire::output::Rule;

use crate::column::{Column, MISSING_CODE, Values};
use crate::command::{Answer, Command, Run};
use crate::commands::dataset::unknown_dataset;
use crate::context::Context;
use crate::dataset::{Dataset, Shape, Unit};
use crate::error::EngineError;
use crate::groups::{Groups, Reader, folded};
use crate::lower::texts::place;
use crate::protect::{Feedback, value_check};
use crate::shared;
use crate::typed::{self, CHUNK, Typed, gathered, parts};
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
    let mut partners = matching(cx, &source, &key.column).ok_or_else(|| key.mismatch(&source, &target))??;
    partners.leave_out(&repeated);
    cx.check_cancelled()?;
    let mut merged = Dataset::clone(&target);
    // Rows with a partner: those with a value of a variable that misses nothing, if there is one.
    let mut found = None;
    for name in variables {
        let column = source.require(name)?;
        let new = merged.new_name(name)?;
        let form = merged_form("merge", &column, &key.column, &source);
        let values = gathered(&column.values, target.n_rows(), &|rows, places| partners.read(rows, places));
        if found.is_none() && column.values.n_missing() == 0 {
            found = Some(values.valid());
        }
        merged.columns.insert(new, Column { values, form, ..column });
        cx.check_cancelled()?;
    }
    let found = found.unwrap_or_else(|| partners.found(target.n_rows()));
    // Who has a partner does not depend on what is merged: one question, one draw.
    let partner = [key.column.form.clone()];
    let partner = ColumnForm::dependent_on_rows("merge partner", &partner, &[], &[&source.form], Kind::Whole);
    // Categories alone are looked at: `repeated` has an entry a row then.
    let checked = (!repeated.is_empty()).then_some(Rule::ValueCheck);
    let feedback = Feedback::new(cx, "merge", &merged)?.asked(checked);
    let answer = feedback.matched(merged.form.valid(&partner), shared::flags(&found))?.answer();
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
    let groups = Groups::of(&key.values);
    let count = |count: &mut u32, _: usize, _: f64| *count += 1;
    let stop = || cx.world.is_cancelled();
    let counts = folded(&groups, &Reader::Rows, &0, count, |all, own| *all += own, &stop)?;
    let mut of_rows = vec![MISSING_CODE; source.n_rows()];
    groups.read(0..source.n_rows(), &mut of_rows);
    let is_repeated = |group: &u32| usize::try_from(*group).ok().and_then(|group| counts.get(group)) > Some(&1);
    let repeated: Vec<bool> = of_rows.iter().map(is_repeated).collect();
    match value_check(cx, source, Check::RepeatedUnits, &[&key.form], &repeated)? {
        Verdict::Refuse => Err(codes::merge_source_repeated(call.span, &source.name).into()),
        Verdict::TreatAsMissing => Ok(repeated),
    }
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
fn matching(cx: &Context<'_>, source: &Dataset, key: &Column) -> Option<Result<Partners, EngineError>> {
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
            match cx.world.unit_codes(space)? {
                Some(codes) => Ok(typed::as_texts(&values, &codes)),
                None => Ok(values),
            }
        }
        _ => Ok(values),
    }
}

/// The source's row for each row of the target.
enum Partners {
    /// By the code of the target's key; [`MISSING_CODE`] for none.
    ByCode { codes: Typed, rows: Vec<u32> },
    /// Row by row.
    ByRow(Vec<u32>),
}

impl Partners {
    /// The partners of a range of rows, [`MISSING_CODE`] where there is none.
    fn read(&self, range: Range<usize>, output: &mut [u32]) {
        match self {
            Partners::ByCode { codes, rows } => {
                codes.read_codes(range.start, output);
                for code in output {
                    *code = place(rows, *code);
                }
            }
            Partners::ByRow(rows) => output.copy_from_slice(rows.get(range).unwrap_or_default()),
        }
    }

    /// Rows of the source that are nobody's partner.
    fn leave_out(&mut self, left_out: &[bool]) {
        if !left_out.contains(&true) {
            return;
        }
        let (Partners::ByCode { rows, .. } | Partners::ByRow(rows)) = self;
        for row in rows {
            if usize::try_from(*row).ok().and_then(|row| left_out.get(row)) == Some(&true) {
                *row = MISSING_CODE;
            }
        }
    }

    /// Which rows have one.
    fn found(&self, n_rows: usize) -> BooleanChunked {
        let mut found = vec![0_u8; n_rows.div_ceil(8)];
        found.par_chunks_mut(CHUNK / 8).enumerate().for_each(|(part, found)| {
            let mut rows = [MISSING_CODE; CHUNK];
            let range = part * CHUNK..((part + 1) * CHUNK).min(n_rows);
            let rows = rows.get_mut(..range.len()).unwrap_or_default();
            self.read(range, rows);
            for (byte, eight) in found.iter_mut().zip(rows.chunks(8)) {
                *byte = eight.iter().rev().fold(0, |byte, row| byte << 1 | u8::from(*row != MISSING_CODE));
            }
        });
        typed::truth_of_bits(found, n_rows)
    }
}

fn match_values(identifier: &Values, wanted: &Values) -> Option<Partners> {
    match (identifier, wanted) {
        (Values::Units { unit_type: a, space: x, index }, Values::Units { unit_type: b, space: y, .. })
            if a == b && x == y =>
        {
            let n_units = index.max().map_or(0, |last| usize::try_from(last).unwrap_or(0) + 1);
            Some(Partners::ByCode { codes: Typed::of(wanted), rows: row_of_code(&Typed::of(identifier), n_units) })
        }
        (Values::Codes(known), Values::Codes(asked)) => {
            let rows = row_of_code(&Typed::of(identifier), known.dictionary().len());
            // The target's codes in the source's dictionary.
            let known_row = |text: &String| {
                let code = known.dictionary().binary_search(text).ok().and_then(|code| u32::try_from(code).ok());
                code.map_or(MISSING_CODE, |code| place(&rows, code))
            };
            let rows = asked.dictionary().iter().map(known_row).collect();
            Some(Partners::ByCode { codes: Typed::of(wanted), rows })
        }
        (Values::Long(_) | Values::Double(_), Values::Long(_) | Values::Double(_)) => {
            Some(Partners::ByRow(by_search(&identifier.numbers()?, &Typed::of(wanted))))
        }
        _ => None,
    }
}

/// The row of each code.
fn row_of_code(identifier: &Typed, n_codes: usize) -> Vec<u32> {
    let mut rows = vec![MISSING_CODE; n_codes];
    let mut codes = [0; CHUNK];
    for range in parts(0..identifier.len(), CHUNK) {
        let codes = codes.get_mut(..range.len()).unwrap_or_default();
        identifier.read_codes(range.start, codes);
        for (row, code) in range.zip(codes) {
            if let Some(slot) = usize::try_from(*code).ok().and_then(|code| rows.get_mut(code)) {
                *slot = u32::try_from(row).unwrap_or(MISSING_CODE);
            }
        }
    }
    rows
}

fn by_search(identifier: &[f64], wanted: &Typed) -> Vec<u32> {
    let mut order: Vec<(f64, u32)> =
        identifier.iter().map(|value| value + 0.0).zip(0..).filter(|(value, _)| !value.is_nan()).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let row = |value: &f64| {
        let place = order.binary_search_by(|(known, _)| known.total_cmp(&(value + 0.0))).ok();
        place.and_then(|place| order.get(place)).map_or(MISSING_CODE, |(_, row)| *row)
    };
    let mut rows = vec![MISSING_CODE; wanted.len()];
    rows.par_chunks_mut(CHUNK).enumerate().for_each(|(part, rows)| {
        let mut values = [0.0; CHUNK];
        let values = values.get_mut(..rows.len()).unwrap_or_default();
        wanted.read_numbers(part * CHUNK, values);
        rows.iter_mut().zip(&*values).for_each(|(slot, value)| *slot = row(value));
    });
    rows
}
