//! A remark on a line of the script.

use language::Table;
use language::diagnostic::Severity;
use language::hover::command_at;
use leptos::prelude::*;
use pages::address;
use text::{Locale, t};
use wire::output::{DiagnosticOutput, WireText};

use crate::document::{locale, say};

/// The message, what to do, and where the help on the command is.
#[component]
pub fn DiagnosticView(diagnostic: DiagnosticOutput, command: String) -> impl IntoView {
    let color = match diagnostic.severity {
        Severity::Error => "danger",
        Severity::Warning => "warning",
        Severity::Hint => "info",
    };
    // Messages quote the script's words as Markdown does.
    let html = |text: &WireText| pages::markdown::render(&in_words(text)).into_string();
    let hints = diagnostic.hints.iter().map(|hint| view! { <li inner_html=html(hint)></li> }).collect_view();
    let table = Table::builtin();
    let help = command_at(&command, 0, &table).map(|spec| spec.name.to_string());
    view! {
        <div class="ds-alert" data-color=color data-size="sm">
            <div inner_html=html(&diagnostic.message)></div>
            {(!diagnostic.hints.is_empty()).then(|| view! { <ul>{hints}</ul> })}
            {help.map(|name| view! {
                <p>
                    <a class="ds-link" href=address::command(&name) target="_blank" rel="noopener">
                        {say(t("Hjelp om", "Help on"))}" "<code>{name.clone()}</code>
                    </a>
                </p>
            })}
        </div>
    }
}

/// A text of the wire in the reader's language.
pub fn in_words(text: &WireText) -> String {
    match locale() {
        Locale::Nb => text.nb.clone(),
        Locale::En => text.en.clone(),
    }
}
