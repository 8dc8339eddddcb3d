//! `tabulate`: frequencies, percentages or statistics of the cells of categorical variables.
//!
//! The answer is always the plain grid that `flatten` asks for, one row a combination; how it is laid out on screen is the
//! reader's choice.

use std::sync::Arc;

use disclosure::statistic::{
    Category, CountMeasure, Dimension, FrequencyInput, MagnitudeInput, Measure, SortBy, TableLayout,
};
use disclosure::{Profile, Statistic};
use language::call::{self, Call, Name};
use language::codes;
use language::nearest::nearest;
use text::{Text, t};
use variables::Day;

use super::arguments::{Arguments, no_repeats, option_count, option_names, value_text};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;

/// Options that show statistics of `summarize()`.
const STATISTICS: [(&str, Measure); 8] = [
    ("mean", Measure::Mean),
    ("std", Measure::Std),
    ("sum", Measure::Sum),
    ("p25", Measure::Percentile(0.25)),
    ("p50", Measure::Percentile(0.5)),
    ("p75", Measure::Percentile(0.75)),
    ("gini", Measure::Gini),
    ("iqr", Measure::Iqr),
];

/// Options that show shares, and the dimensions that they need.
const SHARES: [(&str, CountMeasure, usize); 3] = [
    ("rowpct", CountMeasure::RowPercent, 2),
    ("colpct", CountMeasure::ColumnPercent, 2),
    ("cellpct", CountMeasure::CellPercent, 1),
];

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let call::Arguments::Names(names) = &call.arguments else { return Err(EngineError::Internal("tabulate")) };
    table(call, dataset, cx, names)
}

/// The table of these variables with the call's options.
pub(super) fn table(
    call: &Call,
    dataset: &Dataset,
    cx: &Context<'_>,
    names: &[Name],
) -> Result<Vec<Answer>, EngineError> {
    no_repeats(names)?;
    check_options(call, names)?;
    let arguments = Arguments::new(call, dataset, cx, names, &["summarize"])?;
    let dimensions: Vec<Dimension> =
        arguments.dimensions(names)?.into_iter().map(|dimension| labelled(dimension, call)).collect();
    let layout = layout(call, &dimensions, arguments.question().profile == Profile::Open)?;
    let statistic = match call.option("summarize") {
        None => Statistic::FrequencyTable(FrequencyInput {
            population: arguments.population()?,
            dimensions,
            measures: shares(call),
            chi2: call.option("chi2").is_some(),
            layout,
        }),
        Some(_) => Statistic::MagnitudeTable(MagnitudeInput {
            population: arguments.population()?,
            dimensions,
            variables: arguments.numbers(&option_names(call, "summarize"))?,
            measures: statistics(call),
            layout,
        }),
    };
    Ok(arguments.answer(statistic))
}

fn labelled(mut dimension: Dimension, call: &Call) -> Dimension {
    if call.option("nolabels").is_some() {
        dimension.categories.iter_mut().for_each(|category| category.label = None);
    }
    dimension
}

/// What the specification cannot say: options that need others, or more variables.
fn check_options(call: &Call, names: &[Name]) -> Result<(), EngineError> {
    let has_summarize = call.option("summarize").is_some();
    for option in &call.options {
        let span = option.span;
        let name = option.name.as_str();
        if !has_summarize && STATISTICS.iter().any(|(known, _)| *known == name) {
            return Err(codes::missing_option(span, &call.command, "summarize").into());
        }
        let needed = SHARES.iter().find(|(known, ..)| *known == name).map(|(.., needed)| *needed);
        let needed = if name == "chi2" { Some(2) } else { needed };
        let Some(needed) = needed else { continue };
        if has_summarize {
            return Err(codes::excluded_option(span, name, "summarize").into());
        }
        if names.len() < needed {
            let wanted = t("minst to variabler", "at least two variables");
            return Err(codes::wrong_argument_count(span, name, &wanted, names.len()).into());
        }
    }
    no_repeats(&option_names(call, "summarize"))
}

/// The measures of a frequency table, in their fixed order; frequencies stand without other choices.
fn shares(call: &Call) -> Vec<CountMeasure> {
    let chosen = SHARES.iter().filter(|(name, ..)| call.option(name).is_some()).map(|(_, measure, _)| *measure);
    let chosen: Vec<CountMeasure> = chosen.collect();
    if chosen.is_empty() || call.option("freq").is_some() {
        [CountMeasure::Count].into_iter().chain(chosen).collect()
    } else {
        chosen
    }
}

/// The statistics in the order written (the first one sorts), the count last.
fn statistics(call: &Call) -> Vec<Measure> {
    let named = |name: &str| STATISTICS.iter().find(|(known, _)| *known == name).map(|(_, measure)| *measure);
    let mut chosen: Vec<Measure> = call.options.iter().filter_map(|option| named(&option.name)).collect();
    if chosen.is_empty() {
        chosen.push(Measure::Mean);
    }
    if call.option("freq").is_some() {
        chosen.push(Measure::Count);
    }
    chosen
}

/// Which rows are shown, and in what order.
fn layout(call: &Call, dimensions: &[Dimension], is_open: bool) -> Result<TableLayout, EngineError> {
    // The last of several dimensions stands in the columns; a single one in the rows.
    let (rows, columns) = dimensions.split_at(dimensions.len().saturating_sub(1).max(1));
    Ok(TableLayout {
        missing: call.option("missing").is_some(),
        row_sort: sort_by(call, "rowsort", columns, is_open)?,
        column_sort: sort_by(call, "colsort", rows, is_open)?,
        top: option_count(call, "top"),
        bottom: option_count(call, "bottom"),
    })
}

/// The column (or row) that an option sorts by, if the table can have it. Whether a value occurs is told under `open` only; a
/// code list is metadata.
fn sort_by(call: &Call, name: &str, side: &[Dimension], is_open: bool) -> Result<Option<SortBy>, EngineError> {
    let Some(option) = call.option(name) else { return Ok(None) };
    if option.arguments.len() > side.len() {
        let wanted = Text::new(format!("høyst {} koder", side.len()), format!("at most {} codes", side.len()));
        return Err(codes::wrong_argument_count(option.span, name, &wanted, option.arguments.len()).into());
    }
    let mut codes = Vec::with_capacity(option.arguments.len());
    for (argument, dimension) in option.arguments.iter().zip(side) {
        let wanted = value_text(&argument.value);
        let is_told = |category: &&Category| is_open || category.is_listed;
        let known = || dimension.categories.iter().filter(is_told).map(|category| category.value.code());
        let code = match wanted.parse::<Day>() {
            Ok(day) if is_numeric(dimension) => day.0.to_string(),
            _ => wanted.clone(),
        };
        if (dimension.n_listed() > 0 || is_open) && !known().any(|known| known == code) {
            let known: Vec<String> = known().collect();
            let near = nearest(&wanted, known.iter().map(String::as_str));
            return Err(codes::unknown_code(argument.span, &wanted, &dimension.name, near).into());
        }
        codes.push(code);
    }
    Ok(Some(SortBy { codes }))
}

/// Dates are written as text and held as days.
fn is_numeric(dimension: &Dimension) -> bool {
    dimension.categories.iter().all(|category| category.value.as_number().is_some())
}
