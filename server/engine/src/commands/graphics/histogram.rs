//! `histogram`: the distribution of a numeric variable.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::{HistogramBins, HistogramInput, HistogramScale};
use language::call::{self, Call};

use super::super::analyse::{Arguments, option_count, option_number};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let name = match &call.arguments {
        call::Arguments::Names(names) => names.first().ok_or(EngineError::Internal("histogram"))?,
        _ => return Err(EngineError::Internal("histogram")),
    };
    let arguments = Arguments::new(call, dataset, cx, std::slice::from_ref(name), &["by"])?;
    let bins = if call.option("discrete").is_some() {
        HistogramBins::Discrete(arguments.dimension(name)?)
    } else if let Some(count) = option_count(call, "bin") {
        HistogramBins::Count(count)
    } else if let Some(width) = option_number(call, "width") {
        HistogramBins::Width(width)
    } else {
        HistogramBins::Default
    };
    let input = HistogramInput {
        population: arguments.population()?,
        variable: arguments.number(name)?,
        bins,
        scale: scale(call),
        by: arguments.option_dimensions("by")?.into_iter().next(),
        normal: call.option("normal").is_some(),
    };
    Ok(arguments.answer(Statistic::Histogram(input)))
}

fn scale(call: &Call) -> HistogramScale {
    let scales = [
        ("freq", HistogramScale::Frequency),
        ("fraction", HistogramScale::Fraction),
        ("percent", HistogramScale::Percent),
    ];
    let chosen = scales.into_iter().find(|(name, _)| call.option(name).is_some());
    chosen.map_or(HistogramScale::Density, |(_, scale)| scale)
}
