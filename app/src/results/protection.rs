//! What the noise filter did to an output, in plain words.

use leptos::prelude::*;
use text::{Text, t};
use variables::protection::FIGURES;
use wire::output::{Noise, NoteCode, Rule};

use crate::document::{locale, say};

/// A rule in one sentence.
pub fn rule_text(rule: Rule) -> Text {
    match rule {
        Rule::CountNoise => t(
            "Alle antall har litt tilfeldig støy, så de kan avvike noe fra det sanne og summerer ikke alltid helt.",
            "All counts carry a little random noise, so they may differ slightly from the truth and do not always add up.",
        ),
        Rule::MinimumCount => {
            let least = FIGURES.show_min;
            Text::new(format!("Antall vises fra {least} og opp."), format!("Counts are shown from {least} up."))
        }
        Rule::MinimumPopulation => {
            let least = FIGURES.minimum_population;
            Text::new(
                format!("Populasjonen må være på minst {least} enheter."),
                format!("The population must have at least {least} units."),
            )
        }
        Rule::Weights => t(
            "Tallene er regnet med svakt forstyrrede vekter.",
            "The numbers were computed with slightly perturbed weights.",
        ),
        Rule::GroupGate => t(
            "En gruppe må ha nok enheter før statistikk om den vises.",
            "A group needs enough units before statistics about it are shown.",
        ),
        Rule::FromCounts => t(
            "Andeler og gjennomsnitt er regnet av de viste antallene.",
            "Shares and means were computed from the counts shown.",
        ),
        Rule::Clamp => t(
            "Svært høye og lave verdier er trukket inn mot de andre.",
            "Very high and low values were drawn in towards the others.",
        ),
        Rule::WrittenValueFloor => t(
            "En verdi skrevet i skriptet, eller en kategori i en modell, må gjelde nok enheter.",
            "A value written in the script, or a category in a model, must concern enough units.",
        ),
        Rule::LeverageCap => t(
            "Enheter som alene ville styrt modellen, er utelatt.",
            "Units that would steer the model alone were left out.",
        ),
        Rule::PercentileSmoothing => t(
            "Prosentiler er gjennomsnitt av flere nærliggende verdier.",
            "Percentiles are averages of several neighbouring values.",
        ),
        Rule::Rounding => t("Tallene er avrundet.", "The numbers are rounded."),
        Rule::FixedBins => t(
            "Søylenes grenser er faste, runde tall, og ytterkantene er åpne.",
            "The bars have fixed, round limits, and the outer ones are open.",
        ),
        Rule::Dominance => t("Summer der én enhet dominerer, er skjult.", "Sums that one unit dominates are hidden."),
        Rule::ValueCheck => t(
            "Om en melding om verdier vises, er avgjort av filteret.",
            "The filter decided whether a message about values appears.",
        ),
        Rule::TableSize => {
            let (cells, dimensions) = (FIGURES.max_cells, FIGURES.max_dimensions);
            Text::new(
                format!("En tabell har høyst {cells} celler og {dimensions} dimensjoner."),
                format!("A table has at most {cells} cells and {dimensions} dimensions."),
            )
        }
        Rule::ModelSize => {
            t("En modell må ha nok enheter for parametrene sine.", "A model must have enough units for its parameters.")
        }
        Rule::GroupsPassed => t(
            "Gruppenes verdier passerte støyfilteret da gruppene ble laget; resten er regnet eksakt av dem.",
            "The groups' values passed the noise filter when the groups were made; the rest is computed exactly from them.",
        ),
        Rule::Redrawn => {
            let percent = FIGURES.redrawn_percent;
            Text::new(
                format!(
                    "For {percent} prosent av personene er de sensitive kodene byttet ut med en annens av samme kjønn og alder, \
                     alltid de samme."
                ),
                format!(
                    "For {percent} percent of the persons the sensitive codes are another's of the same sex and age, always the same."
                ),
            )
        }
    }
}

/// What stands in a hidden cell, and why.
pub fn note_text(code: NoteCode) -> (Text, Text) {
    match code {
        NoteCode::BelowMinimum => (
            Text::same(format!("<{}", FIGURES.show_min)),
            Text::new(
                format!("skjult fordi antallet er under {} (også når det er 0)", FIGURES.show_min),
                format!("hidden because the count is below {} (0 included)", FIGURES.show_min),
            ),
        ),
        NoteCode::TooFewUnits => (
            t("få", "few"),
            t(
                "skjult fordi det er for få enheter til dette tallet",
                "hidden because there are too few units for this number",
            ),
        ),
        NoteCode::Dominance => (
            t("dom.", "dom."),
            t("skjult fordi én enhet utgjør for mye av summen", "hidden because one unit makes up too much of the sum"),
        ),
        NoteCode::Undefined => (Text::same("–"), t("tallet finnes ikke", "the number does not exist")),
    }
}

/// The rules as a list; nothing under `open`.
#[component]
pub fn RuleList(rules: Vec<Rule>) -> impl IntoView {
    (!rules.is_empty()).then(|| {
        let items = rules.into_iter().map(|rule| view! { <li>{say(rule_text(rule))}</li> }).collect_view();
        view! { <ul class="rules">{items}</ul> }
    })
}

/// The size of the noise in a line, and the folded list of rules with sentences for a methods section; nothing under `open`.
#[component]
pub fn ProtectionNotes(rules: Vec<Rule>, noise: Option<Noise>) -> impl IntoView {
    let line = noise.as_ref().map(|noise| view! { <p class="note noise-size">{say(noise.line())}</p> });
    let methods = noise.map(|noise| {
        view! {
            <p class="note">{say(t("Til metodekapittelet (marker og kopier):", "For the methods section (select and copy):"))}</p>
            <p class="methods" lang=locale().tag() tabindex="0">{say(noise.methods())}</p>
        }
    });
    let details = (!rules.is_empty()).then(|| {
        view! {
            <details class="protection">
                <summary>{say(t("Slik er tallene vernet", "How these numbers are protected"))}</summary>
                <RuleList rules/>
                {methods}
                <p><a class="ds-link" href=pages::address::guide("protection") target="_blank" rel="noopener">{say(t("Mer om vernet", "More about the protection"))}</a></p>
            </details>
        }
    });
    view! { {line}{details} }
}

/// The rule behind a refusal.
#[component]
pub fn RefusingRule(rules: Vec<Rule>) -> impl IntoView {
    (!rules.is_empty()).then(|| {
        view! {
            <div class="protection">
                <RuleList rules/>
                <p><a class="ds-link" href=pages::address::guide("protection") target="_blank" rel="noopener">{say(t("Mer om vernet", "More about the protection"))}</a></p>
            </div>
        }
    })
}
