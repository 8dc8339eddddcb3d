//! Vehicles, electricity and accidents: units that are not persons.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("other_units"),
    title: t("Kjøretøy, strøm og ulykker", "Vehicles, electricity and accidents"),
    scripts: Cow::Borrowed(&[
        script!(
            "other_units",
            "cars_per_person",
            t("Biler per person", "Cars per person"),
            t(
                "Hvor mange biler eier folk, og hvor gamle er de? Fra kjøretøy til eier.",
                "How many cars do people own, and how old are they? From vehicle to owner.",
            )
        ),
        script!(
            "other_units",
            "electric_cars",
            t("Elbiler", "Electric cars"),
            t(
                "Andelen elbiler år for år, og hvem som eier dem etter inntekt.",
                "The share of electric cars year by year, and who owns them by income.",
            )
        ),
        script!(
            "other_units",
            "electricity",
            t("Strømforbruk", "Electricity"),
            t(
                "Strømforbruk i januar 2021 og 2022: brukte folk mindre da strømmen ble dyr?",
                "Electricity use in January 2021 and 2022: did people use less when it became dear?",
            )
        ),
        script!(
            "other_units",
            "traffic_accidents",
            t("Trafikkulykker", "Road traffic accidents"),
            t(
                "Hvem blir skadd i trafikken, og når på året? Personer i ulykker koblet til ulykken og til personen.",
                "Who is injured on the roads, and when? Persons in accidents linked to the accident and to the person.",
            )
        ),
    ]),
};
