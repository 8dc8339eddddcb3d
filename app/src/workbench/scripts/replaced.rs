//! A text stands where the reader's own stood: both ways on are offered.

use leptos::prelude::*;
use text::t;

use super::Scripts;
use crate::document::say;
use crate::workbench::store::{self, Replaced};

/// The newest text that can be brought back.
#[component]
pub fn ReplacedNote(scripts: Scripts) -> impl IntoView {
    move || scripts.replaced.read().last().cloned().map(|last| view! { <Note scripts last/> })
}

#[component]
fn Note(scripts: Scripts, last: Replaced) -> impl IntoView {
    let decided = move || {
        scripts.replaced.update(|replaced| drop(replaced.pop()));
        store::keep_replaced(&scripts.replaced.read_untracked());
    };
    let bring_back = move |_| {
        decided();
        scripts.put(&last.text, last.open.clone());
    };
    view! {
        <div class="script-note" role="status">
            <p>{say(t("Et annet skript står der ditt sto.", "Another script has taken the place of yours."))}</p>
            <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=bring_back>
                {say(t("Hent mitt tilbake", "Bring mine back"))}
            </button>
            <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| decided()>
                {say(t("Behold det nye", "Keep the new one"))}
            </button>
        </div>
    }
}
