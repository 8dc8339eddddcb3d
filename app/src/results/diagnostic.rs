//! A remark on a line of the script.

use language::diagnostic::Severity;
use leptos::prelude::*;
use text::Locale;
use wire::output::{DiagnosticOutput, WireText};

use crate::document::locale;

/// The message, and what to do.
#[component]
pub fn DiagnosticView(diagnostic: DiagnosticOutput) -> impl IntoView {
    let color = match diagnostic.severity {
        Severity::Error => "danger",
        Severity::Warning => "warning",
        Severity::Hint => "info",
    };
    // Messages quote the script's words as Markdown does.
    let html = |text: &WireText| pages::markdown::render(&in_words(text)).into_string();
    let hints = diagnostic.hints.iter().map(|hint| view! { <li inner_html=html(hint)></li> }).collect_view();
    view! {
        <div class="ds-alert" data-color=color data-size="sm">
            <div inner_html=html(&diagnostic.message)></div>
            {(!diagnostic.hints.is_empty()).then(|| view! { <ul>{hints}</ul> })}
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
