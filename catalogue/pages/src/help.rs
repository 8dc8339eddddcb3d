//! The manual's reference pages, read from the table of commands and functions: no text about a command lives here.

use language::spec::{
    Chapter, CommandSpec, FunctionExample, FunctionGroup, FunctionSpec, Kind, OptionSpec, Status, Takes,
};
use language::table::Table;
use maud::{Markup, html};
use text::{Locale, Text, t};

use crate::shell::text;
use crate::{Page, Part, address, guide, markdown};

/// The index: commands by chapter, functions by group.
pub fn index(locale: Locale, table: &Table) -> Page {
    let title = text(locale, t("Hjelp", "Help"));
    let mut chapters: Vec<Chapter> = table.commands.iter().map(|spec| spec.chapter).collect();
    chapters.sort();
    chapters.dedup();
    let mut groups: Vec<FunctionGroup> = table.functions.iter().map(|spec| spec.group).collect();
    groups.sort();
    groups.dedup();
    let body = html! {
        div.page.help {
            h1.ds-heading data-size="lg" { (title) }
            p.ds-paragraph.lead {
                (text(locale, t(
                    "Et skript er en rekke kommandoer, én på hver linje. Her er alle kommandoer og funksjoner, med syntaks, valg og eksempler.",
                    "A script is a list of commands, one on each line. Here are all commands and functions, with syntax, options and examples.",
                )))
            }
            dl.help-list {
                @for guide in &guide::ALL {
                    div {
                        dt { a.ds-link href=(address::guide(guide.name)) rel="external" { (text(locale, guide.title.clone())) } }
                        dd { (text(locale, guide.purpose.clone())) }
                    }
                }
            }
            h2.ds-heading data-size="sm" id="commands" { (text(locale, t("Kommandoer", "Commands"))) }
            @for chapter in chapters {
                section.help-chapter {
                    h3.ds-heading data-size="2xs" { (text(locale, chapter_title(chapter))) }
                    dl.help-list {
                        @for spec in table.commands.iter().filter(|spec| spec.chapter == chapter) {
                            div {
                                dt { a.ds-link href=(address::command(&spec.name)) { code { (spec.name) } } (announced(locale, spec.status)) }
                                dd { (markdown::inline(spec.purpose.get(locale))) }
                            }
                        }
                    }
                }
            }
            h2.ds-heading data-size="sm" id="functions" { (text(locale, t("Funksjoner", "Functions"))) }
            @for group in groups {
                section.help-chapter {
                    h3.ds-heading data-size="2xs" { (text(locale, group_title(group))) }
                    dl.help-list {
                        @for spec in table.functions.iter().filter(|spec| spec.group == group) {
                            div {
                                dt { a.ds-link href=(address::function(&spec.name)) { code { (signature(spec)) } } (announced(locale, spec.status)) }
                                dd { (markdown::inline(spec.purpose.get(locale))) }
                            }
                        }
                    }
                }
            }
        }
    };
    Page { title, body, part: Part::Public }
}

/// A command's page.
pub fn command(locale: Locale, spec: &CommandSpec) -> Page {
    let body = html! {
        article.page.help-page {
            (breadcrumbs(locale, chapter_title(spec.chapter), "commands"))
            h1.ds-heading data-size="lg" { code { (spec.name) } }
            p.ds-paragraph.lead { (markdown::inline(spec.purpose.get(locale))) }
            (announcement(locale, spec.status))
            (section(locale, t("Syntaks", "Syntax"), html! { pre.script tabindex="0" { code { (spec.syntax) } } }))
            @if !spec.description.get(locale).is_empty() { div.prose { (markdown::render(spec.description.get(locale))) } }
            @if !spec.options.is_empty() { (section(locale, t("Valg", "Options"), options(locale, &spec.options))) }
            @if !spec.examples.is_empty() {
                (section(locale, t("Eksempler", "Examples"), html! {
                    @for example in spec.examples.iter() { (script_example(locale, example.purpose.get(locale), &example.script)) }
                }))
            }
            @if !spec.protection.get(locale).is_empty() {
                (section(locale, t("Vern", "Protection"), html! { div.prose { (markdown::render(spec.protection.get(locale))) } }))
            }
            @if !spec.aliases.is_empty() {
                p.ds-paragraph { (text(locale, t("Skrives også: ", "Also written: "))) @for alias in spec.aliases.iter() { code { (alias) } " " } }
            }
        }
    };
    Page { title: spec.name.to_string(), body, part: Part::Public }
}

