//! The two pages that only the app can fill: login and workbench. Without it they say so.

use maud::{Markup, html};
use text::{Locale, t};

use crate::shell::text;
use crate::{Page, Part, address};

/// The login page.
pub fn login(locale: Locale) -> Page {
    let title = text(locale, t("Logg inn", "Log in"));
    let body = html! { div.page.login { h1.ds-heading data-size="md" { (title) } (waiting(locale)) } };
    Page { title, body, part: Part::Public }
}

/// The editor with its results: the same two panes as the app's, so that nothing moves when it takes over.
pub fn workbench(locale: Locale) -> Page {
    let title = text(locale, t("Arbeidsbenk", "Workbench"));
    let pane = |name| html! { div.pane-head { h2.ds-heading data-size="2xs" { (text(locale, name)) } } };
    let body = html! {
        div.workbench {
            h1.visually-hidden { (title) }
            div.workbench-script { (pane(t("Skript", "Script"))) div.script-tools {} div.script-editor { (waiting(locale)) } }
            div.workbench-results { (pane(t("Resultater", "Results"))) }
        }
    };
    Page { title, body, part: Part::Workbench }
}

/// No such page.
pub fn not_found(locale: Locale) -> Page {
    let title = text(locale, t("Siden finnes ikke", "No such page"));
    let body = html! {
        div.page {
            h1.ds-heading data-size="md" { (title) }
            p.ds-paragraph { a.ds-link href=(address::CATALOGUE) { (text(locale, t("Se i katalogen", "Browse the catalogue"))) } }
        }
    };
    Page { title, body, part: Part::Public }
}

fn waiting(locale: Locale) -> Markup {
    html! {
        p.ds-paragraph.waiting { (text(locale, t("Laster …", "Loading …"))) }
        noscript { p { (text(locale, t("Denne siden trenger JavaScript og WebAssembly.", "This page needs JavaScript and WebAssembly."))) } }
    }
}
