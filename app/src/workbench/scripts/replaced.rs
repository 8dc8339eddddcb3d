//! A text stands where the reader's own stood: both ways on are offered.

use leptos::prelude::*;
use text::t;

use super::Scripts;
use crate::document::say;
use crate::workbench::parts::{Button, note};
use crate::workbench::store;

/// The newest text that can be brought back.
#[component]
pub fn ReplacedNote(scripts: Scripts) -> impl IntoView {
    let decided = move || {
        scripts.replaced.update(|replaced| drop(replaced.pop()));
        store::keep_replaced(&scripts.replaced.read_untracked());
    };
    let shown = move || {
        let last = scripts.replaced.read().last().cloned()?;
        let bring_back = move || {
            decided();
            scripts.put(&last.text, last.open.clone());
        };
        let ways = vec![
            Button::secondary(say(t("Hent mitt tilbake", "Bring mine back"))).does(bring_back),
            Button::tertiary(say(t("Behold det nye", "Keep the new one"))).does(decided),
        ];
        let words = say(t("Et annet skript står der ditt sto.", "Another script has taken the place of yours."));
        Some(note("script-note", words, ways))
    };
    view! { <div role="status">{shown}</div> }
}
