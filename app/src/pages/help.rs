//! Help: the table of commands and functions through the templates of `pages`.

use language::Table;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{loaded, show};
use crate::api::Visitor;
use crate::document::{self, locale};

/// The index.
#[component]
pub fn Index() -> impl IntoView {
    loaded(|| Visitor.language(), |table: Table| show(pages::help::index(locale(), &table)))
}

/// A command.
#[component]
pub fn Command() -> impl IntoView {
    let name = wanted();
    loaded(
        || Visitor.language(),
        move |table: Table| {
            show(match table.command(&name.get()) {
                Some(spec) => pages::help::command(locale(), spec),
                None => pages::workbench::not_found(locale()),
            })
        },
    )
}

/// A function.
#[component]
pub fn Function() -> impl IntoView {
    let name = wanted();
    loaded(
        || Visitor.language(),
        move |table: Table| {
            show(match table.function(&name.get()) {
                Some(spec) => pages::help::function(locale(), spec),
                None => pages::workbench::not_found(locale()),
            })
        },
    )
}

/// A guide: the server's page as it is, whose text no part of the app holds. Links to guides load the document; back to one from
/// another page does so here.
#[component]
pub fn Guide() -> impl IntoView {
    match document::element("static") {
        Some(page) => {
            let html = page.inner_html();
            document::arrive(&document::title());
            document::take_over();
            view! { <div inner_html=html></div> }.into_any()
        }
        None => {
            let _ = window().location().reload();
            ().into_any()
        }
    }
}

fn wanted() -> Memo<String> {
    let parameters = use_params_map();
    Memo::new(move |_| parameters.read().get("name").unwrap_or_default())
}
