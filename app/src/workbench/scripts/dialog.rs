//! The list of the reader's scripts: save as, open, rename, delete.

use leptos::prelude::*;
use text::{Locale, t};
use wasm_bindgen::JsValue;
use wire::script::ScriptEntry;

use super::note::ScriptNote;
use super::{Notice, Scripts};
use crate::account;
use crate::document::{locale, say};
use crate::workbench::dialog::Dialog;

/// The dialog with the list.
#[component]
pub fn ScriptsDialog(scripts: Scripts) -> impl IntoView {
    let is_member = move || scripts.session.get().flatten().is_some();
    view! {
        <Dialog id="scripts" title=say(t("Mine skript", "My scripts")) is_shown=scripts.is_shown>
            <Show
                when=is_member
                fallback=|| view! {
                    <p class="ds-paragraph">
                        {say(t("Skript lagres på kontoen din. ", "Scripts are kept with your account. "))}
                        <a class="ds-link" href=account::login_address()>{say(t("Logg inn", "Log in"))}</a>
                    </p>
                }
            >
                <ScriptNote scripts is_in_list=true/>
                <SaveAs scripts/>
                <List scripts/>
            </Show>
        </Dialog>
    }
}

/// A name for what stands in the editor.
#[component]
fn SaveAs(scripts: Scripts) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        scripts.save_as(name.get_untracked());
        name.set(String::new());
    };
    view! {
        <form class="save-as" on:submit=submit>
            <div class="ds-field">
                <label class="ds-label" for="script-name">{say(t("Lagre det som står i editoren som", "Save what stands in the editor as"))}</label>
                <input class="ds-input" id="script-name" type="text" required maxlength="100" autocomplete="off" bind:value=name/>
            </div>
            <button class="ds-button" data-size="sm" type="submit">{say(t("Lagre som nytt", "Save as new"))}</button>
        </form>
    }
}

#[component]
fn List(scripts: Scripts) -> impl IntoView {
    move || match scripts.list.get() {
        // A failure to fetch it is told by the notice.
        None if matches!(scripts.notice.get(), Some(Notice::Failed(_))) => ().into_any(),
        None => view! { <p class="waiting">{say(t("Laster …", "Loading …"))}</p> }.into_any(),
        Some(list) if list.is_empty() => {
            view! { <p class="note">{say(t("Du har ingen skript ennå.", "You have no scripts yet."))}</p> }.into_any()
        }
        Some(list) => view! {
            <ul class="script-list">
                {list.into_iter().map(|script| view! { <Row scripts script/> }).collect_view()}
            </ul>
        }
        .into_any(),
    }
}

#[component]
fn Row(scripts: Scripts, script: ScriptEntry) -> impl IntoView {
    let ScriptEntry { id, name, changed, .. } = script;
    let is_renaming = RwSignal::new(false);
    let is_open = scripts.is_open(&id);
    let row = StoredValue::new((id, name));
    let rename = move || {
        let (id, name) = row.get_value();
        let wanted = RwSignal::new(name.clone());
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            is_renaming.set(false);
            scripts.rename(row.get_value().0, wanted.get_untracked());
        };
        let field = format!("rename-{id}");
        view! {
            <form class="save-as" on:submit=submit>
                <div class="ds-field">
                    <label class="ds-label" for=field.clone()>{format!("{} «{name}»", say(t("Nytt navn på", "New name of")))}</label>
                    <input class="ds-input" id=field type="text" required maxlength="100" autocomplete="off" bind:value=wanted/>
                </div>
                <button class="ds-button" data-size="sm" type="submit">{say(t("Lagre navnet", "Save the name"))}</button>
                <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| is_renaming.set(false)>
                    {say(t("Avbryt", "Cancel"))}
                </button>
            </form>
        }
    };
    let of = move |words: String| format!("{words}: {}", row.get_value().1);
    view! {
        <li>
            <Show when=move || is_renaming.get() fallback=move || view! {
                <button class="script-name" type="button" aria-current=is_open.then_some("true") on:click=move |_| scripts.open(row.get_value().0)>
                    {row.get_value().1}
                </button>
                <span class="note">{time(changed)}</span>
                <span class="script-acts">
                    <button class="ds-button" data-variant="tertiary" data-size="sm" type="button"
                        aria-label=of(say(t("Gi nytt navn", "Rename"))) on:click=move |_| is_renaming.set(true)>
                        {say(t("Gi nytt navn", "Rename"))}
                    </button>
                    <button class="ds-button" data-variant="tertiary" data-color="danger" data-size="sm" type="button"
                        aria-label=of(say(t("Slett", "Delete"))) on:click=move |_| scripts.delete(row.get_value().0)>
                        {say(t("Slett", "Delete"))}
                    </button>
                </span>
            }>
                {rename}
            </Show>
        </li>
    }
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
