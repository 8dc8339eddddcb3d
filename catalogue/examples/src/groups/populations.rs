//! Populations: who is in the data, and who is not.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("populations"),
    title: t("Populasjoner", "Populations"),
    scripts: Cow::Borrowed(&[script!(
        "populations",
        "residents_of_working_age",
        t("Bosatte i yrkesaktiv alder", "Residents of working age"),
        t(
            "Avgrens befolkningen til bosatte mellom 25 og 66 år, hent lønn, og sammenlign lønn etter kjønn og alder.",
            "Limit the population to residents aged 25 to 66, fetch wages, and compare wages by sex and age.",
        )
    )]),
};
