//! Regressions.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("regressions"),
    title: t("Regresjon", "Regression"),
    scripts: Cow::Borrowed(&[
        script!(
            "regressions",
            "wage_gap",
            t("Lønnsgapet", "The wage gap"),
            t(
                "Hva gjenstår av forskjellen i lønn mellom kvinner og menn når alder, utdanning og arbeidstid er med?",
                "What is left of the difference in wages between women and men with age, education and hours in the model?",
            )
        ),
        script!(
            "regressions",
            "interactions",
            t("Samspill", "Interactions"),
            t(
                "Faktorer, kontinuerlige ledd og samspill: de ulike måtene å skrive en modell på.",
                "Factors, continuous terms and interactions: the ways of writing a model.",
            )
        ),
        script!(
            "regressions",
            "checking_a_model",
            t("Kontroll av en modell", "Checking a model"),
            t(
                "Robuste standardfeil, grupper, tester for heteroskedastisitet og utelatte variabler, standardisering.",
                "Robust standard errors, clusters, tests of heteroscedasticity and omitted variables, standardising.",
            )
        ),
        script!(
            "regressions",
            "distributions",
            t("Fordelinger", "Distributions"),
            t(
                "Er inntekt lognormal? Sannsynlighetsfordelingene brukt på data, og kritiske verdier til tester for hånd.",
                "Is income log-normal? The probability distributions used on data, and critical values for tests by hand.",
            )
        ),
        script!(
            "regressions",
            "choices",
            t("Valg", "Choices"),
            t(
                "Logit, probit og multinomisk logit: oddsforhold, marginale effekter, predikerte sannsynligheter.",
                "Logit, probit and multinomial logit: odds ratios, marginal effects, predicted probabilities.",
            )
        ),
        script!(
            "regressions",
            "counts",
            t("Antall", "Counts"),
            t(
                "Hvor mange barn? Poisson og negativ binomisk, med eksponering, rateforhold og forventet antall.",
                "How many children? Poisson and negative binomial, with exposure, rate ratios and expected counts.",
            )
        ),
        script!(
            "regressions",
            "causes",
            t("Årsaker", "Causes"),
            t(
                "Instrumentvariabler, Blinder-Oaxaca, regresjonsdiskontinuitet, og hvem en modell lener seg på.",
                "Instrumental variables, Blinder-Oaxaca, regression discontinuity, and whom a model leans on.",
            )
        ),
    ]),
};
