//! `replace` — overwrites a variable where the `if` is true; the type may change only where every row is written.

use disclosure::ColumnForm;
use language::call::{Arguments, Call};
use language::codes::{self, ValueType};

use super::written::{choose, missing_like, rows, value};
use crate::column::{Column, Values};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::names::canonical;
use crate::protect::Feedback;
use crate::shared;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "replace", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Assign { target, value: expr } = &call.arguments else {
        return Err(EngineError::Internal("replace"));
    };
    let active = cx.active()?;
    let name = canonical(&target.value);
    let old = active.columns.get(&name).ok_or_else(|| active.unknown_variable(target))?;
    if old.unit_type().is_some() {
        return Err(codes::pseudonym_use(target.span, &target.value).into());
    }
    let written = value(cx, &active, expr)?;
    let asked = written.rule(call);
    let new = written.values.unwrap_or_else(|| missing_like(&old.values, active.n_rows()));
    let is_text = |values: &Values| matches!(values, Values::Codes(_));
    // Made by `generate x = .`: it has no type yet.
    let is_untyped = old.form == ColumnForm::literal(None);
    let before = if is_untyped { missing_like(&new, active.n_rows()) } else { old.values.clone() };
    let changes_type = is_text(&new) != is_text(&before);
    if changes_type && call.condition.is_some() {
        let kind = |text| if text { ValueType::Text } else { ValueType::Number };
        return Err(codes::type_mismatch(target.span, &name, kind(is_text(&before)), kind(is_text(&new))).into());
    }
    let (chosen, condition) = rows(cx, &active, call.condition.as_ref())?;
    let values = match &call.condition {
        None => new,
        Some(_) => choose(&chosen, new, Some(before))?,
    };
    let column = Column {
        form: ColumnForm::replaced(&old.form, &written.form, &condition),
        is_date: old.is_date && matches!(values, Values::Long(_)),
        // Labels of another type cannot fit.
        titles: if changes_type { None } else { old.titles.clone() },
        values,
        ..old.clone()
    };
    let mut dataset = Dataset::clone(&active);
    dataset.columns.insert(name, column);
    let feedback = Feedback::new(cx, "replace", &dataset)?.asked(asked);
    let answer = feedback.values(active.form.keep(&condition), shared::bits(chosen))?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}
