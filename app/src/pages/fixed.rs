//! Pages that are the same for everybody.

use leptos::prelude::*;

use super::show;
use crate::document::locale;

/// The front page.
#[component]
pub fn Home() -> impl IntoView {
    show(pages::home::page(locale()))
}

/// No such page.
#[component]
pub fn NotFound() -> impl IntoView {
    show(pages::workbench::not_found(locale()))
}
