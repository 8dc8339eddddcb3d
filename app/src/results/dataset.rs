//! What a data command changed: one line, the dataset's variables folded.

use leptos::prelude::*;
use text::{Text, t};
use wire::output::DatasetChange;

use super::numbers;
use crate::document::{locale, say};

/// A dataset after a command.
#[component]
pub fn DatasetView(change: DatasetChange) -> impl IntoView {
    let locale = locale();
    let count = |value: Option<i64>| value.map_or_else(|| "<8".to_owned(), |value| numbers::whole(locale, value));
    let mut facts = vec![format!("{} {}", count(change.units), say(t("enheter", "units")))];
    if change.rows.is_some() {
        facts.push(format!("{} {}", count(change.rows), say(t("rader", "rows"))));
    }
    let counted = [
        (change.change.values, t("verdier", "values")),
        (change.change.removed, t("fjernet", "removed")),
        (change.change.matched, t("koblet", "matched")),
    ];
    for (value, word) in counted {
        if let Some(value) = value {
            facts.push(format!("{} {}", numbers::whole(locale, value), say(word)));
        }
    }
    let n_variables = change.variables.len();
    let variables = change
        .variables
        .into_iter()
        .map(|variable| {
            let label = (variable.label != variable.name).then_some(variable.label);
            view! { <li><code>{variable.name}</code>" "<span class="note">{label}" · "{say(type_words(&variable.data_type))}</span></li> }
        })
        .collect_view();
    view! {
        <div class="dataset-change">
            <span class="dataset-name">{change.dataset}</span>
            <span class="dataset-facts">{facts.join(" · ")}</span>
            <details>
                <summary>{n_variables}" "{say(if n_variables == 1 { t("variabel", "variable") } else { t("variabler", "variables") })}</summary>
                <ul>{variables}</ul>
            </details>
        </div>
    }
}

fn type_words(data_type: &str) -> Text {
    match data_type {
        "STRING" => t("tekst", "text"),
        "LONG" => t("heltall", "whole number"),
        "DOUBLE" => t("desimaltall", "decimal number"),
        "DATE" => t("dato", "date"),
        other => Text::same(other.to_owned()),
    }
}
