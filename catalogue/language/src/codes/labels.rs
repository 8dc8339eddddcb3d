//! Codes about codes and labels.

use text::{Text, t};

use super::Code;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `unknown-code`: A code that the code list lacks where one is needed.
pub fn unknown_code(span: Span, code: &str, variable: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownCode.at(
        span,
        Text::new(format!("`{code}` er ingen kode i `{variable}`"), format!("`{code}` is not a code of `{variable}`")),
    );
    diagnostic.hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))))
}

/// `code-never-occurs`: A comparison with a code that is not in the variable's code list; `meant` are codes, as the script writes
/// them, with their labels.
pub fn code_never_occurs(span: Span, code: &str, variable: &str, meant: &[(String, &str)]) -> Diagnostic {
    let diagnostic = Code::CodeNeverOccurs.at(
        span,
        Text::new(
            format!("`{code}` er ingen kode i kodelisten til `{variable}`"),
            format!("`{code}` is not in the code list of `{variable}`"),
        ),
    );
    let shown = |(code, label): &(String, &str)| format!("`{code}` ({label})");
    match meant {
        [] => diagnostic,
        [one] => {
            let one = shown(one);
            diagnostic.hint(Text::new(format!("skriv {one}"), format!("write {one}")))
        }
        several => {
            let list = several.iter().map(shown).collect::<Vec<_>>().join(", ");
            diagnostic.hint(Text::new(format!("velg en av: {list}"), format!("choose one of: {list}")))
        }
    }
}

/// `unknown-label`: A label that the code list lacks in `label_to_code` or `inlabels`.
pub fn unknown_label(span: Span, label: &str, variable: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownLabel.at(
        span,
        Text::new(format!("`{variable}` har ingen etikett `{label}`"), format!("`{variable}` has no label `{label}`")),
    );
    diagnostic.hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))))
}

/// `no-code-list`: A label function on a variable without labels.
pub fn no_code_list(span: Span, variable: &str) -> Diagnostic {
    let diagnostic = Code::NoCodeList
        .at(span, Text::new(format!("`{variable}` har ingen kodeliste"), format!("`{variable}` has no code list")));
    diagnostic.hint(t("gi den en med `assign-labels`", "give it one with `assign-labels`"))
}

/// `repeated-code`: `define-labels` with one value twice.
pub fn repeated_code(span: Span, code: &str) -> Diagnostic {
    let diagnostic = Code::RepeatedCode.at(
        span,
        Text::new(
            format!("koden `{code}` står to ganger i listen"),
            format!("the code `{code}` stands twice in the list"),
        ),
    );
    diagnostic.hint(t("fjern den ene", "remove one"))
}

/// `odd-labels`: `define-labels` with an odd number of arguments.
pub fn odd_labels(span: Span) -> Diagnostic {
    let diagnostic =
        Code::OddLabels.at(span, t("verdi og etikett må komme i par", "values and labels must come in pairs"));
    let diagnostic = diagnostic.hint(t("skriv en etikett etter hver verdi", "write a label after each value"));
    diagnostic.hint(t("sett etiketter med mellomrom i anførselstegn", "put labels with blanks in quotes"))
}
