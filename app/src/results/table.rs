//! Tables: a row a combination, or, with two or more dimensions of few categories, the last one across.

pub mod layout;

use leptos::prelude::*;
use text::{Text, t};
use wire::output::{NoteCode, Table, TestResult};

use self::layout::{Grid, Shown};
use super::numbers;
use super::protection::note_text;
use crate::document::{locale, say};

/// More rows than these scroll in a box of their own, below their head.
const TALL: usize = 30;

/// A table of released numbers with its notes and tests.
#[component]
pub fn TableView(
    table: Table,
    /// What the table is, for screen readers.
    caption: String,
) -> impl IntoView {
    let grid = layout::grid(&table, locale());
    let label = caption.clone();
    let is_tall = grid.rows.len() > TALL;
    view! {
        <div class="table-scroll" class:tall=is_tall tabindex="0" role="region" aria-label=label>
            <table class="ds-table result-table">
                <caption class="visually-hidden">{caption}</caption>
                {header(&grid)}
                <tbody>{grid.rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <HiddenNotes codes=grid.hidden/>
        <Tests tests=table.tests/>
    }
}

fn header(grid: &Grid) -> impl IntoView + use<> {
    let rows = if grid.top.is_empty() { 1 } else { 2 };
    let stubs = grid.stubs.iter().map(|stub| view! { <th scope="col" rowspan=rows>{stub.clone()}</th> }).collect_view();
    let names =
        grid.measures.iter().map(|name| view! { <th scope="col" class="number">{name.clone()}</th> }).collect_view();
    if grid.top.is_empty() {
        return view! { <thead><tr>{stubs}{names}</tr></thead> }.into_any();
    }
    let over = grid.over.clone();
    let width: usize = grid.top.iter().map(|(_, span)| span).sum();
    if grid.has_one_measure {
        // One measure only: its name stands once above the categories.
        let top = grid
            .top
            .iter()
            .map(|(label, _)| view! { <th scope="col" class="number">{label.clone()}</th> })
            .collect_view();
        return view! {
            <thead>
                <tr>{stubs}<th scope="colgroup" class="over" colspan=width>{over}</th></tr>
                <tr>{top}</tr>
            </thead>
        }
        .into_any();
    }
    let top = grid
        .top
        .iter()
        .map(|(label, span)| view! { <th scope="colgroup" class="over" colspan=*span><span class="note">{over.clone()}" "</span>{label.clone()}</th> })
        .collect_view();
    view! { <thead><tr>{stubs}{top}</tr><tr>{names}</tr></thead> }.into_any()
}

fn row(row: &layout::Row) -> impl IntoView + use<> {
    let heads = row
        .heads
        .iter()
        .zip(&row.spans)
        .filter(|(_, span)| **span > 0)
        .map(|(head, span)| view! { <th scope="row" rowspan=(*span > 1).then_some(*span)>{head.clone()}</th> })
        .collect_view();
    let cells = row.cells.iter().map(cell).collect_view();
    view! { <tr class:total=row.is_total>{heads}{cells}</tr> }
}

fn cell(cell: &Shown) -> impl IntoView + use<> {
    match cell {
        Shown::Number(text) => view! { <td class="number">{text.clone()}</td> }.into_any(),
        Shown::Hidden(code) => {
            let (sign, reason) = note_text(*code);
            let reason = say(reason);
            let shown_on_hover = reason.clone();
            view! {
                <td class="number hidden-cell" title=shown_on_hover>
                    <span aria-hidden="true">{say(sign)}</span>
                    <span class="visually-hidden">{reason}</span>
                </td>
            }
            .into_any()
        }
        Shown::Empty => view! { <td class="number"></td> }.into_any(),
    }
}

/// What the signs in hidden cells mean.
#[component]
pub fn HiddenNotes(codes: Vec<NoteCode>) -> impl IntoView {
    (!codes.is_empty()).then(|| {
        let items = codes
            .into_iter()
            .map(|code| {
                let (sign, reason) = note_text(code);
                view! { <li><span class="hidden-cell">{say(sign)}</span>": "{say(reason)}</li> }
            })
            .collect_view();
        view! { <ul class="hidden-notes">{items}</ul> }
    })
}

/// Tests beside a table or a model.
#[component]
pub fn Tests(tests: Vec<TestResult>) -> impl IntoView {
    (!tests.is_empty()).then(|| {
        let items = tests.into_iter().map(|test| view! { <li>{test_words(&test)}</li> }).collect_view();
        view! { <ul class="tests" aria-label=say(t("Tester", "Tests"))>{items}</ul> }
    })
}

fn test_words(test: &TestResult) -> String {
    let locale = locale();
    let freedom = match (test.df, test.df2) {
        (Some(first), Some(second)) => {
            format!("({}, {})", numbers::alone(locale, Some(first)), numbers::alone(locale, Some(second)))
        }
        (Some(only), None) => format!("({})", numbers::alone(locale, Some(only))),
        _ => String::new(),
    };
    let title = say(test_title(&test.name));
    format!("{title}{freedom} = {}, {}", numbers::alone(locale, test.statistic), numbers::p_words(locale, test.p))
}

fn test_title(name: &str) -> Text {
    match name {
        "chi2" => t("Pearsons χ²", "Pearson's χ²"),
        other => Text::same(other.to_owned()),
    }
}
