//! `tabulate-panel`: `tabulate vars date@panel`.

use std::sync::Arc;

use language::call::{self, Call, Name};

use super::tabulate;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::panel::time_of;

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let time = time_of(call, dataset)?;
    let call::Arguments::Names(names) = &call.arguments else { return Err(EngineError::Internal("tabulate-panel")) };
    let names: Vec<Name> = names.iter().cloned().chain([time]).collect();
    tabulate::table(call, dataset, cx, &names)
}
