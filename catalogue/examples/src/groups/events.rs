//! Events and spells: marriages, moves, benefits.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("events"),
    title: t("Hendelser og forløp", "Events and spells"),
    scripts: Cow::Borrowed(&[
        script!(
            "events",
            "marriages_and_divorces",
            t("Giftermål og skilsmisser", "Marriages and divorces"),
            t(
                "Alle endringer i sivilstand 2010–2019: hvor mange giftet seg og skilte seg hvert år, og ved hvilken alder?",
                "All changes of civil status 2010-2019: how many married and divorced each year, and at what age?",
            )
        ),
        script!(
            "events",
            "days_of_residence",
            t("Dager med bosted", "Days of residence"),
            t(
                "Hvor lenge bodde folk i Oslo i løpet av fem år? Forløp klippes til perioden og summeres.",
                "How long did people live in Oslo during five years? Spells are cut to the period and summed.",
            )
        ),
        script!(
            "events",
            "old_age_pension",
            t("Uttak av alderspensjon", "Drawing old-age pension"),
            t(
                "Når begynner folk å ta ut alderspensjon? Fra forløp til person: år, alder og hvem som tar ut tidlig.",
                "When do people begin to draw old-age pension? From spells to persons: year, age and who draws early.",
            )
        ),
        script!(
            "events",
            "unemployment_spells",
            t("Arbeidsledighet", "Unemployment"),
            t(
                "Hvor lenge varer periodene med ledighet? Uker, årstid og første dag i uka med datofunksjonene.",
                "How long do spells of unemployment last? Weeks, seasons and weekdays with the date functions.",
            )
        ),
        script!(
            "events",
            "dates",
            t("Datoer", "Dates"),
            t(
                "Fra dato som tall til dag, uke og årstid: når på året kommer innvandrerne?",
                "From dates as numbers to days, weeks and seasons: when in the year do immigrants arrive?",
            )
        ),
    ]),
};
