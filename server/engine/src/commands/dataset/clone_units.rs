//! `clone-units` — a new dataset with the distinct units of another and no variables; it is not made active.

use std::sync::Arc;

use language::call::Call;
use language::codes;
use polars::prelude::IdxSize;

use super::{free_name, name_at, unknown_dataset};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::{Dataset, Persons, Shape};
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "clone-units", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let (old, new) = (name_at(call, 0)?, name_at(call, 1)?);
    let source = workspace.dataset(&old.value).ok_or_else(|| unknown_dataset(old, workspace))?;
    if source.unit.is_none() {
        return Err(codes::empty_dataset(old.span, &old.value).into());
    }
    let name = free_name(new, workspace)?;
    let mut units = distinct_units(source)?;
    units.name = name;
    if let crate::dataset::Unit::Type { .. } = units.unit.clone().ok_or(EngineError::Internal("unit"))? {
        units.columns.clear();
    } else {
        // A category is nothing without its key column.
        let key = units.key_name().map(str::to_owned);
        units.columns.retain(|name, _| Some(name) == key.as_ref());
    }
    let answer = Feedback::new(cx, "clone-units", &units)?.answer();
    workspace.put(units);
    Ok(vec![answer])
}

/// One row a unit: the first of each; rows are sorted by unit. The form stays, as `clone-*` never enters it,
/// unless several rows became one.
pub fn distinct_units(source: &Arc<Dataset>) -> Result<Dataset, EngineError> {
    if matches!(source.shape, Shape::CrossSection | Shape::Aggregated) {
        return Ok(Dataset::clone(source));
    }
    let mut rows: Vec<IdxSize> = Vec::new();
    let mut last = None;
    for (row, unit) in source.units.iter().enumerate() {
        if last != Some(*unit) {
            last = Some(*unit);
            rows.push(IdxSize::try_from(row).map_err(|_| EngineError::Internal("rows"))?);
        }
    }
    let mut units = source.take(rows)?;
    units.shape = Shape::CrossSection;
    units.time = None;
    units.form = disclosure::Form::population("clone-units", &[], &[], &[&source.form]);
    let has_repeats = matches!(units.unit_type(), Some(unit_type) if unit_type.spec().person_pointer.is_some());
    if let Persons::Behind { has_repeats: repeats, .. } = &mut units.persons {
        *repeats = has_repeats;
    }
    Ok(units)
}
