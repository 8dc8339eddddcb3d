//! What the noise filter did to an output, in plain words.

use leptos::prelude::*;
use text::{Text, t};
use wire::output::{NoteCode, Rule};

use crate::document::say;

/// A rule in one sentence.
pub fn rule_text(rule: Rule) -> Text {
    match rule {
        Rule::CountNoise => t(
            "Alle antall har litt tilfeldig støy, så de kan avvike noe fra det sanne og summerer ikke alltid helt.",
            "All counts carry a little random noise, so they may differ slightly from the truth and do not always add up.",
        ),
        Rule::MinimumCount => t("Antall vises fra 8 og opp.", "Counts are shown from 8 up."),
        Rule::MinimumPopulation => {
            t("Populasjonen må være på minst 1000 enheter.", "The population must have at least 1000 units.")
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
            "En verdi skrevet i skriptet må gjelde nok enheter.",
            "A value written in the script must concern enough units.",
        ),
        Rule::LeverageCap => t(
            "Enheter som alene ville styrt modellen, er utelatt.",
            "Units that would steer the model alone were left out.",
        ),
        Rule::PercentileSmoothing => t(
            "Prosentiler er gjennomsnitt av flere nærliggende verdier.",
            "Percentiles are averages of several neighboring values.",
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
    }
}

/// What stands in a hidden cell, and why.
pub fn note_text(code: NoteCode) -> (Text, Text) {
    match code {
        NoteCode::BelowMinimum => (
            Text::same("<8"),
            t(
                "skjult fordi antallet er under 8 (også når det er 0)",
                "hidden because the count is below 8 (0 included)",
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

/// The folded list of rules under an output; nothing under `open`.
#[component]
pub fn ProtectionNotes(rules: Vec<Rule>) -> impl IntoView {
    (!rules.is_empty()).then(|| {
        view! {
            <details class="protection">
                <summary>{say(t("Slik er tallene vernet", "How these numbers are protected"))}</summary>
                <RuleList rules/>
            </details>
        }
    })
}
