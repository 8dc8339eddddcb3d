//! The small bar that shows when a variable has data.

use maud::{Markup, html};
use text::{Locale, t};
use variables::{Day, VariableSummary};

use crate::shell::text;

/// The years that a list of bars spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// First year shown.
    pub first: i32,
    /// Last year shown.
    pub last: i32,
}

impl Years {
    /// The span of a list, in whole decades, beginning no earlier than 1960: the few variables that reach
    /// further back would press all other bars together.
    pub fn of(variables: &[VariableSummary]) -> Years {
        let years = |day: Option<Day>| day.map(|day| day.ymd().0);
        let first = variables.iter().filter_map(|variable| years(variable.valid_from)).min().unwrap_or(1990);
        let last = variables.iter().filter_map(|variable| years(variable.valid_until)).max().unwrap_or(2020);
        Years { first: first.max(1960) / 10 * 10, last: (last.min(2039) + 9) / 10 * 10 }
    }

    /// The place of a year in percent of the width.
    fn place(self, year: i32) -> f64 {
        let span = f64::from((self.last - self.first).max(1));
        (f64::from(year - self.first) / span * 100.0).clamp(0.0, 100.0)
    }
}

/// The first and last year with data, in words.
pub fn coverage(locale: Locale, from: Option<Day>, until: Option<Day>) -> String {
    match (from.map(|day| day.ymd().0), until.map(|day| day.ymd().0)) {
        (Some(from), Some(until)) if from == until => from.to_string(),
        (Some(from), Some(until)) => format!("{from}–{until}"),
        (Some(from), None) => format!("{from}–"),
        (None, Some(until)) => format!("–{until}"),
        (None, None) => text(locale, t("Uten tidsavgrensning", "No time limits")),
    }
}

/// The bar of one variable; its meaning is in the words beside it, so it is hidden from screen readers.
pub fn bar(years: Years, from: Option<Day>, until: Option<Day>) -> Markup {
    let left = from.map_or(0.0, |day| years.place(day.ymd().0));
    let right = until.map_or(100.0, |day| years.place(day.ymd().0 + 1));
    let width = (right - left).max(1.5);
    html! {
        span.timeline aria-hidden="true" { span style=(format!("left:{left:.1}%;width:{width:.1}%")) {} }
    }
}

/// The decades above the bars.
pub fn axis(years: Years) -> Markup {
    html! {
        span.timeline-axis aria-hidden="true" {
            @for year in (years.first..=years.last).step_by(20) {
                span style=(format!("left:{:.1}%", years.place(year))) { (year) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_reaches_to_the_end_of_its_last_year() {
        let years = Years { first: 1960, last: 2020 };
        let html = bar(years, Day::from_ymd(1990, 1, 1), Day::from_ymd(2019, 12, 31)).into_string();
        assert!(html.contains("left:50.0%;width:50.0%"), "{html}");
    }

    #[test]
    fn coverage_is_told_in_years() {
        let day = |year| Day::from_ymd(year, 1, 1);
        assert_eq!(coverage(Locale::En, day(1990), day(1990)), "1990");
        assert_eq!(coverage(Locale::En, day(1990), None), "1990–");
        assert_eq!(coverage(Locale::Nb, None, None), "Uten tidsavgrensning");
    }
}
