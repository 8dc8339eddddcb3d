//! Codes about names that are unknown or taken.

use text::{Text, t};

use super::Code;
use super::words::listed;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `unknown-variable`: A variable that the dataset lacks.
pub fn unknown_variable(span: Span, name: &str, dataset: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownVariable.at(
        span,
        Text::new(
            format!("datasettet `{dataset}` har ingen variabel `{name}`"),
            format!("the dataset `{dataset}` has no variable `{name}`"),
        ),
    );
    diagnostic.hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))))
}

/// `unknown-register-variable`: A register variable that the databank lacks.
pub fn unknown_register_variable(span: Span, name: &str, databank: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownRegisterVariable.at(
        span,
        Text::new(
            format!("`{databank}` har ingen variabel `{name}`"),
            format!("`{databank}` has no variable `{name}`"),
        ),
    );
    diagnostic.hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))))
}

/// `metadata-only`: The catalogue knows the variable; the databank holds no values.
pub fn metadata_only(span: Span, name: &str, databank: &str) -> Diagnostic {
    let diagnostic = Code::MetadataOnly.at(
        span,
        Text::new(
            format!("`{name}` er beskrevet, men `{databank}` har ingen verdier for den"),
            format!("`{name}` is described, but `{databank}` has no values for it"),
        ),
    );
    diagnostic.hint(t(
        "velg en annen variabel, eller en databank med verdier",
        "choose another variable, or a databank with values",
    ))
}

/// `unknown-dataset`: A dataset that has not been made; `existing` lists those there are.
pub fn unknown_dataset(span: Span, name: &str, nearest: Option<&str>, existing: &[&str]) -> Diagnostic {
    let existing = (!existing.is_empty()).then(|| listed(existing));
    let diagnostic = Code::UnknownDataset
        .at(span, Text::new(format!("det finnes ikke noe datasett `{name}`"), format!("there is no dataset `{name}`")));
    let diagnostic = diagnostic
        .hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))));
    diagnostic.hint_if(
        existing.map(|existing| Text::new(format!("bruk et av: {existing}"), format!("use one of: {existing}"))),
    )
}

/// `unknown-function`: A function that the language lacks.
pub fn unknown_function(span: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownFunction
        .at(span, Text::new(format!("`{name}` er ingen funksjon"), format!("`{name}` is not a function")));
    diagnostic.hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))))
}

/// `unknown-alias`: An alias without `require`.
pub fn unknown_alias(span: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownAlias.at(
        span,
        Text::new(
            format!("`{name}` er ikke koblet til noen databank"),
            format!("`{name}` is not connected to any databank"),
        ),
    );
    let diagnostic = diagnostic
        .hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))));
    diagnostic.hint_if(nearest.is_none().then(|| {
        Text::new(
            format!("skriv `require databank:versjon as {name}` øverst"),
            format!("write `require databank:version as {name}` at the top"),
        )
    }))
}

/// `unknown-databank`: A databank that is not there.
pub fn unknown_databank(span: Span, name: &str, existing: &[&str]) -> Diagnostic {
    let existing = (!existing.is_empty()).then(|| listed(existing));
    let diagnostic = Code::UnknownDatabank
        .at(span, Text::new(format!("det finnes ingen databank `{name}`"), format!("there is no databank `{name}`")));
    diagnostic.hint_if(
        existing.map(|existing| Text::new(format!("bruk en av: {existing}"), format!("use one of: {existing}"))),
    )
}

/// `unknown-version`: A version that is not released; names those there are.
pub fn unknown_version(span: Span, databank: &str, version: &str, existing: &[&str]) -> Diagnostic {
    let existing = (!existing.is_empty()).then(|| listed(existing));
    let diagnostic = Code::UnknownVersion.at(
        span,
        Text::new(
            format!("`{databank}` har ingen versjon `{version}`"),
            format!("`{databank}` has no version `{version}`"),
        ),
    );
    diagnostic.hint_if(
        existing.map(|existing| Text::new(format!("velg en av: {existing}"), format!("choose one of: {existing}"))),
    )
}

/// `version-not-here`: The static check of a version that this home lacks: the run would stop with `unknown-version`.
pub fn version_not_here(span: Span, databank: &str, version: &str, existing: &[&str]) -> Diagnostic {
    let existing = (!existing.is_empty()).then(|| listed(existing));
    let diagnostic = Code::VersionNotHere.at(
        span,
        Text::new(
            format!("`{databank}` har ingen versjon `{version}` her"),
            format!("`{databank}` has no version `{version}` here"),
        ),
    );
    diagnostic.hint_if(
        existing.map(|existing| Text::new(format!("velg en av: {existing}"), format!("choose one of: {existing}"))),
    )
}

/// `unknown-code-list`: A code list that has not been defined.
pub fn unknown_code_list(span: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownCodeList
        .at(span, Text::new(format!("det finnes ingen kodeliste `{name}`"), format!("there is no code list `{name}`")));
    let diagnostic = diagnostic
        .hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))));
    diagnostic.hint_if(nearest.is_none().then(|| {
        Text::new(format!("skriv `define-labels {name} …` først"), format!("write `define-labels {name} …` first"))
    }))
}

/// `unknown-statistic`: A statistic that `collapse`, `aggregate` or `barchart` lacks.
pub fn unknown_statistic(span: Span, name: &str, choices: &str) -> Diagnostic {
    let diagnostic = Code::UnknownStatistic
        .at(span, Text::new(format!("`{name}` er ingen statistikk her"), format!("`{name}` is not a statistic here")));
    diagnostic.hint(Text::new(format!("velg en av: {choices}"), format!("choose one of: {choices}")))
}

/// `name-exists`: A new name that is taken.
pub fn name_exists(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::NameExists
        .at(span, Text::new(format!("navnet `{name}` er i bruk"), format!("the name `{name}` is in use")));
    diagnostic.hint(t("velg et nytt navn", "choose a new name"))
}

/// `variable-exists`: `generate`, `import`, `merge` … onto a name that is there.
pub fn variable_exists(span: Span, name: &str, dataset: &str) -> Diagnostic {
    let diagnostic = Code::VariableExists.at(
        span,
        Text::new(
            format!("datasettet `{dataset}` har alt en variabel `{name}`"),
            format!("the dataset `{dataset}` already has a variable `{name}`"),
        ),
    );
    diagnostic.hint(t("velg et annet navn, eller bruk `replace`", "choose another name, or use `replace`"))
}

/// `reserved-name`: `if`, `in`, `as`, `to`, `into`, `on`, `by`, a unit key or a system name as a new name.
pub fn reserved_name(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::ReservedName
        .at(span, Text::new(format!("`{name}` er et reservert navn"), format!("`{name}` is a reserved name")));
    diagnostic.hint(t("velg et annet navn", "choose another name"))
}

/// `repeated-name`: One name twice where each may stand once.
pub fn repeated_name(span: Span, name: &str) -> Diagnostic {
    let diagnostic =
        Code::RepeatedName.at(span, Text::new(format!("`{name}` står to ganger"), format!("`{name}` stands twice")));
    diagnostic
        .hint(t("fjern det ene, eller gi det et nytt navn med `->`", "remove one, or give it a new name with `->`"))
}
