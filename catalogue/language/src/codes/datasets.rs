//! Codes about datasets: shape, unit type, keys.

use text::{Text, t};
use variables::UnitType;

use super::Code;
use super::words::{ShapeName, unit_name};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `no-active-dataset`: A command that needs a dataset before there is one.
pub fn no_active_dataset(span: Span) -> Diagnostic {
    let diagnostic = Code::NoActiveDataset.at(span, t("ingen datasett er valgt", "no dataset is selected"));
    diagnostic.hint(t(
        "skriv `create-dataset navn` eller `use navn` først",
        "write `create-dataset name` or `use name` first",
    ))
}

/// `empty-dataset`: A command that needs units in a dataset without any.
pub fn empty_dataset(span: Span, dataset: &str) -> Diagnostic {
    let diagnostic = Code::EmptyDataset
        .at(span, Text::new(format!("datasettet `{dataset}` er tomt"), format!("the dataset `{dataset}` is empty")));
    diagnostic.hint(t("hent data med `import` først", "fetch data with `import` first"))
}

/// `dataset-not-empty`: `import-panel`, `import-event` into a dataset with variables.
pub fn dataset_not_empty(span: Span, dataset: &str, command: &str) -> Diagnostic {
    let diagnostic = Code::DatasetNotEmpty.at(
        span,
        Text::new(
            format!("`{command}` trenger et tomt datasett, `{dataset}` har variabler"),
            format!("`{command}` needs an empty dataset, `{dataset}` has variables"),
        ),
    );
    diagnostic.hint(t("lag et nytt med `create-dataset`", "make a new one with `create-dataset`"))
}

/// `wrong-shape`: A command on a dataset of another shape.
pub fn wrong_shape(span: Span, command: &str, dataset: &str, is: ShapeName, wanted: ShapeName) -> Diagnostic {
    let (is_nb, is_en) = is.named();
    let (wanted_nb, wanted_en) = wanted.named();
    let diagnostic = Code::WrongShape.at(
        span,
        Text::new(
            format!("`{command}` trenger {wanted_nb}, `{dataset}` er {is_nb}"),
            format!("`{command}` needs {wanted_en}, `{dataset}` is {is_en}"),
        ),
    );
    diagnostic.hint(match (command, wanted) {
        ("import", _) => Text::new(
            format!("hent variabelen i et eget datasett, og bruk `merge … into {dataset}`"),
            format!("fetch the variable in a dataset of its own, and use `merge … into {dataset}`"),
        ),
        (_, ShapeName::Panel) if !command.starts_with("import") => t(
            "lag et panel med `import-panel` eller `reshape-to-panel`",
            "make a panel with `import-panel` or `reshape-to-panel`",
        ),
        (_, ShapeName::Cross) => t(
            "bruk `collapse` eller `reshape-from-panel` til én rad per enhet først",
            "use `collapse` or `reshape-from-panel` to one row a unit first",
        ),
        _ => t("lag et nytt datasett med `create-dataset`", "make a new dataset with `create-dataset`"),
    })
}

/// `second-event-variable`: Two event variables in one dataset.
pub fn second_event_variable(span: Span, dataset: &str) -> Diagnostic {
    let diagnostic = Code::SecondEventVariable.at(
        span,
        Text::new(
            format!("datasettet `{dataset}` har alt en forløpsvariabel"),
            format!("the dataset `{dataset}` already has an event variable"),
        ),
    );
    diagnostic.hint(t(
        "lag et eget datasett, bruk `collapse`, så `merge`",
        "make a dataset of its own, use `collapse`, then `merge`",
    ))
}

/// `not-an-event-variable`: `import-event` of a variable without spells.
pub fn not_an_event_variable(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::NotAnEventVariable.at(
        span,
        Text::new(format!("`{name}` er ingen forløpsvariabel"), format!("`{name}` is not an event variable")),
    );
    diagnostic.hint(t("bruk `import`", "use `import`"))
}

/// `unit-type-mismatch`: A variable of another unit type than the dataset.
pub fn unit_type_mismatch(
    span: Span,
    name: &str,
    unit_type: UnitType,
    dataset: &str,
    dataset_type: UnitType,
) -> Diagnostic {
    let (type_nb, type_en) = unit_name(unit_type);
    let (own_nb, own_en) = unit_name(dataset_type);
    let diagnostic = Code::UnitTypeMismatch.at(
        span,
        Text::new(
            format!("`{name}` handler om {type_nb}, datasettet `{dataset}` om {own_nb}"),
            format!("`{name}` is about {type_en}, the dataset `{dataset}` about {own_en}"),
        ),
    );
    diagnostic.hint(Text::new(
        format!("lag et eget datasett for {type_nb}, bruk `collapse`, så `merge`"),
        format!("make a dataset of its own for {type_en}, use `collapse`, then `merge`"),
    ))
}

