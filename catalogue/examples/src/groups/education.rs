//! Education: levels, courses of study, dropping out.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("education"),
    title: t("Utdanning", "Education"),
    scripts: Cow::Borrowed(&[
        script!(
            "education",
            "education_levels",
            t("Utdanningsnivå over tid", "Education levels over time"),
            t(
                "Hvordan har utdanningsnivået endret seg fra 2000 til 2020? En løkke over tre årganger.",
                "How has the level of education changed from 2000 to 2020? A loop over three years.",
            )
        ),
        script!(
            "education",
            "dropping_out",
            t("Frafall i videregående", "Dropping out of upper secondary"),
            t(
                "Kurs i videregående som kilde: hvor mange fullfører, og hvem slutter? Kurs er enheten før vi går til person.",
                "Courses in upper secondary school: how many complete, and who leaves? The course is the unit before the person.",
            )
        ),
        script!(
            "education",
            "first_degree",
            t("Første grad", "First degree"),
            t(
                "Alder ved første bachelor- eller mastergrad etter foreldrenes utdanning.",
                "Age at the first bachelor's or master's degree by the parents' education.",
            )
        ),
        script!(
            "education",
            "grades",
            t("Grunnskolepoeng", "Grade points"),
            t(
                "Karakterer fra grunnskolen etter kjønn, fødselskull og foreldrenes utdanning.",
                "Grade points from lower secondary school by sex, cohort and parents' education.",
            )
        ),
    ]),
};
