//! `generate` — a new variable; rows that fail the `if` get missing.

use disclosure::ColumnForm;
use language::call::{Arguments, Call};

use super::written::{choose, rows, unlabelled, value};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::typed::Typed;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "generate", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Assign { target, value: expr } = &call.arguments else {
        return Err(EngineError::Internal("generate"));
    };
    let active = cx.active()?;
    let name = active.new_name(target)?;
    let written = value(cx, &active, expr)?;
    let asked = written.rule(call);
    let (chosen, condition) = rows(cx, &active, call.condition.as_ref())?;
    let nothing = || Typed::whole(active.n_rows(), |_| None);
    let values = written.values.unwrap_or_else(nothing);
    let values = if call.condition.is_some() { choose(&chosen, values, None)? } else { values };
    let form = ColumnForm::replaced(&ColumnForm::literal(None), &written.form, &condition);
    let mut dataset = Dataset::clone(&active);
    let column = unlabelled(&name, values, form);
    dataset.columns.insert(name, column.clone());
    let answer = Feedback::new(cx, "generate", &dataset)?.asked(asked).valid_values(&column)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}
