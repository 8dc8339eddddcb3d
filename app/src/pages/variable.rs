//! A variable's page; the app adds the search in long code lists.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use pages::Page;
use text::t;
use variables::Databank;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use wire::catalogue::VariableDocument;

use super::catalogue::databank_of;
use super::loaded;
use crate::api::Visitor;
use crate::document::{self, locale, say};

/// A variable in a version.
#[component]
pub fn VariablePage() -> impl IntoView {
    let parameters = use_params_map();
    let wanted = Memo::new(move |_| {
        let parameters = parameters.read();
        ["databank", "version", "name"].map(|part| parameters.get(part).unwrap_or_default())
    });
    loaded(
        move || {
            let [databank, version, name] = wanted.get();
            async move {
                let answer = Visitor.variable(&databank, &version, &name).await?;
                Ok((databank_of(&databank).await?, answer))
            }
        },
        |(databank, answer): (Databank, VariableDocument)| {
            let page = pages::variable::page(locale(), &databank, answer.version, &answer.variable);
            view! { <WithSearch page/> }.into_any()
        },
    )
}

/// The page's HTML, with `#code-search` made to work.
#[component]
fn WithSearch(page: Page) -> impl IntoView {
    document::arrive(&page.title);
    document::take_over();
    let search = move |event: leptos::ev::Event| {
        let field = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(field) = field.filter(|field| field.id() == "code-search") {
            filter_codes(&field.value());
        }
    };
    view! { <div inner_html=page.body.into_string() on:input=search></div> }
}

/// Hides the codes that hold not all of the words, and says how many are left in the open period.
fn filter_codes(query: &str) {
    let words = variables::search::words(query);
    let Ok(rows) = document().query_selector_all(".codes tbody tr") else { return };
    let mut left = 0;
    for index in 0..rows.length() {
        let Some(row) = rows.item(index).and_then(|node| node.dyn_into::<HtmlElement>().ok()) else { continue };
        let text = row.text_content().unwrap_or_default().to_lowercase();
        let fits = words.iter().all(|word| text.contains(word.as_str()));
        row.set_hidden(!fits);
        left += u32::from(fits && row.offset_height() > 0);
    }
    if let Some(found) = document::element("code-found") {
        found.set_text_content(Some(&format!("{left} {}", say(t("koder", "codes")))));
    }
}
