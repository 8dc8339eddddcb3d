//! From a chart's released numbers to what is drawn and what is said: which plot, which axes, one sentence.

pub mod bar;
pub mod histogram;

use language::Table as LanguageTable;
use language::call::{Arguments, Call, Step};
use serde::Serialize;
use text::Locale;
use wire::output::{Cell, Chart, ChartKind, Table};

use crate::results::numbers;

/// What `plot.ts` draws.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Drawing {
    /// `bar` or `histogram`.
    pub kind: &'static str,
    /// Bars of a bar chart.
    pub bars: Vec<Bar>,
    /// Bins of a histogram.
    pub bins: Vec<Bin>,
    /// Lying bars.
    pub horizontal: bool,
    /// Bars of one category upon each other.
    pub stacked: bool,
    /// What the numbers are.
    pub value_label: String,
    /// What the categories are.
    pub category_label: String,
    /// What the colors are; empty if there is one color.
    pub series_label: String,
    /// The chart in a sentence.
    pub summary: String,
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// Its place on the axis.
    pub category: String,
    /// Its color; empty if there is one.
    pub series: String,
    /// Its chart among several; empty if there is one.
    pub panel: String,
    /// Its length; `None` is hidden.
    pub value: Option<f64>,
}

/// A bin.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Where it begins on the axis.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// Its interval in words; an open tail says so.
    pub label: String,
    /// Its chart among several; empty if there is one.
    pub panel: String,
    /// Its height; `None` is hidden.
    pub value: Option<f64>,
}

impl Drawing {
    /// How a chart is drawn; `None` for kinds that are shown as a table only.
    pub fn of(chart: &Chart, locale: Locale) -> Option<Drawing> {
        match chart.chart {
            ChartKind::Bar => bar::drawing(chart, locale),
            ChartKind::Histogram => histogram::drawing(chart, locale),
            ChartKind::Box | ChartKind::Pie | ChartKind::Hexbin | ChartKind::Sankey => None,
            ChartKind::Coefplot | ChartKind::Survival | ChartKind::Hazard => None,
        }
    }
}

/// The chart with what its command says about the drawing and the answer does not: `over`, `by`, the variable.
pub fn with_command(mut chart: Chart, command: &str) -> Chart {
    let table = LanguageTable::builtin();
    let steps = language::expand(&language::parse(command, &table).script, command, &table);
    let call = steps.into_iter().find_map(|step| if let Step::Call(call) = step { Some(call) } else { None });
    if let Some(call) = call {
        for option in ["over", "by"] {
            let names = option_words(&call, command, option);
            if !names.is_empty() {
                chart.settings.entry(option.to_owned()).or_insert(names);
            }
        }
        if let Arguments::Names(names) = &call.arguments
            && let [only] = names.as_slice()
        {
            chart.settings.entry("variable".to_owned()).or_insert(only.value.clone());
        }
    }
    chart
}

fn option_words(call: &Call, command: &str, option: &str) -> String {
    let arguments = call.option(option).map(|option| option.arguments.as_slice()).unwrap_or_default();
    let words: Vec<&str> = arguments.iter().filter_map(|one| command.get(one.span.start..one.span.end)).collect();
    words.join(" ")
}

/// A cell as a number.
fn number(cell: Option<&Cell>) -> Option<f64> {
    match cell? {
        #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^53")]
        Cell::Whole(value) => Some(*value as f64),
        Cell::Number(value) => Some(*value),
        Cell::Code(code) => code.parse().ok(),
        Cell::Null => None,
    }
}

/// The label of a dimension's cell in a row.
fn category(table: &Table, row: &[Cell], place: usize, locale: Locale) -> String {
    match (table.columns.get(place), row.get(place)) {
        (Some(column), Some(cell)) => crate::results::table::layout::label(table, column, cell, locale),
        _ => String::new(),
    }
}

/// A value as people read it.
fn shown(locale: Locale, value: f64) -> String {
    numbers::alone(locale, Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_tells_what_the_answer_does_not() {
        let chart = Chart { chart: ChartKind::Bar, data: Table::default(), settings: Default::default() };
        let bars = with_command(chart.clone(), "barchart (count) region, over(kjønn) stack");
        assert_eq!(bars.settings.get("over").map(String::as_str), Some("kjønn"));
        let histogram = with_command(chart, "histogram lønn, bin(30)");
        assert_eq!(histogram.settings.get("variable").map(String::as_str), Some("lønn"));
    }
}
