//! Municipalities: accounts, context, moving and commuting.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("municipalities"),
    title: t("Kommuner", "Municipalities"),
    scripts: Cow::Borrowed(&[
        script!(
            "municipalities",
            "municipal_accounts",
            t("Kommuneregnskap", "Municipal accounts"),
            t(
                "Kommunen er enheten: inntekter, lånegjeld og avfall i kommunene, sammenlignet over år.",
                "The municipality is the unit: revenue, results and waste in municipalities, compared over years.",
            )
        ),
        script!(
            "municipalities",
            "local_context",
            t("Lokal sammenheng", "Local context"),
            t(
                "Gjennomsnittslønna der folk bor som forklaring: fra person til kommune og tilbake til person.",
                "Mean wages where people live as an explanation: from person to municipality and back.",
            )
        ),
        script!(
            "municipalities",
            "county_statistics",
            t("Fylkestall", "County figures"),
            t(
                "En fylkestabell som i månedsstatistikken: antall, andeler og gjennomsnitt, flat og sortert.",
                "A county table as in monthly statistics: counts, shares and means, flat and sorted.",
            )
        ),
        script!(
            "municipalities",
            "commuting",
            t("Pendling", "Commuting"),
            t(
                "Hvor mange arbeider i en annen kommune enn de bor i, og hvem er de?",
                "How many work in another municipality than they live in, and who are they?",
            )
        ),
    ]),
};
