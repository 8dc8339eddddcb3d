//! Binomial and normal distributions.

use text::t;

use crate::functions::build::{example, maybe, parameter, probability};
use crate::spec::{FunctionSpec, Kind};

/// The functions of the family, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    probability(
        "binomial",
        const { &[parameter("n", Kind::Number), parameter("k", Kind::Number), parameter("p", Kind::Number)] },
        t("Sannsynligheten for høyst k treff i n forsøk.", "The probability of at most k successes in n trials."),
        t(
            "n og k rundes ned; k under 0 gir 0, k over n gir 1. p ligger mellom 0 og 1. Regnes ut med kjedebrøken til den ufullstendige betafunksjonen.",
            "n and k are rounded down; k below 0 gives 0, k above n gives 1. p lies between 0 and 1. Computed by the continued fraction of the incomplete beta function.",
        ),
        const {
            &[
                example("binomial(10, 3, 0.5)", "0.171875"),
                example("binomial(10, 3.9, 0.5)", "0.171875"),
                example("binomial(10, -1, 0.5)", "0"),
            ]
        },
    ),
    probability(
        "binomialp",
        const { &[parameter("n", Kind::Number), parameter("k", Kind::Number), parameter("p", Kind::Number)] },
        t("Sannsynligheten for nøyaktig k treff i n forsøk.", "The probability of exactly k successes in n trials."),
        t(
            "n og k rundes ned; k utenfor 0 til n gir 0. p ligger mellom 0 og 1. Regnes på avviksform (Loader 2000).",
            "n and k are rounded down; k outside 0 to n gives 0. p lies between 0 and 1. Computed in deviance form (Loader 2000).",
        ),
        const { &[example("binomialp(10, 3, 0.5)", "0.1171875"), example("binomialp(10, 11, 0.5)", "0")] },
    ),
    probability(
        "binomialtail",
        const { &[parameter("n", Kind::Number), parameter("k", Kind::Number), parameter("p", Kind::Number)] },
        t("Sannsynligheten for minst k treff i n forsøk.", "The probability of at least k successes in n trials."),
        t(
            "n og k rundes ned; k opp til 0 gir 1, k over n gir 0. p ligger mellom 0 og 1. Halen regnes direkte, så små sannsynligheter beholder sifrene. Regnes ut med kjedebrøken til den ufullstendige betafunksjonen.",
            "n and k are rounded down; k up to 0 gives 1, k above n gives 0. p lies between 0 and 1. The tail is computed directly, so small probabilities keep their digits. Computed by the continued fraction of the incomplete beta function.",
        ),
        const { &[example("binomialtail(10, 3, 0.5)", "0.9453125"), example("binomialtail(10, 0, 0.5)", "1")] },
    ),
    probability(
        "normal",
        const { &[parameter("x", Kind::Number)] },
        t(
            "Standardnormalfordelingen: sannsynligheten for høyst x.",
            "The standard normal distribution: the probability of at most x.",
        ),
        t(
            "Regnes ut med den komplementære feilfunksjonen; også halene under 0 beholder sifrene.",
            "Computed by the complementary error function; tails below 0 keep their digits too.",
        ),
        const {
            &[
                example("normal(0)", "0.5"),
                example("normal(1.96)", "0.9750021049"),
                example("normal(-10)", "7.619853024e-24"),
            ]
        },
    ),
    probability(
        "normalden",
        const { &[parameter("x", Kind::Number), maybe("mu", Kind::Number), maybe("sigma", Kind::Number)] },
        t("Normaltettheten i x.", "The normal density at x."),
        t(
            "Uten mu og sigma er de 0 og 1. sigma er over 0.",
            "Without mu and sigma they are 0 and 1. sigma is above 0.",
        ),
        const { &[example("normalden(0)", "0.3989422804"), example("normalden(12, 10, 2)", "0.1209853623")] },
    ),
];
