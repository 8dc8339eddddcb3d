//! Histograms: bins with fixed edges, open at both ends.

use text::{Locale, Text};
use wire::output::{Chart, Role};

use super::{Bin, Drawing, category, number, shown};
use crate::results::table::layout::{measure_title, placed};

/// Columns `low` and `high` are the edges (`null`: open), the remaining measure the height, other dimensions make charts.
pub fn drawing(chart: &Chart, locale: Locale) -> Option<Drawing> {
    let table = &chart.data;
    let place_of = |name: &str| table.columns.iter().position(|column| column.name == name);
    let (low, high) = (place_of("low")?, place_of("high")?);
    let (height, column) =
        placed(table, Role::Measure).into_iter().rev().find(|(place, _)| *place != low && *place != high)?;
    let panels: Vec<usize> = placed(table, Role::Dimension)
        .into_iter()
        .map(|(place, _)| place)
        .filter(|place| *place != low && *place != high)
        .collect();
    let width =
        table.rows.iter().filter_map(|row| Some(number(row.get(high))? - number(row.get(low))?)).fold(0.0, f64::max);
    let mut bins = Vec::new();
    for row in &table.rows {
        let edges = (number(row.get(low)), number(row.get(high)));
        // An open tail is drawn as wide as the other bins; its words say that it is open.
        let (from, to) = match edges {
            (Some(from), Some(to)) => (from, to),
            (None, Some(to)) => (to - width, to),
            (Some(from), None) => (from, from + width),
            (None, None) => continue,
        };
        let parts: Vec<String> = panels.iter().map(|place| category(table, row, *place, locale)).collect();
        bins.push(Bin {
            low: from,
            high: to,
            label: interval(edges, locale),
            panel: parts.join(", "),
            value: number(row.get(height)),
        });
    }
    let variable = chart.settings.get("label").or_else(|| chart.settings.get("variable")).cloned().unwrap_or_default();
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
    fn open_tails_are_drawn_and_named_as_open() {
        let column = |name: &str| Column { name: name.into(), label: name.into(), role: Role::Measure };
        let chart = Chart {
            chart: ChartKind::Histogram,
            data: Table {
                columns: vec![column("low"), column("high"), column("count")],
                rows: vec![
                    vec![Cell::Null, Cell::Whole(10), Cell::Whole(3)],
                    vec![Cell::Whole(10), Cell::Whole(20), Cell::Whole(9)],
                    vec![Cell::Whole(20), Cell::Null, Cell::Null],
                ],
                ..Table::default()
            },
            settings: [("variable".to_owned(), "wage".to_owned())].into_iter().collect(),
        };
        let drawing = drawing(&chart, Locale::En).unwrap();
        assert_eq!((drawing.bins[0].low, drawing.bins[0].label.as_str()), (0.0, "< 10"));
        assert_eq!((drawing.bins[2].high, drawing.bins[2].value), (30.0, None));
        assert_eq!(drawing.summary, "Histogram, 2 bars. Highest where the value is 10 – 20 (9).");
    }
}
