//! Help as Markdown, from the table: what `help` answers and what editors show.

use text::{Locale, Text};

use crate::Table;
use crate::expand::option_in_words;
use crate::spec::{Chapter, CommandSpec, FunctionGroup, FunctionSpec, Kind, OptionSpec, Status, Takes};

fn both(write: impl Fn(Locale) -> String) -> Text {
    Text::new(write(Locale::Nb), write(Locale::En))
}

fn pick(locale: Locale, nb: &'static str, en: &'static str) -> &'static str {
    match locale {
        Locale::Nb => nb,
        Locale::En => en,
    }
}

/// Everything about a command.
pub fn command(spec: &CommandSpec) -> Text {
    both(|locale| {
        let mut page = format!("## {}\n\n{}\n\n```\n{}\n```\n", spec.name, spec.purpose.get(locale), spec.syntax);
        if spec.status == Status::Announced {
            page += &format!("\n*{}*\n", pick(locale, "Ikke tilgjengelig ennå.", "Not available yet."));
        }
        if !spec.description.get(locale).is_empty() {
            page += &format!("\n{}\n", spec.description.get(locale));
        }
        if !spec.options.is_empty() {
            page += &format!("\n### {}\n\n", pick(locale, "Tilvalg", "Options"));
            page.extend(spec.options.iter().map(|option| format!("- {}\n", self::option(option, locale))));
        }
        page += &format!("\n### {}\n\n{}\n", pick(locale, "Beskyttelse", "Protection"), spec.protection.get(locale));
        page += &format!("\n### {}\n", pick(locale, "Eksempler", "Examples"));
        page.extend(
            spec.examples
                .iter()
                .map(|example| format!("\n{}\n\n```\n{}\n```\n", example.purpose.get(locale), example.script)),
        );
        page
    })
}

/// An option in one line.
pub fn option(spec: &OptionSpec, locale: Locale) -> String {
    let mut line = format!(
        "`{}{}`: {}",
        spec.name,
        if spec.takes == Takes::Nothing { "" } else { "()" },
        spec.purpose.get(locale)
    );
    if spec.takes != Takes::Nothing {
        line += &format!(" ({})", option_in_words(&spec.takes).get(locale));
    }
    if !spec.default.is_empty() {
        line += &format!(", {} `{}`", pick(locale, "ellers", "by default"), spec.default);
    }
    if spec.is_required {
        line += pick(locale, ", påkrevd", ", required");
    }
    line
}

/// A function with its parameters: `round(x[, y])`.
pub fn signature(spec: &FunctionSpec) -> String {
    let mut parameters = String::new();
    for (place, parameter) in spec.parameters.iter().enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        parameters += &if parameter.is_optional {
            format!("[{comma}{}]", parameter.name)
        } else {
            format!("{comma}{}", parameter.name)
        };
    }
    format!("{}({parameters}{})", spec.name, if spec.is_variadic { ", …" } else { "" })
}

/// Everything about a function.
pub fn function(spec: &FunctionSpec) -> Text {
    both(|locale| {
        let mut page = format!("## {}\n\n{}\n", spec.name, spec.purpose.get(locale));
        page += &format!("\n```\n{} → {}\n```\n", signature(spec), kind(spec.result, locale));
        if spec.status == Status::Announced {
            page += &format!("\n*{}*\n", pick(locale, "Ikke tilgjengelig ennå.", "Not available yet."));
        }
        if !spec.description.get(locale).is_empty() {
            page += &format!("\n{}\n", spec.description.get(locale));
        }
        if !spec.examples.is_empty() {
            page += &format!("\n### {}\n\n", pick(locale, "Eksempler", "Examples"));
            page.extend(spec.examples.iter().map(|example| {
                let before = example.before.lines().map(|line| format!("`{line}` ⏎ ")).collect::<String>();
                format!("- {before}`{}` = `{}`\n", example.expression, example.value)
            }));
        }
        page += &format!("\n### {}\n\n{}\n", pick(locale, "Beskyttelse", "Protection"), protection(spec).get(locale));
        page
    })
}

