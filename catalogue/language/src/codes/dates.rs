//! Codes about dates and coverage.

use text::{Text, t};
use variables::Day;

use super::Code;
use super::words::{choices, period};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `date-required`: A dated register variable without a date.
pub fn date_required(span: Span, name: &str, example: Option<Day>) -> Diagnostic {
    let diagnostic = Code::DateRequired.at(
        span,
        Text::new(
            format!("`{name}` skifter verdi over tid og trenger en dato"),
            format!("`{name}` changes over time and needs a date"),
        ),
    );
    diagnostic.hint_if(example.map(|example| {
        Text::new(
            format!("skriv for eksempel `{example}` etter navnet"),
            format!("write for instance `{example}` after the name"),
        )
    }))
}

/// `date-not-allowed`: A fixed register variable with a date.
pub fn date_not_allowed(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::DateNotAllowed.at(
        span,
        Text::new(format!("`{name}` er fast og tar ingen dato"), format!("`{name}` is fixed and takes no date")),
    );
    diagnostic.hint(t("fjern datoen", "remove the date"))
}

/// `not-a-date`: Something else, or an impossible day, where a date is wanted.
pub fn not_a_date(span: Span, found: &str) -> Diagnostic {
    let diagnostic =
        Code::NotADate.at(span, Text::new(format!("`{found}` er ingen dato"), format!("`{found}` is not a date")));
    diagnostic.hint(t("skriv datoen som `ÅÅÅÅ-MM-DD`", "write the date as `YYYY-MM-DD`"))
}

/// `date-outside-coverage`: A date before or after the data.
pub fn date_outside_coverage(
    span: Span,
    name: &str,
    date: Day,
    from: Option<Day>,
    until: Option<Day>,
    successor: Option<&str>,
) -> Diagnostic {
    let covered = period(from, until);
    let (covered_nb, covered_en) = covered.clone().unwrap_or_default();
    let diagnostic = Code::DateOutsideCoverage
        .at(span, Text::new(format!("`{name}` har ingen verdi på {date}"), format!("`{name}` has no value at {date}")));
    let diagnostic = diagnostic.hint_if(
        covered.map(|_| Text::new(format!("velg en dato {covered_nb}"), format!("choose a date {covered_en}"))),
    );
    diagnostic.hint_if(successor.map(|successor| {
        Text::new(format!("bruk `{successor}`, som tar over"), format!("use `{successor}`, which takes over"))
    }))
}

/// `not-a-measure-date`: A cross-section variable between its measure dates.
pub fn not_a_measure_date(span: Span, name: &str, date: Day, nearest: &[Day]) -> Diagnostic {
    let (nearest_nb, nearest_en) = (choices(nearest, "eller"), choices(nearest, "or"));
    let nearest = (!nearest.is_empty()).then_some(());
    let diagnostic = Code::NotAMeasureDate
        .at(span, Text::new(format!("`{name}` er ikke målt {date}"), format!("`{name}` was not measured at {date}")));
    diagnostic.hint_if(nearest.map(|_| Text::new(format!("velg {nearest_nb}"), format!("choose {nearest_en}"))))
}

/// `dates-in-wrong-order`: `import-event` with a window that ends before it begins.
pub fn dates_in_wrong_order(span: Span, from: Day, to: Day) -> Diagnostic {
    let diagnostic = Code::DatesInWrongOrder.at(
        span,
        Text::new(
            format!("perioden slutter {to}, før den begynner {from}"),
            format!("the period ends at {to}, before it begins at {from}"),
        ),
    );
    diagnostic.hint(t("bytt om datoene", "swap the dates"))
}

/// `repeated-date`: `import-panel` with one date twice.
pub fn repeated_date(span: Span, date: Day) -> Diagnostic {
    let diagnostic = Code::RepeatedDate
        .at(span, Text::new(format!("datoen {date} står to ganger"), format!("the date {date} stands twice")));
    diagnostic.hint(t("fjern den ene", "remove one"))
}
