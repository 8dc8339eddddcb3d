//! Bindings and loops.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("loops"),
    title: t("Bindinger og løkker", "Bindings and loops"),
    scripts: Cow::Borrowed(&[
        script!(
            "loops",
            "one_variable_a_year",
            t("Én variabel per år", "One variable a year"),
            t(
                "Hent lønn for flere år med en løkke, og regn ut veksten mellom dem.",
                "Fetch wages of several years with a loop, and work out the growth between them.",
            )
        ),
        script!(
            "loops",
            "bindings",
            t("Bindinger", "Bindings"),
            t(
                "Navngi årstall, grenser og variabler ett sted, så skriptet er lett å endre.",
                "Name years, limits and variables in one place, so that the script is easy to change.",
            )
        ),
        script!(
            "loops",
            "nested_loops",
            t("Løkker i løkker", "Loops within loops"),
            t(
                "To lister som følges ad, og to som kombineres: mange tabeller med få linjer.",
                "Two lists side by side, and two combined: many tables in few lines.",
            )
        ),
    ]),
};
