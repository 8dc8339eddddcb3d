//! Survival: preparing the data.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("survival"),
    title: t("Overlevelse", "Survival"),
    scripts: Cow::Borrowed(&[
        script!(
            "survival",
            "time_to_first_child",
            t("Tid til første barn", "Time to the first child"),
            t(
                "Klargjøring til overlevelsesanalyse: hendelse og ventetid, med sensurering, vist i tabeller.",
                "Preparing a survival analysis: event and waiting time, with censoring, shown in tables.",
            )
        ),
        script!(
            "survival",
            "time_to_divorce",
            t("Tid til skilsmisse", "Time to divorce"),
            t(
                "Ekteskap inngått 1995–2010: hvor mange er oppløst etter 5 og 10 år? Fra forløp til én rad per ekteskap.",
                "Marriages of 1995-2010: how many are dissolved after 5 and 10 years? From spells to one row a marriage.",
            )
        ),
        script!(
            "survival",
            "back_to_work",
            t("Tilbake i arbeid", "Back to work"),
            t(
                "De som sto uten arbeid i november 2016: hvor mange år går det, og hvem kommer ikke tilbake?",
                "Those without work in November 2016: how many years pass, and who does not return?",
            )
        ),
        script!(
            "survival",
            "hazards_of_work",
            t("Cox-regresjon", "Cox regression"),
            t(
                "Hvem kommer først tilbake i arbeid? Hasardforhold, strata og test av proporsjonale hasarder.",
                "Who is back at work first? Hazard ratios, strata and a test of proportional hazards.",
            )
        ),
    ]),
};
