//! A code list split into the periods in which it stayed the same, with what changed between them.

use maud::{Markup, html};
use text::{Locale, t};
use variables::{Code, CodeList, Day};

use crate::metadata;
use crate::shell::text;

/// Lists longer than this get a search field (the app makes it work).
const SEARCHED_FROM: usize = 12;

/// Lists longer than this scroll in a box of their own.
const TALL_FROM: usize = 30;

/// A time in which the list has the same codes.
struct Period {
    from: Option<Day>,
    until: Option<Day>,
}

/// The code list's section: the newest period open, older ones folded.
pub fn section(locale: Locale, list: &CodeList) -> Markup {
    let mut periods = periods(list);
    periods.reverse();
    let is_long = list.codes.len() > SEARCHED_FROM;
    html! {
        section.code-list {
            h2.ds-heading data-size="sm" { (text(locale, t("Kodeliste", "Code list"))) }
            @if is_long {
                div.ds-field.needs-app {
                    label.ds-label for="code-search" { (text(locale, t("Søk i kodelisten", "Search the code list"))) }
                    input.ds-input id="code-search" type="search" autocomplete="off" spellcheck="false";
                }
                p.visually-hidden id="code-found" role="status" {}
            }
            @for (place, period) in periods.iter().enumerate() {
                @let codes = list.at(middle(period));
                @let title = words(locale, period);
                @if periods.len() == 1 {
                    (table(locale, &codes, &title))
                } @else {
                    details open[place == 0] {
                        summary { (title) " " span.note { (codes.len()) " " (text(locale, t("koder", "codes"))) (changes(locale, list, period, periods.get(place + 1))) } }
                        (table(locale, &codes, &title))
                    }
                }
            }
        }
    }
}

fn table(locale: Locale, codes: &[&Code], title: &str) -> Markup {
    html! {
        div.table-scroll.tall[codes.len() > TALL_FROM] tabindex="0" role="region" aria-label={ (text(locale, t("Koder", "Codes"))) " " (title) } {
            table.ds-table.codes {
                caption.visually-hidden { (text(locale, t("Koder", "Codes"))) " " (title) }
                thead { tr { th scope="col" { (text(locale, t("Kode", "Code"))) } th scope="col" { (text(locale, t("Betydning", "Meaning"))) } } }
                tbody {
                    @for code in codes { tr { th scope="row" { code { (code.code) } } td { (metadata::multilingual(locale, &code.title)) } } }
                }
            }
        }
    }
}

/// Splits time at each day where a code begins or ends.
fn periods(list: &CodeList) -> Vec<Period> {
    let begins = list.codes.iter().filter_map(|code| code.valid_from);
    let after_ends = list.codes.iter().filter_map(|code| code.valid_until.map(|day| Day(day.0 + 1)));
    let mut borders: Vec<Day> = begins.chain(after_ends).collect();
    borders.sort();
    borders.dedup();
    let mut edges: Vec<Option<Day>> = vec![None];
    edges.extend(borders.into_iter().map(Some));
    let mut found: Vec<Period> = edges
        .iter()
        .enumerate()
        .map(|(place, from)| Period {
            from: *from,
            until: edges.get(place + 1).copied().flatten().map(|day| Day(day.0 - 1)),
        })
        .filter(|period| list.codes.iter().any(|code| code.is_valid_at(middle(period).unwrap_or(Day(0)))))
        .collect();
    if found.is_empty() {
        found.push(Period { from: None, until: None });
    }
    found
}

/// A day inside the period.
fn middle(period: &Period) -> Option<Day> {
    period.from.or(period.until)
}

fn words(locale: Locale, period: &Period) -> String {
    // A border on the first or last day of a year is told by the year alone.
    let from = period.from.map(|day| match day.ymd() {
        (year, 1, 1) => year.to_string(),
        _ => day.to_string(),
    });
    let until = period.until.map(|day| match day.ymd() {
        (year, 12, 31) => year.to_string(),
        _ => day.to_string(),
    });
    match (from, until) {
        (Some(from), Some(until)) if from == until => from,
        (Some(from), Some(until)) => format!("{from}–{until}"),
        (Some(from), None) => format!("{from}–"),
        (None, Some(until)) => format!("–{until}"),
        (None, None) => text(locale, t("Hele tiden", "All the time")),
    }
}

fn changes(locale: Locale, list: &CodeList, period: &Period, earlier: Option<&Period>) -> String {
    let Some(earlier) = earlier else { return String::new() };
    let (new, old) = (list.at(middle(period)), list.at(middle(earlier)));
    let lacks = |list: &[&Code], code: &Code| !list.iter().any(|other| other.code == code.code);
    let added = new.iter().filter(|code| lacks(&old, code)).count();
    let gone = old.iter().filter(|code| lacks(&new, code)).count();
    let renamed =
        new.iter().filter(|code| old.iter().any(|other| other.code == code.code && other.title != code.title)).count();
    let parts = [(added, t("nye", "new")), (gone, t("utgått", "gone")), (renamed, t("nytt navn", "renamed"))];
    parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!(" · {count} {}", word.get(locale)))
        .collect()
}
