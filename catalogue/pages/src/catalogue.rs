//! The catalogue: databanks, and the variables of a version with their filter.

use maud::{Markup, html};
use text::{Locale, t};
use variables::search::subjects;
use variables::{DataVersion, Databank, Filter, Temporality, UnitType, VariableSummary};

use crate::shell::text;
use crate::timeline::{Years, axis, bar, coverage};
use crate::{Page, Part, address, metadata};

/// The temporalities in the order of the filter.
pub const TEMPORALITIES: [Temporality; 4] =
    [Temporality::Fixed, Temporality::Status, Temporality::Accumulated, Temporality::Event];

/// All databanks.
pub fn databanks(locale: Locale, databanks: &[Databank]) -> Page {
    let title = text(locale, t("Katalog", "Catalogue"));
    let body = html! {
        div.page {
            h1.ds-heading data-size="lg" { (title) }
            p.ds-paragraph.lead {
                (text(locale, t(
                    "Katalogen viser hva som finnes i hver databank: hva variablene betyr, hvem de gjelder og når de har data.",
                    "The catalogue shows what each databank holds: what the variables mean, whom they are about and when they have data.",
                )))
            }
            @if databanks.is_empty() {
                p.ds-paragraph { (text(locale, t("Ingen databank er lagt inn ennå.", "No databank has been loaded yet."))) }
            }
            ul.databank-list {
                @for databank in databanks { li.ds-card { (databank_card(locale, databank)) } }
            }
        }
    };
    Page { title, body, part: Part::Public }
}

fn databank_card(locale: Locale, databank: &Databank) -> Markup {
    html! {
        h2.ds-heading data-size="sm" {
            @match databank.versions.first() {
                Some(newest) => { a.ds-link href=(address::variables(&databank.name, *newest)) { (databank.name) } }
                None => { (databank.name) }
            }
        }
        p { (metadata::databank_marks(locale, databank)) }
        @if databank.versions.is_empty() {
            p { (text(locale, t("Ingen versjon er utgitt ennå.", "No version has been released yet."))) }
        } @else {
            p {
                (text(locale, t("Versjoner: ", "Versions: ")))
                @for (place, version) in databank.versions.iter().enumerate() {
                    @if place > 0 { ", " }
                    a.ds-link href=(address::variables(&databank.name, *version)) { (version) }
                }
            }
        }
    }
}

/// The variables of a version, filtered on the server for readers without scripts.
pub fn variables(
    locale: Locale,
    databank: &Databank,
    version: DataVersion,
    all: &[VariableSummary],
    filter: &Filter,
) -> Page {
    let found = filter.apply(all);
    let body = html! {
        div.page.catalogue {
            (head(locale, databank, version))
            form.filters method="get" role="search" { (filter_fields(locale, all, filter)) }
            p.found role="status" { (found_words(locale, found.len(), all.len())) }
            (list(locale, databank, version, &found, Years::of(all)))
        }
    };
    Page { title: format!("{} {version}", databank.name), body, part: Part::Public }
}

/// Heading and marks above the list.
pub fn head(locale: Locale, databank: &Databank, version: DataVersion) -> Markup {
    html! {
        nav.ds-breadcrumbs aria-label=(text(locale, t("Du er her", "You are here"))) {
            ol { li { a.ds-link href=(address::CATALOGUE) { (text(locale, t("Katalog", "Catalogue"))) } } }
        }
        h1.ds-heading data-size="lg" { (databank.name) " " span.version { (version) } }
        p { (metadata::databank_marks(locale, databank)) }
    }
}

/// The fields of the filter; the app reads and watches the same fields.
pub fn filter_fields(locale: Locale, all: &[VariableSummary], filter: &Filter) -> Markup {
    let any = || text(locale, t("Alle", "All"));
    let mut unit_types: Vec<UnitType> = all.iter().map(|variable| variable.unit_type).collect();
    unit_types.sort();
    unit_types.dedup();
    html! {
        div.ds-field.filter-words {
            label.ds-label for="filter-q" { (text(locale, t("Søk etter variabel", "Search for a variable"))) }
            input.ds-input id="filter-q" name="q" type="search" autocomplete="off" spellcheck="false" value=(filter.q);
        }
        div.ds-field {
            label.ds-label for="filter-unit-type" { (text(locale, t("Enhetstype", "Unit type"))) }
            select.ds-input id="filter-unit-type" name="unit_type" {
                option value="" { (any()) }
                @for unit_type in unit_types {
                    option value=(unit_type.name()) selected[filter.unit_type == Some(unit_type)] { (unit_type.spec().title.get(locale)) }
                }
            }
        }
        div.ds-field {
            label.ds-label for="filter-temporality" { (text(locale, t("Temporalitet", "Temporality"))) }
            select.ds-input id="filter-temporality" name="temporality" {
                option value="" { (any()) }
                @for temporality in TEMPORALITIES {
                    option value=(temporality_value(temporality)) selected[filter.temporality == Some(temporality)] { (temporality.title().get(locale)) }
                }
            }
        }
        div.ds-field {
            label.ds-label for="filter-subject" { (text(locale, t("Emne", "Subject"))) }
            select.ds-input id="filter-subject" name="subject" {
                option value="" { (any()) }
                @for subject in subjects(all, locale) {
                    option value=(subject) selected[filter.subject.as_deref() == Some(subject.as_str())] { (subject) }
                }
            }
        }
        button.ds-button.without-app data-variant="secondary" type="submit" { (text(locale, t("Vis", "Show"))) }
    }
}

