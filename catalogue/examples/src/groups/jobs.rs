//! Jobs: from job to person, employers, pay and hours.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("jobs"),
    title: t("Arbeidsforhold", "Jobs"),
    scripts: Cow::Borrowed(&[
        script!(
            "jobs",
            "jobs_to_persons",
            t("Fra arbeidsforhold til person", "From job to person"),
            t(
                "Et arbeidsforhold er ikke en person: summer lønn og tell jobber per person, og flett inn i persondatasettet.",
                "A job is not a person: sum pay and count jobs for each person, and merge into the person dataset.",
            )
        ),
        script!(
            "jobs",
            "employment_month_by_month",
            t("Sysselsatte måned for måned", "Employment month by month"),
            t(
                "Antall arbeidsforhold og lønn hver måned gjennom koronaåret 2020, med en løkke over månedene.",
                "Jobs and pay in each month of the pandemic year 2020, with a loop over the months.",
            )
        ),
        script!(
            "jobs",
            "employers",
            t("Arbeidsgivere", "Employers"),
            t(
                "Hvor store er foretakene, og er lønna høyere i de store? Antall ansatte regnes ut fra personene.",
                "How big are enterprises, and is pay higher in the big ones? The number of employees comes from the persons.",
            )
        ),
        script!(
            "jobs",
            "occupations",
            t("Yrker", "Occupations"),
            t(
                "Kvinner og menn i yrkesgruppene: de ti største yrkene, og kvinneandelen etter hovedgruppe.",
                "Women and men in occupations: the ten largest occupations, and the share of women by major group.",
            )
        ),
    ]),
};
