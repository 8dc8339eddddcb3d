//! First steps: a population, a table, a figure.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("first_steps"),
    title: t("De første stegene", "First steps"),
    scripts: Cow::Borrowed(&[script!(
        "first_steps",
        "first_table",
        t("Den første tabellen", "The first table"),
        t(
            "Hvor mange kvinner og menn bor i hvert fylke? Fra datakilde til ferdig tabell på ti linjer.",
            "How many women and men live in each county? From data source to finished table in ten lines.",
        )
    )]),
};
