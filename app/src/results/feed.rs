//! The feed: one card an output, in the order they come.

use leptos::prelude::*;
use text::{Text, t};
use wire::output::{Body, Output, UsedDatabank};

use super::chart::ChartView;
use super::copy::CopyButton;
use super::dataset::DatasetView;
use super::diagnostic::{DiagnosticView, in_words};
use super::model::ModelView;
use super::protection::{ProtectionNotes, RefusingRule};
use super::table::TableView;
use crate::document::{locale, say};

/// One output with its line, command, marks and protection.
#[component]
pub fn OutputCard(
    output: Output,
    /// Called with a line to show it in the editor.
    go_to: Callback<usize>,
    /// Called with a script to put it into the editor.
    open: Callback<String>,
) -> impl IntoView {
    let script = output.script().map(str::to_owned);
    let Output { line, command, name, synthetic, protection, noise, body } = output;
    let kind = kind(&body);
    let caption = format!("{}: {command}", say(title(&body)));
    let label = caption.clone();
    let go = move |_| go_to.run(line);
    let notes = match &body {
        // A dataset's rules stand with its variables; a refusal has one rule.
        Body::Dataset(_) => ().into_any(),
        Body::Diagnostic(_) => view! { <RefusingRule rules=protection.clone()/> }.into_any(),
        _ => view! { <ProtectionNotes rules=protection.clone() noise=noise.clone()/> }.into_any(),
    };
    let rules = protection;
    let has_table = matches!(body, Body::Table(_) | Body::Model(_) | Body::Chart(_));
    let heading = command.clone();
    let body = match body {
        Body::Table(table) => view! { <TableView table caption/> }.into_any(),
        Body::Model(model) => view! { <ModelView model caption/> }.into_any(),
        Body::Chart(chart) => view! { <ChartView chart command=command.clone() caption/> }.into_any(),
        Body::Dataset(change) => view! { <DatasetView change rules/> }.into_any(),
        Body::Text { markdown } => {
            view! { <div class="prose" inner_html=pages::markdown::render(&in_words(&markdown)).into_string()></div> }
                .into_any()
        }
        Body::Diagnostic(diagnostic) => view! { <DiagnosticView diagnostic command=command.clone()/> }.into_any(),
    };
    view! {
        <article class=format!("output output-{kind}") aria-label=label>
            <header class="output-head">
                <button class="line-link" type="button" on:click=go title=say(t("Vis linjen i skriptet", "Show the line in the script"))>
                    <span class="visually-hidden">{say(t("Linje", "Line"))}" "</span>{line}
                </button>
                <code>{command}</code>
                {name.map(|name| view! { <span class="note">{name}</span> })}
                <span class="output-tools">
                    {has_table.then(|| view! { <CopyButton heading synthetic noise=noise.map(|noise| noise.line())/> })}
                    {synthetic.then(|| view! { <span class="ds-tag synthetic" data-color="warning">{say(t("Syntetisk", "Synthetic"))}</span> })}
                </span>
            </header>
            {body}
            {script.map(|script| view! {
                <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=move |_| open.run(script.clone())>
                    {say(t("Åpne i editoren", "Open in the editor"))}
                </button>
            })}
            {notes}
        </article>
    }
}

fn kind(body: &Body) -> &'static str {
    match body {
        Body::Table(_) => "table",
        Body::Model(_) => "model",
        Body::Chart(_) => "chart",
        Body::Dataset(_) => "dataset",
        Body::Text { .. } => "text",
        Body::Diagnostic(_) => "diagnostic",
    }
}

/// What an output is, for captions and announcements.
pub fn title(body: &Body) -> Text {
    match body {
        Body::Table(_) => t("Tabell", "Table"),
        Body::Model(_) => t("Modell", "Model"),
        Body::Chart(_) => t("Figur", "Chart"),
        Body::Dataset(_) => t("Datasett", "Dataset"),
        Body::Text { .. } => t("Tekst", "Text"),
        Body::Diagnostic(_) => t("Melding", "Message"),
    }
}

/// Which data the results rest on.
#[component]
pub fn DatabankLine(databanks: Vec<UsedDatabank>) -> impl IntoView {
    let locale = locale();
    let words = databanks
        .into_iter()
        .map(|databank| {
            let protection = pages::metadata::protection(databank.profile, databank.tier);
            let synthetic = databank.synthetic.then(|| format!(" · {}", say(t("syntetiske data", "synthetic data"))));
            view! { <li><strong>{databank.name}</strong>" "{databank.version}" · "{protection.get(locale).to_owned()}{synthetic}</li> }
        })
        .collect_view();
    view! { <ul class="databank-line" aria-label=say(t("Databanker", "Databanks"))>{words}</ul> }
}
