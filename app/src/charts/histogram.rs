//! Histograms: bins with fixed edges, open at both ends.

use text::{Locale, Text};
use wire::output::{Chart, Role};

use super::{Bin, Drawing, category, number, shown};
use crate::results::table::layout::{measure_title, placed};

/// Columns `low` and `high` are the edges, the remaining one is the height, other dimensions make charts of their own. A
/// chart without edges has a bar a value.
pub fn drawing(chart: &Chart, locale: Locale) -> Option<Drawing> {
    let table = &chart.data;
    let place_of = |name: &str| table.columns.iter().position(|column| column.name == name);
    let (Some(low), Some(high)) = (place_of("low"), place_of("high")) else {
        return super::bar::drawing(chart, locale);
    };
    let is_edge = |place: &usize| *place == low || *place == high;
    let (height, column) = placed(table, Role::Measure).into_iter().rev().find(|(place, _)| !is_edge(place))?;
    let panels: Vec<usize> =
        placed(table, Role::Dimension).into_iter().map(|(place, _)| place).filter(|place| !is_edge(place)).collect();
    let edges: Vec<(f64, f64)> =
        table.rows.iter().map(|row| Some((number(row.get(low))?, number(row.get(high))?))).collect::<Option<_>>()?;
    let is_open = chart.settings.get("tails").is_some_and(|tails| tails == "open");
    let least = edges.iter().map(|(low, _)| *low).fold(f64::INFINITY, f64::min);
    let most = edges.iter().map(|(_, high)| *high).fold(f64::NEG_INFINITY, f64::max);
    let mut bins = Vec::new();
    for (row, (from, to)) in table.rows.iter().zip(edges) {
        // The outermost bins also count what lies beyond them; they are drawn as wide as the others.
        let below = (!is_open || from > least).then_some(from);
        let above = (!is_open || to < most).then_some(to);
        let parts: Vec<String> = panels.iter().map(|place| category(table, row, *place, locale)).collect();
        let value = number(row.get(height));
        bins.push(Bin { low: from, high: to, label: interval((below, above), locale), panel: parts.join(", "), value });
    }
    let variable = chart.settings.get("variable").cloned().unwrap_or_default();
    let mut drawing = Drawing {
        kind: "histogram",
        bins,
        value_label: measure_title(column, locale),
        category_label: variable,
        ..Drawing::default()
    };
    drawing.summary = summary(&drawing, locale)?;
    Some(drawing)
}

fn interval(edges: (Option<f64>, Option<f64>), locale: Locale) -> String {
    match edges {
        (Some(from), Some(to)) => format!("{} – {}", shown(locale, from), shown(locale, to)),
        (None, Some(to)) => format!("< {}", shown(locale, to)),
        (Some(from), None) => format!("≥ {}", shown(locale, from)),
        (None, None) => String::new(),
    }
}

/// One sentence: how many bins and where the highest is.
fn summary(drawing: &Drawing, locale: Locale) -> Option<String> {
    let visible: Vec<(&Bin, f64)> = drawing.bins.iter().filter_map(|bin| Some((bin, bin.value?))).collect();
    let (highest, value) = visible.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let text = Text::new(
        format!(
            "Histogram, {} søyler. Høyest der verdien er {} ({}).",
            visible.len(),
            highest.label,
            shown(Locale::Nb, *value)
        ),
        format!(
            "Histogram, {} bars. Highest where the value is {} ({}).",
            visible.len(),
            highest.label,
            shown(Locale::En, *value)
        ),
    );
    Some(text.get(locale).to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;
    use wire::output::{Cell, ChartKind, Column, Table};

    #[test]
    fn open_tails_are_named_as_open() {
        let column = |name: &str, role| Column { name: name.into(), label: name.into(), role };
        let bin = |low: i64, high: i64, height| vec![Cell::Whole(low), Cell::Whole(high), height];
        let mut chart = Chart {
            chart: ChartKind::Histogram,
            data: Table {
                columns: vec![
                    column("low", Role::Dimension),
                    column("high", Role::Dimension),
                    column("freq", Role::Measure),
                ],
                rows: vec![bin(0, 10, Cell::Whole(30)), bin(10, 20, Cell::Whole(90)), bin(20, 30, Cell::Null)],
                ..Table::default()
            },
            settings: [("tails".to_owned(), "open".to_owned())].into_iter().collect(),
        };
        let open = drawing(&chart, Locale::En).unwrap();
        let labels: Vec<&str> = open.bins.iter().map(|bin| bin.label.as_str()).collect();
        assert_eq!(labels, ["< 10", "10 – 20", "≥ 20"]);
        assert_eq!((open.bins[2].high, open.bins[2].value), (30.0, None));
        assert_eq!(open.summary, "Histogram, 2 bars. Highest where the value is 10 – 20 (90).");
        chart.settings.clear();
        assert_eq!(drawing(&chart, Locale::En).unwrap().bins[0].label, "0 – 10");
    }
}