/// The value of a temporality in addresses: `FIXED`, `STATUS`, `ACCUMULATED`, `EVENT`.
pub fn temporality_value(temporality: Temporality) -> &'static str {
    match temporality {
        Temporality::Fixed => "FIXED",
        Temporality::Status => "STATUS",
        Temporality::Accumulated => "ACCUMULATED",
        Temporality::Event => "EVENT",
    }
}

/// How many of how many.
pub fn found_words(locale: Locale, found: usize, all: usize) -> String {
    match locale {
        Locale::Nb => format!("{found} av {all} variabler"),
        Locale::En => format!("{found} of {all} variables"),
    }
}

/// The list itself.
pub fn list(
    locale: Locale,
    databank: &Databank,
    version: DataVersion,
    found: &[&VariableSummary],
    years: Years,
) -> Markup {
    html! {
        div.variable-head aria-hidden="true" {
            span { (text(locale, t("Variabel", "Variable"))) }
            span { (text(locale, t("Enhet og tid", "Unit and time"))) }
            (axis(years))
        }
        ul.variable-list { @for variable in found { (row(locale, &databank.name, version, variable, years)) } }
    }
}

fn row(locale: Locale, databank: &str, version: DataVersion, variable: &VariableSummary, years: Years) -> Markup {
    html! {
        li {
            span.variable-name {
                a.ds-link href=(address::variable(databank, version, &variable.name)) { (metadata::multilingual(locale, &variable.title)) }
                code { (variable.name) }
            }
            span.variable-kind {
                (variable.unit_type.spec().title.get(locale)) " · " (variable.temporality.title().get(locale))
                @if !variable.has_data { " " span.ds-tag data-color="neutral" { (text(locale, t("Bare metadata", "Metadata only"))) } }
            }
            span.variable-years {
                (bar(years, variable.valid_from, variable.valid_until))
                span.years { (coverage(locale, variable.valid_from, variable.valid_until)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;
    use variables::{DataType, Multilingual, Profile, Tier};

    fn bank() -> Databank {
        Databank {
            name: "no.ssb.fdb".into(),
            profile: Profile::Register,
            tier: Tier::Ordinary,
            synthetic: true,
            versions: vec!["1.0.0.0".parse().unwrap()],
        }
    }

    fn summary(name: &str, title: &str, has_data: bool) -> VariableSummary {
        VariableSummary {
            name: name.into(),
            title: Multilingual::norwegian(title),
            unit_type: UnitType::person(),
            temporality: Temporality::Fixed,
            data_type: DataType::String,
            valid_from: None,
            valid_until: None,
            subjects: Vec::new(),
            has_data,
        }
    }

    #[test]
    fn the_list_is_filtered_without_scripts_and_marks_metadata_only() {
        let all = [summary("BEFOLKNING_KJOENN", "Kjønn", true), summary("HUND", "Hund <b>", false)];
        let filter = Filter { q: "hund".into(), ..Filter::default() };
        let html = variables(Locale::En, &bank(), "1.0.0.0".parse().unwrap(), &all, &filter).body.into_string();
        assert!(html.contains("/catalogue/no.ssb.fdb/1.0.0.0/HUND"));
        assert!(!html.contains("BEFOLKNING_KJOENN"));
        assert!(html.contains("Metadata only") && html.contains("Synthetic data") && html.contains("1 of 2 variables"));
        assert!(html.contains(r#"<span lang="nb">Hund &lt;b&gt;</span>"#), "{html}");
    }

    #[test]
    fn databanks_link_to_each_version() {
        let html = databanks(Locale::Nb, &[bank()]).body.into_string();
        assert!(html.contains(r#"href="/catalogue/no.ssb.fdb/1.0.0.0""#));
    }
}
