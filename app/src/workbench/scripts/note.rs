//! What was done with a script, or why not, with the way on where there is one.

use leptos::prelude::*;
use text::t;

use super::{Notice, Scripts};
use crate::account;
use crate::document::say;

/// The notice, in the list while it is shown and else above the editor.
#[component]
pub fn ScriptNote(scripts: Scripts, is_in_list: bool) -> impl IntoView {
    let notice = move || scripts.notice.get().filter(|_| scripts.is_shown.get() == is_in_list);
    let button = |words: String, act: Box<dyn Fn() + Send>| {
        view! { <button class="ds-button" data-variant="secondary" data-size="sm" type="button" on:click=move |_| act()>{words}</button> }
    };
    let dismiss = move || {
        view! {
            <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=move |_| scripts.notice.set(None)>
                {say(t("Lukk meldingen", "Dismiss"))}
            </button>
        }
    };
    view! {
        <div role="status">
            {move || notice().map(|notice| {
                let (words, ways) = match notice {
                    Notice::Saved(name) => (format!("{} «{name}».", say(t("Lagret", "Saved"))), ().into_any()),
                    Notice::Deleted { name, text } => {
                        let words = format!("{} «{name}».", say(t("Slettet", "Deleted")));
                        let undo = move || scripts.undelete(name.clone(), text.clone());
                        (words, button(say(t("Angre", "Undo")), Box::new(undo)).into_any())
                    }
                    Notice::Changed(open) => {
                        let words = say(t(
                            "Skriptet er endret et annet sted, så det ble ikke lagret over.",
                            "The script was changed elsewhere, so nothing was saved over it.",
                        ));
                        let other = move || scripts.open(open.id.clone());
                        let ways = view! {
                            {button(say(t("Lagre mitt som nytt", "Save mine as new")), Box::new(move || scripts.show()))}
                            {button(say(t("Åpne det andre", "Open the other")), Box::new(other))}
                        };
                        (words, ways.into_any())
                    }
                    Notice::LoggedOut => {
                        let link = view! { <a class="ds-link" href=account::login_address()>{say(t("Logg inn", "Log in"))}</a> };
                        (say(t("Logg inn for å lagre og hente skript.", "Log in to save and open scripts.")), link.into_any())
                    }
                    Notice::Failed(failure) => (format!("{}.", say(failure.text())), ().into_any()),
                };
                view! { <div class="script-note"><p>{words}</p>{ways}{dismiss()}</div> }
            })}
        </div>
    }
}
