//! The button that copies an output's tables.

use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use text::{Text, t};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use crate::document::say;
use crate::js;

/// How long the button says what came of it.
const SHOWN_FOR: Duration = Duration::from_secs(3);

/// Copies the tables of the `<article>` that it stands in; not there where the browser gives pages no clipboard.
#[component]
pub fn CopyButton(
    /// What stands above the copied tables: the command.
    heading: String,
    /// Whether the numbers are made up: a copy says so too.
    synthetic: bool,
    /// The size of the noise: a copy says it too.
    noise: Option<Text>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<bool>);
    let source = if synthetic { t("Skjerm, syntetiske data", "Skjerm, synthetic data") } else { t("Skjerm", "Skjerm") };
    let copy = move |event: MouseEvent| {
        let button = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(output) = button.and_then(|button| button.closest("article").ok().flatten()) else { return };
        let noise = noise.clone().map(|noise| format!(". {}", say(noise))).unwrap_or_default();
        let begun = js::copy(&output, &heading, &format!("{}{noise}", say(source.clone())));
        spawn_local(async move {
            let is_copied = match begun {
                Ok(copying) => JsFuture::from(copying).await.is_ok(),
                Err(_) => false,
            };
            outcome.set(Some(is_copied));
            set_timeout(
                move || {
                    let _ = outcome.try_set(None);
                },
                SHOWN_FOR,
            );
        });
    };
    let words = move || {
        say(match outcome.get() {
            None => t("Kopier", "Copy"),
            Some(true) => t("Kopiert", "Copied"),
            Some(false) => t("Lot seg ikke kopiere", "Could not be copied"),
        })
    };
    window().is_secure_context().then(|| {
        view! {
            <button class="copy-button" type="button" on:click=copy title=say(t("Kopier tabellen til et regneark eller dokument", "Copy the table to a spreadsheet or document"))>
                <span aria-live="polite">{words}</span>
            </button>
        }
    })
}
