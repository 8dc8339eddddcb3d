//! Panels: the same persons at several times.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("panels"),
    title: t("Paneler", "Panels"),
    scripts: Cow::Borrowed(&[
        script!(
            "panels",
            "income_panel",
            t("Et inntektspanel", "An income panel"),
            t(
                "De samme personene i fire år: lønn og skatt, ett tall per person og år.",
                "The same persons over four years: wages and tax, one value for each person and year.",
            )
        ),
        script!(
            "panels",
            "panel_to_person",
            t("Fra panel til person", "From panel to person"),
            t(
                "Gjennomsnitt og svingninger i inntekten til hver person gjennom fem år.",
                "The mean and the swings of each person's income over five years.",
            )
        ),
        script!(
            "panels",
            "wide_to_long",
            t("Fra bred til lang", "From wide to long"),
            t(
                "Én variabel per år gjøres om til én rad per år, og tilbake, med reshape.",
                "One variable a year becomes one row a year, and back, with reshape.",
            )
        ),
        script!(
            "panels",
            "panel_tables",
            t("Tabeller over paneler", "Tables of panels"),
            t(
                "Sivilstand og lønn år for år i et panel, og hvem som skifter status fra ett år til det neste.",
                "Civil status and wages year by year in a panel, and who changes status from one year to the next.",
            )
        ),
        script!(
            "panels",
            "back_to_wide",
            t("Fra panel til bred", "From panel to wide"),
            t(
                "Et panel gjøres om til én rad per person, og bare de som er med alle år, beholdes.",
                "A panel becomes one row a person, and only those present in all years are kept.",
            )
        ),
        script!(
            "panels",
            "panel_models",
            t("Panelmodeller", "Panel models"),
            t(
                "Faste og tilfeldige effekter, Hausman-test, forskjell i forskjeller.",
                "Fixed and random effects, the Hausman test, differences in differences.",
            )
        ),
    ]),
};
