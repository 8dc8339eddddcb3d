//! A variable's page: definition, code list by period, dates with data, an example script.

mod codes;

use maud::{Markup, html};
use text::{Locale, t};
use variables::{DataVersion, Databank, Day, Temporality, ValueDomain, Variable};

use crate::help::script_example;
use crate::shell::text;
use crate::timeline::coverage;
use crate::{Page, Part, address, metadata};

/// More dates than these are folded away.
const DATES_SHOWN: usize = 24;

/// The page of a variable in a version.
pub fn page(locale: Locale, databank: &Databank, version: DataVersion, variable: &Variable) -> Page {
    let body = html! {
        article.page.variable {
            nav.ds-breadcrumbs aria-label=(text(locale, t("Du er her", "You are here"))) {
                ol {
                    li { a.ds-link href=(address::CATALOGUE) { (text(locale, t("Katalog", "Catalogue"))) } }
                    li { a.ds-link href=(address::variables(&databank.name, version)) { (databank.name) " " (version) } }
                }
            }
            h1.ds-heading data-size="lg" { (metadata::multilingual(locale, &variable.title)) }
            p.variable-code { code { (variable.name) } }
            p { (metadata::databank_marks(locale, databank)) }
            @if !variable.has_data { (without_data(locale)) }
            @let description = variable.description.get(locale).0;
            @if !description.is_empty() && description != variable.title.get(locale).0 {
                p.ds-paragraph.definition { (metadata::multilingual(locale, &variable.description)) }
            }
            (facts(locale, databank, version, variable))
            @if let Some(list) = variable.code_list() { (codes::section(locale, list)) }
            @if variable.has_data {
                section {
                    h2.ds-heading data-size="sm" { (text(locale, t("Slik brukes den", "How to use it"))) }
                    @let script = example(databank, version, variable);
                    (script_example(locale, &text(locale, t("Hent variabelen inn i et datasett:", "Bring the variable into a dataset:")), &script))
                }
            }
            @if !variable.measure_dates.is_empty() { (dates(locale, variable)) }
        }
    };
    Page { title: format!("{} ({})", variable.title.get(locale).0, variable.name), body, part: Part::Public }
}

fn without_data(locale: Locale) -> Markup {
    html! {
        div.ds-alert data-color="info" {
            (text(locale, t(
                "Bare metadata: katalogen kjenner variabelen, men denne databanken har ingen verdier for den.",
                "Metadata only: the catalogue knows the variable, but this databank holds no values of it.",
            )))
        }
    }
}

fn facts(locale: Locale, databank: &Databank, version: DataVersion, variable: &Variable) -> Markup {
    let t = |nb, en| text(locale, t(nb, en));
    html! {
        dl.facts {
            (fact(&t("Enhetstype", "Unit type"), html! { (variable.unit_type.spec().title.get(locale)) }))
            @if let Some(unit_type) = variable.value_unit_type {
                (fact(&t("Verdien er en", "The value is a"), html! { (unit_type.spec().title.get(locale)) }))
            }
            (fact(&t("Temporalitet", "Temporality"), html! { (variable.temporality.title().get(locale)) }))
            (fact(&t("Datatype", "Data type"), html! {
                (metadata::data_type(variable.data_type).get(locale))
                @if let Some(format) = &variable.format { ", " code { (format) } }
            }))
            @if let ValueDomain::Described { description, measurement_unit, .. } = &variable.domain {
                @if !description.get(locale).0.is_empty() {
                    (fact(&t("Verdier", "Values"), metadata::multilingual(locale, description)))
                }
                @if let Some(unit) = measurement_unit { (fact(&t("Måleenhet", "Unit of measurement"), metadata::multilingual(locale, unit))) }
            }
            (fact(&t("Har data", "Has data"), html! { (coverage(locale, variable.valid_from, variable.valid_until)) }))
            @if !variable.population.get(locale).0.is_empty() {
                (fact(&t("Populasjon", "Population"), metadata::multilingual(locale, &variable.population)))
            }
            (fact(&t("Følsomhet", "Sensitivity"), html! { (metadata::sensitivity(variable.sensitivity).get(locale)) }))
            @if !variable.subjects.is_empty() {
                (fact(&t("Emner", "Subjects"), html! {
                    @for (place, subject) in variable.subjects.iter().enumerate() { @if place > 0 { ", " } (metadata::multilingual(locale, subject)) }
                }))
            }
            @if !variable.successors.is_empty() {
                (fact(&t("Etterfølges av", "Succeeded by"), html! {
                    @for name in &variable.successors { a.ds-link href=(address::variable(&databank.name, version, name)) { code { (name) } } " " }
                }))
            }
        }
    }
}

