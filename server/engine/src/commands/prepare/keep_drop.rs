//! `keep` and `drop` — columns by list, or rows by `if`; the unit key and the by-key always remain.

use disclosure::Condition;
use language::call::Call;
use language::codes;
use polars::prelude::{BooleanChunked, ChunkFillNullValue as _};

use crate::command::{Answer, Command, Run};
use crate::commands::dataset::names;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::names::canonical;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// `keep`.
pub const KEEP: Command =
    Command { name: "keep", run: Run::Transform(|call, cx, workspace| run(call, cx, workspace, true)) };

/// `drop`.
pub const DROP: Command =
    Command { name: "drop", run: Run::Transform(|call, cx, workspace| run(call, cx, workspace, false)) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace, keeps: bool) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    let listed = names(call)?;
    let action = if keeps { "keep" } else { "drop" };
    let answer;
    let dataset;
    match (&call.condition, listed.is_empty()) {
        (Some(condition), true) => {
            let (mask, condition) = cx.condition(&active, condition)?;
            dataset = filtered(&active, &mask, &condition, keeps)?;
            answer = Feedback::new(cx, action, &dataset)?.before(&active)?.answer();
        }
        (None, false) => {
            let mut wanted = Vec::with_capacity(listed.len());
            for name in listed {
                active.require(name)?;
                wanted.push(canonical(&name.value));
            }
            let mut kept = Dataset::clone(&active);
            kept.columns.retain(|name, _| {
                let stays = wanted.contains(name) == keeps;
                stays || active.is_key(name) || is_system(name)
            });
            dataset = kept;
            answer = Feedback::new(cx, action, &dataset)?.answer();
        }
        _ => return Err(codes::condition_or_names(call.span, action).into()),
    }
    workspace.put(dataset);
    Ok(vec![answer])
}

/// Times of events and panels stay (language.md 14.38).
fn is_system(name: &str) -> bool {
    name == "date@panel" || name.starts_with("START@") || name.starts_with("STOP@")
}

/// The rows that stay, with the population's form.
///
/// # Errors
/// Failures of Polars.
pub fn filtered(
    dataset: &Dataset,
    mask: &BooleanChunked,
    condition: &Condition,
    keeps: bool,
) -> Result<Dataset, EngineError> {
    let form = if keeps { dataset.form.keep(condition) } else { dataset.form.drop(condition) };
    // Where the condition is missing it is not true: such rows go when true ones are kept, and stay when they are dropped.
    let holds = mask.fill_null_with_values(false)?;
    let stays = if keeps { holds } else { !&holds };
    Ok(Dataset { form, ..dataset.filter(&stays)? })
}
