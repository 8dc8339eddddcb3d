//! `summarize-panel`: as `summarize`, a row for each variable and time.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::SummaryInput;
use language::call::{self, Call, Name};

use super::arguments::{Arguments, no_repeats};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::panel::time_of;

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let time = time_of(call, dataset)?;
    let call::Arguments::Names(names) = &call.arguments else { return Err(EngineError::Internal("summarize-panel")) };
    no_repeats(names)?;
    let all: Vec<Name> = names.iter().cloned().chain([time.clone()]).collect();
    let arguments = Arguments::new(call, dataset, cx, &all, &[])?;
    let input = SummaryInput {
        interval: None,
        population: arguments.population()?,
        by: vec![arguments.dimension(&time)?],
        variables: arguments.numbers(names)?,
        gini: call.option("gini").is_some(),
        iqr: call.option("iqr").is_some(),
    };
    Ok(arguments.answer(Statistic::Summary(input)))
}
