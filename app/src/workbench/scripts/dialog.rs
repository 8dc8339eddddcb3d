//! The list of the reader's scripts: save as, open, rename, delete.

use leptos::prelude::*;
use text::{Locale, t};
use wasm_bindgen::JsValue;
use wire::script::ScriptEntry;

use super::note::{ScriptNote, log_in};
use super::{Notice, Scripts};
use crate::document::{locale, say};
use crate::workbench::dialog::dialog;
use crate::workbench::parts::{Button, name_form, open_button, waiting};

/// The dialog with the list.
#[component]
pub fn ScriptsDialog(scripts: Scripts) -> impl IntoView {
    let is_member = Memo::new(move |_| scripts.session.get().flatten().is_some());
    // Fetched anew each time it is shown, as soon as it is known whose it is.
    Effect::new(move |_| {
        if scripts.is_shown.get() && is_member.get() {
            scripts.refresh();
        }
    });
    let inside = move || if is_member.get() { own(scripts) } else { nobody() };
    dialog("scripts", say(t("Mine skript", "My scripts")), scripts.is_shown, inside.into_any())
}

fn nobody() -> AnyView {
    let words = say(t("Skript lagres på kontoen din. ", "Scripts are kept with your account. "));
    view! { <p class="ds-paragraph">{words}{log_in()}</p> }.into_any()
}

fn own(scripts: Scripts) -> AnyView {
    let save_as = name_form(
        "script-name".to_owned(),
        say(t("Lagre det som står i editoren som", "Save what stands in the editor as")),
        String::new(),
        say(t("Lagre som nytt", "Save as new")),
        Box::new(move |name| scripts.save_as(name)),
        Vec::new(),
    );
    let list = move || match scripts.list.get() {
        // A failure to fetch it is told by the notice.
        None if matches!(scripts.notice.get(), Some(Notice::Failed(_))) => ().into_any(),
        None => waiting(),
        Some(list) if list.is_empty() => {
            view! { <p class="note">{say(t("Du har ingen skript ennå.", "You have no scripts yet."))}</p> }.into_any()
        }
        Some(list) => {
            let rows: Vec<AnyView> = list.into_iter().map(|script| row(scripts, script)).collect();
            view! { <ul class="script-list">{rows}</ul> }.into_any()
        }
    };
    view! { <ScriptNote scripts is_in_list=true/> {save_as} {list} }.into_any()
}

fn row(scripts: Scripts, script: ScriptEntry) -> AnyView {
    let is_renaming = RwSignal::new(false);
    let inside = move || {
        if is_renaming.get() { rename(scripts, &script, is_renaming) } else { shown(scripts, &script, is_renaming) }
    };
    view! { <li>{inside}</li> }.into_any()
}

fn shown(scripts: Scripts, script: &ScriptEntry, is_renaming: RwSignal<bool>) -> AnyView {
    let (open, delete) = (script.id.clone(), script.id.clone());
    let acts = vec![
        Button::tertiary(say(t("Gi nytt navn", "Rename"))).about(&script.name).does(move || is_renaming.set(true)),
        Button::tertiary(say(t("Slett", "Delete")))
            .dangerous()
            .about(&script.name)
            .does(move || scripts.delete(delete.clone())),
    ];
    view! {
        {open_button(script.name.clone(), scripts.is_open(&script.id), Box::new(move || scripts.open(open.clone())))}
        <span class="note">{time(script.changed)}</span>
        <span class="script-acts">{acts}</span>
    }
    .into_any()
}

fn rename(scripts: Scripts, script: &ScriptEntry, is_renaming: RwSignal<bool>) -> AnyView {
    let id = script.id.clone();
    let take = move |name| {
        is_renaming.set(false);
        scripts.rename(id.clone(), name);
    };
    name_form(
        format!("rename-{}", script.id),
        format!("{} «{}»", say(t("Nytt navn på", "New name of")), script.name),
        script.name.clone(),
        say(t("Lagre navnet", "Save the name")),
        Box::new(take),
        vec![Button::tertiary(say(t("Avbryt", "Cancel"))).does(move || is_renaming.set(false))],
    )
}

/// A moment in the reader's language and time zone.
fn time(seconds: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's own form; exact for all times")]
    let milliseconds = seconds as f64 * 1000.0;
    let language = match locale() {
        Locale::Nb => "nb-NO",
        Locale::En => "en-GB",
    };
    js_sys::Date::new(&JsValue::from_f64(milliseconds)).to_locale_string(language, &JsValue::UNDEFINED).into()
}
