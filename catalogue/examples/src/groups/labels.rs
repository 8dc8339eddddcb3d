//! Labels and recodes.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("labels"),
    title: t("Etiketter og omkoding", "Labels and recodes"),
    scripts: Cow::Borrowed(&[
        script!(
            "labels",
            "recoding_countries",
            t("Land til verdensdel", "From country to region"),
            t(
                "Omkoding av fødeland til grupper med recode: lister, resten, manglende verdi og etiketter i samme setning.",
                "Recoding countries of birth into groups: lists, the rest, missing and labels in one statement.",
            )
        ),
        script!(
            "labels",
            "labels_for_groups",
            t("Etiketter på grupper", "Labels for groups"),
            t(
                "Kodelister: lage, sette på, vise, slette. Tall deles inn i intervaller med etiketter.",
                "Code lists: make, assign, show, delete. Numbers are cut into intervals with labels.",
            )
        ),
        script!(
            "labels",
            "strings",
            t("Tekst", "Texts"),
            t(
                "Koder er tekst: del dem opp, sett dem sammen, sammenlign dem, og lag en sammensatt nøkkel.",
                "Codes are texts: cut them up, join them, compare them, and make a composite key.",
            )
        ),
        script!(
            "labels",
            "text_to_number",
            t("Fra tekst til tall", "From text to number"),
            t(
                "Koder som tall: destring gjør om hele variabelen, to_int verdien i et uttrykk.",
                "Codes as numbers: destring converts the variable, to_int the value in an expression.",
            )
        ),
    ]),
};
