//! `barchart`: counts and shares of categories, or statistics of numbers, in groups and panels.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::{BarInput, BarStatistic, Measure};
use language::call::{self, Call, Name};
use language::codes;

use super::super::analyse::{Arguments, no_repeats, option_names};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;

const CHOICES: &str = "count, percent, mean, min, max, median, sum, sd";

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let call::Arguments::Bars { statistic, variables } = &call.arguments else {
        return Err(EngineError::Internal("barchart"));
    };
    let measure = measure(statistic)?;
    check(call, variables, measure.is_some())?;
    let arguments = Arguments::new(call, dataset, cx, variables, &["over", "by"])?;
    let (categories, bars) = match (measure, statistic.value.as_str()) {
        (Some(measure), _) => (Vec::new(), BarStatistic::Of { measure, variables: arguments.numbers(variables)? }),
        (None, "percent") => (arguments.dimensions(variables)?, BarStatistic::Percent),
        (None, _) => (arguments.dimensions(variables)?, BarStatistic::Count),
    };
    let input = BarInput {
        population: arguments.population()?,
        categories,
        over: arguments.option_dimensions("over")?,
        by: arguments.option_dimensions("by")?,
        statistic: bars,
        settings: settings(call, statistic),
    };
    Ok(arguments.answer(Statistic::Bars(input)))
}

/// `None` for statistics of categories.
fn measure(statistic: &Name) -> Result<Option<Measure>, EngineError> {
    Ok(Some(match statistic.value.as_str() {
        "count" | "percent" => return Ok(None),
        "mean" => Measure::Mean,
        "min" => Measure::Min,
        "max" => Measure::Max,
        "median" => Measure::Percentile(0.5),
        "sum" => Measure::Sum,
        "sd" => Measure::Std,
        _ => return Err(codes::unknown_statistic(statistic.span, &statistic.value, CHOICES).into()),
    }))
}

fn check(call: &Call, variables: &[Name], is_of_numbers: bool) -> Result<(), EngineError> {
    if let (Some(stack), true) = (call.option("stack"), is_of_numbers) {
        let call::Arguments::Bars { statistic, .. } = &call.arguments else { return Ok(()) };
        return Err(codes::excluded_option(stack.span, "stack", &format!("({})", statistic.value)).into());
    }
    let mut all = variables.to_vec();
    all.extend(option_names(call, "over"));
    all.extend(option_names(call, "by"));
    no_repeats(&all)
}

/// How it is drawn, as the command gave it.
fn settings(call: &Call, statistic: &Name) -> Vec<(String, String)> {
    let given = |name: &&str| call.option(name).is_some();
    let flags = ["stack", "horizontal"].into_iter().filter(given).map(|name| (name.to_owned(), "true".to_owned()));
    [("statistic".to_owned(), statistic.value.clone())].into_iter().chain(flags).collect()
}
