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

/// `too-much-memory`: A statement that one run has no room for, by the released sizes of its datasets.
pub fn too_much_memory(span: Span, command: &str, needed: u64, allowed: u64) -> Diagnostic {
    let (needed, allowed) = (megabytes(needed), megabytes(allowed));
    let diagnostic = Code::TooMuchMemory.at(
        span,
        Text::new(
            format!(
                "`{command}` trenger om lag {needed} MB sammen med det økten holder, og en kjøring kan få {allowed} MB"
            ),
            format!("`{command}` needs about {needed} MB with what the session holds, and a run may have {allowed} MB"),
        ),
    );
    diagnostic
        .hint(t(
            "behold færre enheter eller variabler først (`sample`, `keep`, `drop`)",
            "keep fewer units or variables first (`sample`, `keep`, `drop`)",
        ))
        .hint(t(
            "slett datasett som ikke trengs mer (`delete-dataset`)",
            "delete datasets that are not needed any more (`delete-dataset`)",
        ))
}

/// `memory-in-use`: A statement that there is no room for while others work.
pub fn memory_in_use(span: Span, command: &str) -> Diagnostic {
    let diagnostic = Code::MemoryInUse.at(
        span,
        Text::new(
            format!("det er ikke minne nok til `{command}` nå, fordi andre kjøringer bruker det"),
            format!("there is not enough memory for `{command}` now, because other runs use it"),
        ),
    );
    diagnostic.hint(t("kjør skriptet igjen om litt", "run the script again in a while"))
}

/// Whole megabytes, rounded up.
fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
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
