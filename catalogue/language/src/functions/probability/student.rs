//! Student's t, central and noncentral.

use text::t;

use crate::functions::build::{example, parameter, probability};
use crate::spec::{FunctionSpec, Kind};

/// The functions of the family, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    probability(
        "t",
        const { &[parameter("v", Kind::Number), parameter("x", Kind::Number)] },
        t("t-fordelingen: sannsynligheten for høyst x.", "The t distribution: the probability of at most x."),
        t(
            "v er over 0. Regnes ut med kjedebrøken til den ufullstendige betafunksjonen.",
            "v is above 0. Computed by the continued fraction of the incomplete beta function.",
        ),
        const { &[example("t(1, 1)", "0.75"), example("t(20, -2.5)", "0.01061677272")] },
    ),
    probability(
        "tden",
        const { &[parameter("v", Kind::Number), parameter("x", Kind::Number)] },
        t("Tettheten til t-fordelingen i x.", "The density of the t distribution at x."),
        t("v er over 0.", "v is above 0."),
        const { &[example("tden(1, 0)", "0.3183098862"), example("tden(20, 2)", "0.05808721525")] },
    ),
    probability(
        "ttail",
        const { &[parameter("v", Kind::Number), parameter("x", Kind::Number)] },
        t(
            "Øvre hale av t-fordelingen: sannsynligheten for over x.",
            "The upper tail of the t distribution: the probability of more than x.",
        ),
        t(
            "v er over 0. Halen regnes direkte, så små sannsynligheter beholder sifrene.",
            "v is above 0. The tail is computed directly, so small probabilities keep their digits.",
        ),
        const { &[example("ttail(1, 1)", "0.25"), example("ttail(20, 2.5)", "0.01061677272")] },
    ),
    probability(
        "invt",
        const { &[parameter("v", Kind::Number), parameter("p", Kind::Number)] },
        t("Den inverse av `t`: x slik at t(v, x) = p.", "The inverse of `t`: x such that t(v, x) = p."),
        t(
            "p ligger mellom 0 og 1. p = 0 og p = 1 gir manglende verdi. v er over 0. Søkes på logaritmen av den minste halen til full presisjon.",
            "p lies between 0 and 1. p = 0 and p = 1 give a missing value. v is above 0. Searched on the logarithm of the smaller tail to full precision.",
        ),
        const { &[example("invt(1, 0.75)", "1"), example("invt(20, 0.975)", "2.085963447")] },
    ),
    probability(
        "invttail",
        const { &[parameter("v", Kind::Number), parameter("p", Kind::Number)] },
        t("Den inverse av `ttail`: x slik at ttail(v, x) = p.", "The inverse of `ttail`: x such that ttail(v, x) = p."),
        t(
            "p ligger mellom 0 og 1. p = 0 og p = 1 gir manglende verdi. v er over 0. Søkes på logaritmen av den minste halen til full presisjon.",
            "p lies between 0 and 1. p = 0 and p = 1 give a missing value. v is above 0. Searched on the logarithm of the smaller tail to full precision.",
        ),
        const { &[example("invttail(1, 0.25)", "1"), example("invttail(20, 0.025)", "2.085963447")] },
    ),
    probability(
        "nt",
        const { &[parameter("v", Kind::Number), parameter("lambda", Kind::Number), parameter("x", Kind::Number)] },
        t(
            "Den ikke-sentrale t-fordelingen: sannsynligheten for høyst x.",
            "The noncentral t distribution: the probability of at most x.",
        ),
        t(
            "v er over 0. Regnes ut som Poisson-blanding av betafordelinger, på den andre siden av λ som integral. λ går fra −1000 til 1000.",
            "v is above 0. Computed as a Poisson mixture of beta distributions, on the other side of λ as an integral. λ runs from −1000 to 1000.",
        ),
        const { &[example("nt(20, 0, 2.5)", "0.9893832273"), example("nt(20, 1, 2.5)", "0.9144138536")] },
    ),
    probability(
        "ntden",
        const { &[parameter("v", Kind::Number), parameter("lambda", Kind::Number), parameter("x", Kind::Number)] },
        t("Tettheten til den ikke-sentrale t-fordelingen i x.", "The density of the noncentral t distribution at x."),
        t(
            "v er over 0. Regnes ut som integral over kjikvadratfordelingen. λ går fra −1000 til 1000.",
            "v is above 0. Computed as an integral over the chi-square distribution. λ runs from −1000 to 1000.",
        ),
        const { &[example("ntden(20, 0, 2)", "0.05808721525"), example("ntden(20, 1, 2)", "0.2333239454")] },
    ),
    probability(
        "nttail",
        const { &[parameter("v", Kind::Number), parameter("lambda", Kind::Number), parameter("x", Kind::Number)] },
        t("Øvre hale av den ikke-sentrale t-fordelingen.", "The upper tail of the noncentral t distribution."),
        t(
            "v er over 0. Regnes ut som Poisson-blanding av betafordelinger, på den andre siden av λ som integral. λ går fra −1000 til 1000.",
            "v is above 0. Computed as a Poisson mixture of beta distributions, on the other side of λ as an integral. λ runs from −1000 to 1000.",
        ),
        const { &[example("nttail(20, 0, 2.5)", "0.01061677272"), example("nttail(20, 1, 2.5)", "0.08558614645")] },
    ),
    probability(
        "invnttail",
        const { &[parameter("v", Kind::Number), parameter("lambda", Kind::Number), parameter("p", Kind::Number)] },
        t("Den inverse av `nttail`.", "The inverse of `nttail`."),
        t(
            "p ligger mellom 0 og 1. p = 0 og p = 1 gir manglende verdi. v er over 0. Regnes ut som Poisson-blanding av betafordelinger, på den andre siden av λ som integral. λ går fra −1000 til 1000.",
            "p lies between 0 and 1. p = 0 and p = 1 give a missing value. v is above 0. Computed as a Poisson mixture of beta distributions, on the other side of λ as an integral. λ runs from −1000 to 1000.",
        ),
        const { &[example("invnttail(20, 0, 0.025)", "2.085963447"), example("invnttail(20, 1, 0.05)", "2.832051499")] },
    ),
];