/// How the values of a function are protected.
pub fn protection(spec: &FunctionSpec) -> Text {
    match spec.group {
        FunctionGroup::Probability => text::t(
            "Verdiene regnes ut på tjeneren og blir der. Det som vises av dem, går gjennom filteret, der tall fra sannsynlighetsfunksjoner kappes ytterst før gjennomsnitt, summer og modeller.",
            "Values are computed on the server and stay there. What is shown of them passes the filter, where numbers from probability functions are clipped far out before means, sums and models.",
        ),
        _ => text::t(
            "Verdiene regnes ut på tjeneren og blir der. Det som vises av dem, går gjennom filteret.",
            "Values are computed on the server and stay there. What is shown of them passes the filter.",
        ),
    }
}

fn kind(kind: Kind, locale: Locale) -> &'static str {
    match kind {
        Kind::Number => pick(locale, "tall", "number"),
        Kind::Text => pick(locale, "tekst", "text"),
        Kind::Truth => pick(locale, "1 eller 0", "1 or 0"),
        Kind::Any | Kind::Labelled => pick(locale, "tall eller tekst", "number or text"),
        Kind::Symbol => pick(locale, "navn", "name"),
    }
}

/// All commands, chapter by chapter.
pub fn commands(table: &Table) -> Text {
    both(|locale| {
        let mut page = String::new();
        let mut last: Option<Chapter> = None;
        for spec in &table.commands {
            if last != Some(spec.chapter) {
                page += &format!("\n### {}\n\n", chapter(spec.chapter).get(locale));
                last = Some(spec.chapter);
            }
            page += &format!("- `{}`: {}{}\n", spec.name, spec.purpose.get(locale), later(spec.status, locale));
        }
        page.trim_start().to_owned()
    })
}

/// All functions, group by group.
pub fn functions(table: &Table) -> Text {
    both(|locale| {
        let mut page = String::new();
        let mut last: Option<FunctionGroup> = None;
        for spec in &table.functions {
            if last != Some(spec.group) {
                page += &format!("\n### {}\n\n", group(spec.group).get(locale));
                last = Some(spec.group);
            }
            page += &format!("- `{}`: {}{}\n", signature(spec), spec.purpose.get(locale), later(spec.status, locale));
        }
        page.trim_start().to_owned()
    })
}

/// The mark of what cannot be run yet, in a list.
fn later(status: Status, locale: Locale) -> &'static str {
    match status {
        Status::Available => "",
        Status::Announced => pick(locale, " *(kommer senere)*", " *(comes later)*"),
    }
}

/// A chapter's title.
pub fn chapter(chapter: Chapter) -> Text {
    match chapter {
        Chapter::Dataset => text::t("Datasett", "Datasets"),
        Chapter::Prepare => text::t("Klargjøring av data", "Preparing data"),
        Chapter::Labels => text::t("Etiketter", "Labels"),
        Chapter::Analyse => text::t("Statistikk og analyse", "Statistics and analysis"),
        Chapter::Graphics => text::t("Figurer", "Figures"),
        Chapter::Regression => text::t("Regresjon", "Regression"),
        Chapter::Survival => text::t("Overlevelse", "Survival"),
        Chapter::Bindings => text::t("Bindinger og løkker", "Bindings and loops"),
        Chapter::Session => text::t("Økten", "The session"),
    }
}

/// A group's title.
pub fn group(group: FunctionGroup) -> Text {
    match group {
        FunctionGroup::Date => text::t("Datoer", "Dates"),
        FunctionGroup::Probability => text::t("Sannsynlighet", "Probability"),
        FunctionGroup::Math => text::t("Matematikk", "Mathematics"),
        FunctionGroup::Row => text::t("Radfunksjoner", "Row functions"),
        FunctionGroup::String => text::t("Tekster", "Texts"),
        FunctionGroup::Logic => text::t("Logikk", "Logic"),
        FunctionGroup::Label => text::t("Etiketter", "Labels"),
        FunctionGroup::Binding => text::t("Bindinger", "Bindings"),
    }
}
