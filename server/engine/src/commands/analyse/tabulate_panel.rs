//! `tabulate-panel`: `tabulate vars date@panel`.

use std::sync::Arc;

use language::call::{self, Call, Name};

use super::tabulate;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::panel::{TIME, require_panel};

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    require_panel(call, dataset)?;
    let call::Arguments::Names(names) = &call.arguments else { return Err(EngineError::Internal("tabulate-panel")) };
    let time = Name { value: TIME.to_owned(), span: call.span };
    let names: Vec<Name> = names.iter().cloned().chain([time]).collect();
    tabulate::table(call, dataset, cx, &names)
}