/// A function's page.
pub fn function(locale: Locale, spec: &FunctionSpec) -> Page {
    let body = html! {
        article.page.help-page {
            (breadcrumbs(locale, group_title(spec.group), "functions"))
            h1.ds-heading data-size="lg" { code { (spec.name) } }
            p.ds-paragraph.lead { (markdown::inline(spec.purpose.get(locale))) }
            (announcement(locale, spec.status))
            (section(locale, t("Syntaks", "Syntax"), html! {
                pre.script tabindex="0" { code { (signature(spec)) } }
                dl.facts {
                    @for parameter in spec.parameters.iter() {
                        div { dt { code { (parameter.name) } } dd {
                            (text(locale, kind(parameter.kind)))
                            @if parameter.is_optional { (text(locale, t(" (kan utelates)", " (may be left out)"))) }
                        } }
                    }
                    div { dt { (text(locale, t("Gir", "Gives"))) } dd { (text(locale, kind(spec.result))) } }
                }
            }))
            @if !spec.description.get(locale).is_empty() { div.prose { (markdown::render(spec.description.get(locale))) } }
            @if !spec.examples.is_empty() {
                (section(locale, t("Eksempler", "Examples"), html! {
                    ul.function-examples {
                        @for example in spec.examples.iter() {
                            li {
                                @for line in example.before.lines() { code { (line) } br; }
                                code { (example.expression) } " → " code { (example.value) }
                                @if spec.status == Status::Available {
                                    " "
                                    a.ds-link href=(address::workbench_with(&script_of(spec, example))) rel="external"
                                        aria-label={ (text(locale, t("Åpne i arbeidsbenken", "Open in the workbench"))) ": " (example.expression) } {
                                        (text(locale, t("Åpne i arbeidsbenken", "Open in the workbench")))
                                    }
                                }
                            }
                        }
                    }
                }))
            }
            (section(locale, t("Beskyttelse", "Protection"), html! {
                p.ds-paragraph { (language::help::protection(spec).get(locale)) }
            }))
        }
    };
    Page { title: spec.name.to_string(), body, part: Part::Public }
}

/// A script that shows what an expression gives: as a binding where that can hold it, else for every row of a small dataset.
fn script_of(spec: &FunctionSpec, example: &FunctionExample) -> String {
    let before: String = example.before.lines().map(|line| format!("{line}\n")).collect();
    if spec.in_bindings && before.lines().all(|line| line.starts_with("let ")) {
        return format!("{before}let verdi = {}\n", example.expression);
    }
    let look = if spec.result == Kind::Text { "tabulate" } else { "summarize" };
    format!(
        "require no.ssb.fdb:1 as db\ncreate-dataset eksempel\nimport db/BEFOLKNING_KJOENN as kjønn\n\
         {before}generate verdi = {}\n{look} verdi\n",
        example.expression
    )
}

/// A script with what it shows, and a link that puts it into the editor.
pub fn script_example(locale: Locale, purpose: &str, script: &str) -> Markup {
    html! {
        figure.script-example {
            figcaption { (markdown::inline(purpose)) }
            pre.script tabindex="0" { code { (script) } }
            p { a.ds-link href=(address::workbench_with(script)) rel="external" { (text(locale, t("Åpne i arbeidsbenken", "Open in the workbench"))) } }
        }
    }
}

/// The name with its parameters: `substr(text, start, [length])`.
pub fn signature(spec: &FunctionSpec) -> String {
    let mut parameters: Vec<String> = spec
        .parameters
        .iter()
        .map(
            |parameter| {
                if parameter.is_optional { format!("[{}]", parameter.name) } else { parameter.name.to_string() }
            },
        )
        .collect();
    if spec.is_variadic {
        parameters.push("…".to_owned());
    }
    format!("{}({})", spec.name, parameters.join(", "))
}

fn section(locale: Locale, title: Text, content: Markup) -> Markup {
    html! { section { h2.ds-heading data-size="xs" { (text(locale, title)) } (content) } }
}

fn breadcrumbs(locale: Locale, part: Text, anchor: &str) -> Markup {
    html! {
        nav.ds-breadcrumbs aria-label=(text(locale, t("Du er her", "You are here"))) {
            ol {
                li { a.ds-link href=(address::HELP) { (text(locale, t("Hjelp", "Help"))) } }
                li { a.ds-link href={ (address::HELP) "#" (anchor) } { (text(locale, part)) } }
            }
        }
    }
}

fn announced(locale: Locale, status: Status) -> Markup {
    html! { @if status == Status::Announced { " " span.ds-tag data-color="neutral" { (text(locale, t("Kommer", "Coming"))) } } }
}

fn announcement(locale: Locale, status: Status) -> Markup {
    html! {
        @if status == Status::Announced {
            div.ds-alert data-color="info" {
                (text(locale, t("Hører til språket, men kan ikke kjøres ennå.", "Belongs to the language, but cannot be run yet.")))
            }
        }
    }
}

fn options(locale: Locale, options: &[OptionSpec]) -> Markup {
    html! {
        dl.options {
            @for option in options {
                div {
                    dt { code { (option.name) (takes(&option.takes)) } }
                    dd {
                        (markdown::inline(option.purpose.get(locale)))
                        @if option.is_required { " " span.ds-tag data-color="info" { (text(locale, t("Må være med", "Required"))) } }
                        @if !option.default.is_empty() { p.note { (text(locale, t("Uten: ", "Default: "))) code { (option.default) } } }
                        @if !option.excludes.is_empty() {
                            p.note { (text(locale, t("Ikke sammen med: ", "Not together with: "))) @for other in option.excludes.iter() { code { (other) } " " } }
                        }
                    }
                }
            }
        }
    }
}

