//! `ci`: confidence intervals of means, from the released mean, standard deviation and number that `summarize` shows.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::{Interval, SummaryInput};
use language::call::Call;
use statistics::distribution::student;

use super::arguments::{Arguments, no_repeats, option_number};
use super::summarize::names;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let names = names(call, dataset)?;
    no_repeats(&names)?;
    let arguments = Arguments::new(call, dataset, cx, &names, &[])?;
    let level = option_number(call, "level").unwrap_or(95.0);
    let input = SummaryInput {
        interval: Some(Interval { level, quantile: student::upper_quantile }),
        population: arguments.population()?,
        by: Vec::new(),
        variables: arguments.numbers(&names)?,
        gini: false,
        iqr: false,
    };
    Ok(arguments.answer(Statistic::Summary(input)))
}
