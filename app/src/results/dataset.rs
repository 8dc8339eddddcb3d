//! What a data command changed: one line, the dataset's variables folded.

use leptos::prelude::*;
use text::{Text, t};
use wire::output::{DatasetChange, Rule};

use super::numbers;
use super::protection::RuleList;
use crate::document::{locale, say};

/// A dataset after a command; which rules applied stands with its variables, so that a script of many data commands
/// stays short.
#[component]
pub fn DatasetView(change: DatasetChange, rules: Vec<Rule>) -> impl IntoView {
    let locale = locale();
    let mut facts = Vec::new();
    match change.units {
        Some(units) => facts.push(format!("{} {}", numbers::whole(locale, units), say(t("enheter", "units")))),
        None if change.variables.is_empty() => facts.push(say(t("tomt", "empty"))),
        None => facts.push(say(t("skjult antall enheter", "hidden number of units"))),
    }
    if let Some(rows) = change.rows {
        facts.push(format!("{} {}", numbers::whole(locale, rows), say(t("rader", "rows"))));
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
                <RuleList rules/>
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
