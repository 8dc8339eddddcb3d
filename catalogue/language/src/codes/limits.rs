//! Codes about limits, rights and what is not available.

use text::{Text, t};

use super::Code;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `not-available-yet`: The static check of an announced command or function.
pub fn not_available_yet(span: Span, name: &str) -> Diagnostic {
    Code::NotAvailableYet.at(
        span,
        Text::new(
            format!("`{name}` er ikke tilgjengelig ennå, kjøringen stopper her"),
            format!("`{name}` is not available yet, the run stops here"),
        ),
    )
}

/// `command-not-available`: A command that is announced.
pub fn command_not_available(span: Span, name: &str) -> Diagnostic {
    Code::CommandNotAvailable
        .at(span, Text::new(format!("`{name}` er ikke tilgjengelig ennå"), format!("`{name}` is not available yet")))
}

/// `option-not-available`: An option that is announced.
pub fn option_not_available(span: Span, name: &str, command: &str) -> Diagnostic {
    let diagnostic = Code::OptionNotAvailable.at(
        span,
        Text::new(
            format!("tilvalget `{name}` til `{command}` er ikke tilgjengelig ennå"),
            format!("the option `{name}` of `{command}` is not available yet"),
        ),
    );
    diagnostic.hint(t("kjør kommandoen uten", "run the command without it"))
}

/// `function-not-available`: A function that is announced.
pub fn function_not_available(span: Span, name: &str) -> Diagnostic {
    Code::FunctionNotAvailable.at(
        span,
        Text::new(
            format!("funksjonen `{name}` er ikke tilgjengelig ennå"),
            format!("the function `{name}` is not available yet"),
        ),
    )
}

/// `no-access`: A databank that the user may not use.
pub fn no_access(span: Span, databank: &str) -> Diagnostic {
    let diagnostic = Code::NoAccess.at(
        span,
        Text::new(format!("du har ikke tilgang til `{databank}`"), format!("you have no access to `{databank}`")),
    );
    diagnostic.hint(t("be dataeieren om tilgang", "ask the data owner for access"))
}

/// `cancelled`: Someone cancelled the run.
pub fn cancelled(span: Span) -> Diagnostic {
    Code::Cancelled.at(span, t("kjøringen ble stoppet", "the run was stopped"))
}

/// `internal`: A failure that is not the user's; details are in the restricted log under the id.
pub fn internal(span: Span, id: &str) -> Diagnostic {
    let diagnostic = Code::Internal.at(
        span,
        Text::new(format!("noe gikk galt hos oss ({id})"), format!("something went wrong on our side ({id})")),
    );
    diagnostic
        .hint(t("prøv igjen, og oppgi koden om det gjentar seg", "try again, and quote the code if it happens again"))
}

/// `wrong-amount`: `sample` with another size.
pub fn wrong_amount(span: Span) -> Diagnostic {
    let diagnostic = Code::WrongAmount.at(
        span,
        t(
            "utvalget må være et helt tall over 1000 eller en andel mellom 0 og 1",
            "a sample is a whole number above 1000 or a fraction between 0 and 1",
        ),
    );
    diagnostic.hint(t("skriv for eksempel `sample 0.1 42`", "write for instance `sample 0.1 42`"))
}

/// `wrong-group-count`: `quantile` with another number of groups.
pub fn wrong_group_count(span: Span) -> Diagnostic {
    let diagnostic = Code::WrongGroupCount.at(
        span,
        t(
            "antallet grupper i `quantile` er et fast helt tall fra 2 til 100",
            "the number of groups of `quantile` is a fixed whole number from 2 to 100",
        ),
    );
    diagnostic.hint(t("skriv for eksempel `quantile(x, 10)`", "write for instance `quantile(x, 10)`"))
}

/// `wrong-seed`: `sample` with another seed.
pub fn wrong_seed(span: Span) -> Diagnostic {
    let diagnostic =
        Code::WrongSeed.at(span, t("frøet må være et helt tall fra 1", "the seed must be a whole number from 1"));
    diagnostic.hint(t("skriv for eksempel `sample 0.1 42`", "write for instance `sample 0.1 42`"))
}
