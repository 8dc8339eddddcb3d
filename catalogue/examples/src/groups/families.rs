//! Families: parents, siblings, couples and households.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("families"),
    title: t("Familier", "Families"),
    scripts: Cow::Borrowed(&[
        script!(
            "families",
            "fathers_wage",
            t("Fars lønn", "The father's wage"),
            t(
                "Henger barns lønn sammen med fars? Fars opplysninger kobles på barnet med fars nøkkel.",
                "Do children's wages follow their fathers'? The father's facts are merged onto the child by his key.",
            )
        ),
        script!(
            "families",
            "couples",
            t("Par", "Couples"),
            t(
                "Gifte og samboende par: aldersforskjell og hvem som tjener mest, med partnerens opplysninger koblet på.",
                "Married and cohabiting couples: age difference and who earns most, with the partner's facts merged.",
            )
        ),
        script!(
            "families",
            "siblings",
            t("Søsken", "Siblings"),
            t(
                "Hvor like er søsken? Nummer i søskenflokken, antall søsken, og søsknenes gjennomsnittslønn.",
                "How alike are siblings? Place among the siblings, number of siblings, and the siblings' mean wage.",
            )
        ),
        script!(
            "families",
            "family_income",
            t("Familiens inntekt", "The family's income"),
            t(
                "Summen av inntekten i hver familie på to måter: med collapse og merge, og med aggregate.",
                "The sum of incomes in each family in two ways: with collapse and merge, and with aggregate.",
            )
        ),
        script!(
            "families",
            "households",
            t("Husholdninger", "Households"),
            t(
                "Hvor mange bor sammen, og hvor mange barn vokser opp i husholdninger med lav inntekt?",
                "How many live together, and how many children grow up in low-income households?",
            )
        ),
        script!(
            "families",
            "grandparents",
            t("Besteforeldre", "Grandparents"),
            t(
                "Utdanning i tre generasjoner: har barnebarn av høyt utdannede oftere høyere utdanning?",
                "Education over three generations: do grandchildren of the highly educated more often have higher education?",
            )
        ),
    ]),
};
