//! Help: the table of commands and functions through the templates of `pages`.

use language::Table;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{loaded, show};
use crate::api::Visitor;
use crate::document::locale;

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

fn wanted() -> Memo<String> {
    let parameters = use_params_map();
    Memo::new(move |_| parameters.read().get("name").unwrap_or_default())
}
