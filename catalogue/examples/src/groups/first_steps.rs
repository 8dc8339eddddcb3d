//! First steps: a population, a table, a figure.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("first_steps"),
    title: t("De første stegene", "First steps"),
    scripts: Cow::Borrowed(&[
        script!(
            "first_steps",
            "first_table",
            t("Den første tabellen", "The first table"),
            t(
                "Hvor mange kvinner og menn bor i hvert fylke? Fra datakilde til ferdig tabell på ti linjer.",
                "How many women and men live in each county? From data source to finished table in ten lines.",
            )
        ),
        script!(
            "first_steps",
            "looking_around",
            t("Se seg omkring", "Looking around"),
            t(
                "Hvilke variabler finnes, hva betyr kodene, og hva gjør en kommando? Katalogen og hjelpen rett fra skriptet.",
                "Which variables are there, what do codes mean, and what does a command do? Catalogue and help from within the script.",
            )
        ),
        script!(
            "first_steps",
            "describing_a_number",
            t("Beskrive et tall", "Describing a number"),
            t(
                "Hvordan er årslønna fordelt? Nøkkeltall for alle og for grupper, og to histogrammer.",
                "How are yearly wages distributed? Key figures for all and for groups, and two histograms.",
            )
        ),
        script!(
            "first_steps",
            "conditions",
            t("Betingelser", "Conditions"),
            t(
                "Velge ut enheter og lage nye variabler med betingelser: og, eller, ikke, mellom, en av, mangler.",
                "Choosing units and making variables with conditions: and, or, not, between, one of, missing.",
            )
        ),
        script!(
            "first_steps",
            "a_report",
            t("En liten rapport", "A small report"),
            t(
                "Tekst og resultater om hverandre: overskrifter, forklaringer og tabeller i ett dokument.",
                "Text and results together: headings, explanations and tables in one document.",
            )
        ),
        script!(
            "first_steps",
            "numbers",
            t("Regne med tall", "Arithmetic"),
            t(
                "Avrunding, logaritmer og faste priser: de vanligste funksjonene for tall.",
                "Rounding, logarithms and constant prices: the commonest functions of numbers.",
            )
        ),
        script!(
            "first_steps",
            "relations",
            t("Sammenhenger", "Relations"),
            t(
                "Korrelasjon, konfidensintervall og variansanalyse.",
                "Correlation, confidence intervals and analysis of variance.",
            )
        ),
    ]),
};
