//! `summarize`: one row a variable with mean, standard deviation, count and percentiles.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::SummaryInput;
use language::call::{self, Call, Name};
use language::codes;
use text::t;

use super::arguments::{Arguments, no_repeats};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let names = names(call, dataset)?;
    no_repeats(&names)?;
    let arguments = Arguments::new(call, dataset, cx, &names, &[])?;
    let input = SummaryInput {
        interval: None,
        population: arguments.population()?,
        by: Vec::new(),
        variables: arguments.numbers(&names)?,
        gini: call.option("gini").is_some(),
        iqr: call.option("iqr").is_some(),
    };
    Ok(arguments.answer(Statistic::Summary(input)))
}

/// The named variables, or every numeric one.
pub(super) fn names(call: &Call, dataset: &Dataset) -> Result<Vec<Name>, EngineError> {
    match &call.arguments {
        call::Arguments::Names(names) if !names.is_empty() => Ok(names.clone()),
        _ => {
            let numeric = dataset.columns.iter().filter(|(_, column)| column.is_numeric());
            let names: Vec<Name> = numeric.map(|(name, _)| Name { value: name.clone(), span: call.span }).collect();
            if names.is_empty() {
                return Err(codes::missing_part(call.span, &t("en tallvariabel", "a numeric variable")).into());
            }
            Ok(names)
        }
    }
}
