//! Bars: which dimension lies along the axis, which is colored, which makes charts of its own.

use text::{Locale, Text};
use wire::output::{Chart, Role};

use super::{Bar, Drawing, category, number, shown};
use crate::results::table::layout::{is_total, measure_title, placed};

/// Along the axis lie the `over` variables if there are any, else the first dimension; `by` makes charts of their own; the
/// rest is colored. Several measures (one a variable) become the categories.
pub fn drawing(chart: &Chart, locale: Locale) -> Option<Drawing> {
    let table = &chart.data;
    let named = |setting: &str| -> Vec<String> {
        let written = chart.settings.get(setting).map(String::as_str).unwrap_or_default();
        written.split([' ', ',']).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let is_set = |setting: &str| chart.settings.get(setting).is_some_and(|value| value != "false");
    let (over, by) = (named("over"), named("by"));
    let measures = placed(table, Role::Measure);
    let dimensions = placed(table, Role::Dimension);
    let places = |names: &[String]| -> Vec<usize> {
        dimensions.iter().filter(|(_, column)| names.contains(&column.name)).map(|(place, _)| *place).collect()
    };
    let panels = places(&by);
    let mut axis = places(&over);
    let mut colored: Vec<usize> = dimensions
        .iter()
        .map(|(place, _)| *place)
        .filter(|place| !panels.contains(place) && !axis.contains(place))
        .collect();
    if axis.is_empty() && measures.len() == 1 && !colored.is_empty() {
        axis.push(colored.remove(0));
    }
    let mut bars = Vec::new();
    for row in &table.rows {
        if dimensions.iter().any(|(place, _)| row.get(*place).is_some_and(is_total)) {
            continue;
        }
        let join = |places: &[usize]| -> String {
            let parts: Vec<String> = places.iter().map(|place| category(table, row, *place, locale)).collect();
            parts.join(", ")
        };
        for (place, column) in &measures {
            let title = measure_title(column, locale);
            let (along, series) = match (measures.len(), axis.is_empty()) {
                (1, _) => (join(&axis), join(&colored)),
                (_, true) => (title, join(&colored)),
                (_, false) => (
                    join(&axis),
                    [join(&colored), title].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
                ),
            };
            bars.push(Bar { category: along, series, panel: join(&panels), value: number(row.get(*place)) });
        }
    }
    let title_of = |places: &[usize]| -> String {
        let titles: Vec<&str> =
            places.iter().filter_map(|place| Some(table.columns.get(*place)?.label.as_str())).collect();
        titles.join(", ")
    };
    let value_label = match measures.as_slice() {
        [(_, only)] => measure_title(only, locale),
        _ => chart.settings.get("statistic").map_or(String::new(), |name| statistic_title(name, locale)),
    };
    let mut drawing = Drawing {
        kind: "bar",
        bars,
        horizontal: is_set("horizontal"),
        stacked: is_set("stack") || is_set("stacked"),
        value_label,
        category_label: title_of(&axis),
        series_label: title_of(&colored),
        ..Drawing::default()
    };
    drawing.summary = summary(&drawing, locale)?;
    Some(drawing)
}

fn statistic_title(name: &str, locale: Locale) -> String {
    let column = wire::output::Column { name: name.to_owned(), label: name.to_owned(), role: Role::Measure };
    measure_title(&column, locale)
}

/// One sentence: how many bars, the longest and the shortest.
fn summary(drawing: &Drawing, locale: Locale) -> Option<String> {
    let visible: Vec<(&Bar, f64)> = drawing.bars.iter().filter_map(|bar| Some((bar, bar.value?))).collect();
    let longest = visible.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let shortest = visible.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let name = |bar: &Bar| {
        [&bar.category, &bar.series, &bar.panel]
            .into_iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    };
    let hidden = drawing.bars.len() - visible.len();
    let mut text = Text::new(
        format!(
            "Søylediagram, {} søyler. Størst: {} ({}). Minst: {} ({}).",
            visible.len(),
            name(longest.0),
            shown(Locale::Nb, longest.1),
            name(shortest.0),
            shown(Locale::Nb, shortest.1)
        ),
        format!(
            "Bar chart, {} bars. Largest: {} ({}). Smallest: {} ({}).",
            visible.len(),
            name(longest.0),
            shown(Locale::En, longest.1),
            name(shortest.0),
            shown(Locale::En, shortest.1)
        ),
    );
    if hidden > 0 {
        let (nb, en) =
            if hidden == 1 { ("søyle er skjult", "bar is hidden") } else { ("søyler er skjult", "bars are hidden") };
        text = Text::new(format!("{} {hidden} {nb}.", text.nb), format!("{} {hidden} {en}.", text.en));
    }
    Some(text.get(locale).to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;
    use wire::output::{Cell, ChartKind, Column, Table};

    fn chart(settings: &[(&str, &str)]) -> Chart {
        let column = |name: &str, role| Column { name: name.into(), label: name.into(), role };
        let code = |code: &str| Cell::Code(code.into());
        Chart {
            chart: ChartKind::Bar,
            data: Table {
                columns: vec![
                    column("sex", Role::Dimension),
                    column("region", Role::Dimension),
                    column("count", Role::Measure),
                ],
                rows: vec![
                    vec![code("1"), code("a"), Cell::Whole(10)],
                    vec![code("1"), code("b"), Cell::Null],
                    vec![code("2"), code("a"), Cell::Whole(30)],
                    vec![code("*"), code("a"), Cell::Whole(40)],
                ],
                ..Table::default()
            },
            settings: settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        }
    }

    #[test]
    fn the_first_dimension_lies_along_the_axis_and_totals_are_left_out() {
        let drawing = drawing(&chart(&[]), Locale::En).unwrap();
        assert_eq!(drawing.bars.len(), 3);
        assert_eq!((drawing.bars[0].category.as_str(), drawing.bars[0].series.as_str()), ("1", "a"));
        assert_eq!(drawing.summary, "Bar chart, 2 bars. Largest: 2, a (30). Smallest: 1, a (10). 1 bar is hidden.");
    }

    #[test]
    fn over_takes_the_axis_and_by_makes_panels() {
        let over = drawing(&chart(&[("over", "region"), ("stack", "true")]), Locale::En).unwrap();
        assert_eq!((over.bars[0].category.as_str(), over.bars[0].series.as_str()), ("a", "1"));
        assert!(over.stacked && !over.horizontal);
        let by = drawing(&chart(&[("by", "region")]), Locale::En).unwrap();
        assert_eq!((by.bars[0].category.as_str(), by.bars[0].panel.as_str()), ("1", "a"));
    }
}