fn fact(term: &str, definition: Markup) -> Markup {
    html! { div { dt { (term) } dd { (definition) } } }
}

fn dates(locale: Locale, variable: &Variable) -> Markup {
    let title = match variable.temporality {
        Temporality::Accumulated => t("Perioder begynner", "Periods begin"),
        _ => t("Måletidspunkter", "Measurement dates"),
    };
    let days = |days: &[Day]| html! { ul.dates { @for day in days { li { time datetime=(day) { (day) } } } } };
    let (shown, folded) = variable.measure_dates.split_at(variable.measure_dates.len().min(DATES_SHOWN));
    html! {
        section {
            h2.ds-heading data-size="sm" { (text(locale, title)) }
            (days(shown))
            @if !folded.is_empty() {
                details { summary { (text(locale, t("Vis resten", "Show the rest"))) " (" (folded.len()) ")" } (days(folded)) }
            }
        }
    }
}

/// A script that imports the variable at its last date.
pub fn example(databank: &Databank, version: DataVersion, variable: &Variable) -> String {
    let name = variable.name.to_lowercase();
    let alias = name.rsplit('_').next().unwrap_or(&name);
    let date = match variable.temporality {
        Temporality::Fixed => String::new(),
        _ => variable
            .measure_dates
            .last()
            .or(variable.valid_until.as_ref())
            .or(variable.valid_from.as_ref())
            .map_or(String::new(), |day| format!(" {day}")),
    };
    let show = match variable.code_list() {
        Some(_) => "tabulate",
        None => "summarize",
    };
    let script = format!(
        "require {}:{} as db\ncreate-dataset d\nimport db/{}{date} as {alias}",
        databank.name, version.major, variable.name
    );
    // A value that is itself a unit is neither counted nor summed.
    if variable.value_unit_type.is_some() { script } else { format!("{script}\n{show} {alias}") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;
    use variables::{Code, CodeList, DataType, Multilingual, Profile, Sensitivity, Tier, UnitType};

    fn variable() -> Variable {
        let code = |code: &str, title: &str, from: i32, until: Option<i32>| Code {
            code: code.into(),
            title: Multilingual::norwegian(title),
            valid_from: Day::from_ymd(from, 1, 1),
            valid_until: until.and_then(|year| Day::from_ymd(year, 12, 31)),
        };
        Variable {
            name: "BEFOLKNING_KOMMNR_FORMELL".into(),
            title: Multilingual::norwegian("Kommune"),
            description: Multilingual::norwegian("Bostedskommune"),
            unit_type: UnitType::person(),
            value_unit_type: None,
            temporality: Temporality::Status,
            data_type: DataType::String,
            format: None,
            domain: ValueDomain::Enumerated(CodeList {
                codes: vec![
                    code("0301", "Oslo", 1980, None),
                    code("1201", "Bergen", 1980, Some(2019)),
                    code("4601", "Bergen", 2020, None),
                ],
                sentinel: Vec::new(),
            }),
            sensitivity: Sensitivity::PersonGeneral,
            subjects: Vec::new(),
            population: Multilingual::default(),
            valid_from: Day::from_ymd(1993, 1, 1),
            valid_until: Day::from_ymd(2022, 12, 31),
            measure_dates: (1993..=2023).filter_map(|year| Day::from_ymd(year, 1, 1)).collect(),
            successors: Vec::new(),
            has_data: true,
        }
    }

    #[test]
    fn the_code_list_is_shown_by_period_with_what_changed() {
        let bank = Databank {
            name: "no.ssb.fdb".into(),
            profile: Profile::Register,
            tier: Tier::Ordinary,
            synthetic: false,
            versions: Vec::new(),
        };
        let html = page(Locale::En, &bank, "1.0.0.0".parse().unwrap(), &variable()).body.into_string();
        for expected in [
            "2020–",
            "1980–2019",
            "4601",
            "1201",
            "1 new",
            "1 gone",
            "import db/BEFOLKNING_KOMMNR_FORMELL 2023-01-01 as formell",
        ] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
    }
}