/// What may stand in an option's parentheses, as in the manual's syntax lines.
pub fn takes(takes: &Takes) -> String {
    match takes {
        Takes::Nothing => String::new(),
        Takes::Variable => "(var)".to_owned(),
        Takes::Variables => "(var …)".to_owned(),
        Takes::MaybeVariable => "([var])".to_owned(),
        Takes::Number { least, most } => format!("({least}–{most})"),
        Takes::Count { least, most } => format!("({least}–{most})"),
        Takes::NewName => "(name)".to_owned(),
        Takes::MaybeNewName => "([name])".to_owned(),
        Takes::Text => "('text')".to_owned(),
        Takes::Choice(words) => format!("({})", words.join(" | ")),
        Takes::Codes => "(code …)".to_owned(),
        Takes::Terms => "(term …)".to_owned(),
    }
}

fn kind(kind: Kind) -> Text {
    match kind {
        Kind::Number => t("tall", "number"),
        Kind::Text => t("tekst", "text"),
        Kind::Any => t("tall eller tekst", "number or text"),
        Kind::Truth => t("sant (1) eller usant (0)", "true (1) or false (0)"),
        Kind::Labelled => t("variabel med kodeliste", "variable with a code list"),
        Kind::Symbol => t("navn", "name"),
    }
}

/// Titles of the manual's chapters.
pub fn chapter_title(chapter: Chapter) -> Text {
    match chapter {
        Chapter::Dataset => t("Datasett", "Datasets"),
        Chapter::Prepare => t("Tilrettelegging", "Preparation"),
        Chapter::Labels => t("Etiketter", "Labels"),
        Chapter::Analyse => t("Statistikk og analyse", "Statistics and analysis"),
        Chapter::Graphics => t("Figurer", "Charts"),
        Chapter::Regression => t("Regresjon", "Regression"),
        Chapter::Survival => t("Overlevelse", "Survival"),
        Chapter::Bindings => t("Bindinger og løkker", "Bindings and loops"),
        Chapter::Session => t("Støtte", "Support"),
    }
}

/// Titles of the groups of functions.
pub fn group_title(group: FunctionGroup) -> Text {
    match group {
        FunctionGroup::Date => t("Datoer", "Dates"),
        FunctionGroup::Probability => t("Sannsynlighet", "Probability"),
        FunctionGroup::Math => t("Matematikk", "Mathematics"),
        FunctionGroup::Row => t("Radfunksjoner", "Row functions"),
        FunctionGroup::String => t("Tekst", "Text"),
        FunctionGroup::Logic => t("Logikk", "Logic"),
        FunctionGroup::Label => t("Etiketter", "Labels"),
        FunctionGroup::Binding => t("Bindinger", "Bindings"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_a_function_is_a_script_of_its_own() {
        let table = Table::builtin();
        for spec in table.functions.iter().filter(|spec| spec.status == Status::Available) {
            for example in spec.examples.iter() {
                let script = script_of(spec, example);
                let parsed = language::parse(&script, &table);
                assert!(parsed.diagnostics.is_empty(), "{script}: {:?}", parsed.diagnostics);
                let html = function(Locale::Nb, spec).body.into_string();
                assert!(html.contains(&address::workbench_with(&script)), "{script}");
            }
        }
    }

    #[test]
    fn every_command_s_page_says_all_that_a_reader_needs() {
        let table = Table::builtin();
        for spec in &table.commands {
            for locale in [Locale::Nb, Locale::En] {
                let html = command(locale, spec).body.into_string();
                assert!(
                    !spec.purpose.get(locale).is_empty() && !spec.protection.get(locale).is_empty(),
                    "{}",
                    spec.name
                );
                assert!(spec.examples.len() >= 2, "{}", spec.name);
                assert!(spec.examples.iter().all(|example| html.contains(&address::workbench_with(&example.script))));
                for option in spec.options.iter() {
                    assert!(html.contains(&format!("<code>{}", option.name)), "{} {}", spec.name, option.name);
                    assert!(!option.purpose.get(locale).is_empty(), "{} {}", spec.name, option.name);
                }
            }
        }
    }

    #[test]
    fn every_command_and_function_has_a_page_in_both_languages() {
        let table = Table::builtin();
        assert!(!table.commands.is_empty() && !table.functions.is_empty());
        for locale in [Locale::Nb, Locale::En] {
            let index = index(locale, &table).body.into_string();
            for spec in &table.commands {
                assert!(index.contains(&format!(r#"href="{}""#, address::command(&spec.name))), "{}", spec.name);
                let purpose = markdown::inline(spec.purpose.get(locale)).into_string();
                assert!(command(locale, spec).body.into_string().contains(&purpose), "{}", spec.name);
            }
            for spec in &table.functions {
                assert!(index.contains(&format!(r#"href="{}""#, address::function(&spec.name))), "{}", spec.name);
                assert_eq!(function(locale, spec).title, spec.name);
            }
        }
    }
}
