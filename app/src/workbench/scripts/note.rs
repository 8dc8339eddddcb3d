//! What was done with a script, or why not, with the way on where there is one.

use leptos::prelude::*;
use text::t;

use super::{Notice, Scripts};
use crate::account;
use crate::document::say;
use crate::workbench::parts::{Button, note};

/// The notice, in the list while it is shown and else above the editor.
#[component]
pub fn ScriptNote(scripts: Scripts, is_in_list: bool) -> impl IntoView {
    let shown = move || {
        let notice = scripts.notice.get().filter(|_| scripts.is_shown.get() == is_in_list)?;
        let (words, mut ways) = told(scripts, notice);
        let dismiss = move || scripts.notice.set(None);
        ways.push(Button::tertiary(say(t("Lukk meldingen", "Dismiss"))).does(dismiss));
        Some(note("script-note", words, ways))
    };
    view! { <div role="status">{shown}</div> }
}

fn told(scripts: Scripts, notice: Notice) -> (String, Vec<AnyView>) {
    match notice {
        Notice::Saved(name) => (format!("{} «{name}».", say(t("Lagret", "Saved"))), Vec::new()),
        Notice::Deleted { name, text } => {
            let words = format!("{} «{name}».", say(t("Slettet", "Deleted")));
            let undo = move || scripts.undelete(name.clone(), text.clone());
            (words, vec![Button::secondary(say(t("Angre", "Undo"))).does(undo)])
        }
        Notice::Changed(open) => {
            let words = say(t(
                "Skriptet er endret et annet sted, så det ble ikke lagret over.",
                "The script was changed elsewhere, so nothing was saved over it.",
            ));
            let other = move || scripts.open(open.id.clone());
            let ways = vec![
                Button::secondary(say(t("Lagre mitt som nytt", "Save mine as new"))).does(move || scripts.show()),
                Button::secondary(say(t("Åpne det andre", "Open the other"))).does(other),
            ];
            (words, ways)
        }
        Notice::LoggedOut => {
            let words = say(t("Logg inn for å lagre og hente skript.", "Log in to save and open scripts."));
            (words, vec![log_in()])
        }
        Notice::Failed(failure) => (format!("{}.", say(failure.text())), Vec::new()),
    }
}

/// The way to the login and back.
pub fn log_in() -> AnyView {
    view! { <a class="ds-link" href=account::login_address()>{say(t("Logg inn", "Log in"))}</a> }.into_any()
}
