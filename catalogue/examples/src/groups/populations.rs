//! Populations: who is in the data, and who is not.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("populations"),
    title: t("Populasjoner", "Populations"),
    scripts: Cow::Borrowed(&[
        script!(
            "populations",
            "residents_of_working_age",
            t("Bosatte i yrkesaktiv alder", "Residents of working age"),
            t(
                "Avgrens befolkningen til bosatte mellom 25 og 66 år, hent lønn, og sammenlign lønn etter kjønn og alder.",
                "Limit the population to residents aged 25 to 66, fetch wages, and compare wages by sex and age.",
            )
        ),
        script!(
            "populations",
            "left_and_outer_join",
            t("Hvem er med?", "Who is in?"),
            t(
                "Den første variabelen bestemmer populasjonen; outer_join tar med alle som har minst én av flere inntekter.",
                "The first variable decides the population; outer_join takes in everybody with at least one of several incomes.",
            )
        ),
        script!(
            "populations",
            "immigrants",
            t("Innvandrere", "Immigrants"),
            t(
                "Innvandringsgrunn og botid for bosatte innvandrere, og hvor mange som er i arbeid etter botid.",
                "Reason for immigration and years of residence of immigrants, and how many work by years of residence.",
            )
        ),
        script!(
            "populations",
            "a_birth_cohort",
            t("Et fødselskull", "A birth cohort"),
            t(
                "Hvor bor og hva tjener de som er født 1975–1990, ti år etter hverandre?",
                "Where do those born 1975-1990 live and what do they earn, ten years apart?",
            )
        ),
        script!(
            "populations",
            "a_random_sample",
            t("Et tilfeldig utvalg", "A random sample"),
            t(
                "Prøv ut en tung analyse på et utvalg først; samme startverdi gir samme utvalg.",
                "Try a heavy analysis on a sample first; the same seed gives the same sample.",
            )
        ),
    ]),
};