/// `merge-type-mismatch`: `merge` of datasets about different unit types without a fitting key.
pub fn merge_type_mismatch(
    span: Span,
    source: &str,
    source_type: UnitType,
    target: &str,
    target_type: UnitType,
) -> Diagnostic {
    let (source_nb, source_nb_en) = unit_name(source_type);
    let (target_nb, target_en) = unit_name(target_type);
    let diagnostic = Code::MergeTypeMismatch.at(
        span,
        Text::new(
            format!("`{source}` har {source_nb}, `{target}` har {target_nb}"),
            format!("`{source}` has {source_nb_en}, `{target}` has {target_en}"),
        ),
    );
    diagnostic.hint(t(
        "bruk `collapse` til samme enhetstype først, eller oppgi nøkkelen med `on`",
        "use `collapse` to the same unit type first, or name the key with `on`",
    ))
}

/// `key-type-mismatch`: A merge key of another data type or coding.
pub fn key_type_mismatch(span: Span, key: &str, dataset: &str) -> Diagnostic {
    let diagnostic = Code::KeyTypeMismatch.at(
        span,
        Text::new(
            format!("nøkkelen `{key}` er av en annen type enn nøkkelen i `{dataset}`"),
            format!("the key `{key}` is of another type than the key of `{dataset}`"),
        ),
    );
    diagnostic
        .hint(t("gjør nøklene like, begge tekst eller begge tall", "make the keys alike, both text or both numbers"))
}

/// `merge-source-repeated`: `merge` from an event or panel dataset.
pub fn merge_source_repeated(span: Span, dataset: &str) -> Diagnostic {
    let diagnostic = Code::MergeSourceRepeated.at(
        span,
        Text::new(
            format!("`{dataset}` har flere rader for samme enhet"),
            format!("`{dataset}` has several rows for one unit"),
        ),
    );
    diagnostic.hint(t("bruk `collapse` til én rad per enhet først", "use `collapse` to one row a unit first"))
}

/// `merge-into-itself`: `merge` whose target is the active dataset.
pub fn merge_into_itself(span: Span, dataset: &str) -> Diagnostic {
    let diagnostic = Code::MergeIntoItself.at(
        span,
        Text::new(
            format!("`{dataset}` kan ikke flettes inn i seg selv"),
            format!("`{dataset}` cannot be merged into itself"),
        ),
    );
    diagnostic.hint(t("velg datasettet det skal flettes fra med `use`", "select the dataset to merge from with `use`"))
}

/// `several-keys`: Several variables in `by()` of `collapse` or `aggregate`, or after `on`.
pub fn several_keys(span: Span, command: &str) -> Diagnostic {
    let diagnostic = Code::SeveralKeys
        .at(span, Text::new(format!("`{command}` tar én nøkkel"), format!("`{command}` takes one key")));
    diagnostic.hint(t(
        "lag en felles nøkkel: `generate nøkkel = rowconcat(a, '_', b)`",
        "make one key: `generate key = rowconcat(a, '_', b)`",
    ))
}

/// `no-matching-variables`: `reshape-to-panel` without a variable for a prefix.
pub fn no_matching_variables(span: Span, prefix: &str) -> Diagnostic {
    let diagnostic = Code::NoMatchingVariables.at(
        span,
        Text::new(
            format!("ingen variabel begynner med `{prefix}` og slutter med tall"),
            format!("no variable begins with `{prefix}` and ends with digits"),
        ),
    );
    diagnostic.hint(Text::new(
        format!("skriv forstavelsen til variabler som `{prefix}2020`"),
        format!("write the prefix of variables such as `{prefix}2020`"),
    ))
}

/// `suffix-not-numeric`: `reshape-to-panel` with a suffix that holds letters.
pub fn suffix_not_numeric(span: Span, name: &str, prefix: &str) -> Diagnostic {
    let diagnostic = Code::SuffixNotNumeric.at(
        span,
        Text::new(
            format!("resten av `{name}` etter `{prefix}` har bokstaver"),
            format!("the rest of `{name}` after `{prefix}` has letters"),
        ),
    );
    diagnostic.hint(t(
        "gi variabelen nytt navn, eller skriv en lengre forstavelse",
        "rename the variable, or write a longer prefix",
    ))
}
