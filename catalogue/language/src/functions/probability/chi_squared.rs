//! The chi-square distribution, central and noncentral.

use text::t;

use crate::functions::build::{example, parameter, probability};
use crate::spec::{FunctionSpec, Kind};

/// The functions of the family, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    probability(
        "chi2",
        const { &[parameter("v", Kind::Number), parameter("x", Kind::Number)] },
        t(
            "Kjikvadratfordelingen: sannsynligheten for høyst x.",
            "The chi-square distribution: the probability of at most x.",
        ),
        t(
            "x under 0 gir 0. v er over 0. Regnes ut med rekke og kjedebrøk for den ufullstendige gammafunksjonen.",
            "x below 0 gives 0. v is above 0. Computed by series and continued fraction of the incomplete gamma function.",
        ),
        const { &[example("chi2(2, 0)", "0"), example("chi2(1, 3.84)", "0.9499564788"), example("chi2(2, -1)", "0")] },
    ),
    probability(
        "chi2den",
        const { &[parameter("v", Kind::Number), parameter("x", Kind::Number)] },
        t("Tettheten til kjikvadratfordelingen i x.", "The density of the chi-square distribution at x."),
        t(
            "x under 0 gir 0. I 0 er tettheten ubegrenset, og verdien mangler, når v er under 2. v er over 0.",
            "x below 0 gives 0. At 0 the density is unbounded, and the value missing, when v is below 2. v is above 0.",
        ),
        const { &[example("chi2den(2, 0)", "0.5"), example("chi2den(5, 4)", "0.1439759107"), example("chi2den(1, 0)", ".")] },
    ),
    probability(
        "chi2tail",
        const { &[parameter("v", Kind::Number), parameter("x", Kind::Number)] },
        t(
            "Øvre hale av kjikvadratfordelingen: sannsynligheten for over x.",
            "The upper tail of the chi-square distribution: the probability of more than x.",
        ),
        t(
            "x under 0 gir 1. v er over 0. Halen regnes direkte, så små sannsynligheter beholder sifrene. Regnes ut med rekke og kjedebrøk for den ufullstendige gammafunksjonen.",
            "x below 0 gives 1. v is above 0. The tail is computed directly, so small probabilities keep their digits. Computed by series and continued fraction of the incomplete gamma function.",
        ),
        const { &[example("chi2tail(2, 0)", "1"), example("chi2tail(1, 3.84)", "0.05004352125")] },
    ),
    probability(
        "invchi2",
        const { &[parameter("v", Kind::Number), parameter("p", Kind::Number)] },
        t("Den inverse av `chi2`: x slik at chi2(v, x) = p.", "The inverse of `chi2`: x such that chi2(v, x) = p."),
        t(
            "p ligger mellom 0 og 1. v er over 0. Søkes på logaritmen av den minste halen til full presisjon.",
            "p lies between 0 and 1. v is above 0. Searched on the logarithm of the smaller tail to full precision.",
        ),
        const { &[example("invchi2(2, 0)", "0"), example("invchi2(1, 0.95)", "3.841458821")] },
    ),
    probability(
        "invchi2tail",
        const { &[parameter("v", Kind::Number), parameter("p", Kind::Number)] },
        t(
            "Den inverse av `chi2tail`: x slik at chi2tail(v, x) = p.",
            "The inverse of `chi2tail`: x such that chi2tail(v, x) = p.",
        ),
        t(
            "p ligger mellom 0 og 1. v er over 0. Søkes på logaritmen av den minste halen til full presisjon.",
            "p lies between 0 and 1. v is above 0. Searched on the logarithm of the smaller tail to full precision.",
        ),
        const { &[example("invchi2tail(2, 1)", "0"), example("invchi2tail(1, 0.05)", "3.841458821")] },
    ),
    probability(
        "nchi2",
        const { &[parameter("v", Kind::Number), parameter("lambda", Kind::Number), parameter("x", Kind::Number)] },
        t(
            "Den ikke-sentrale kjikvadratfordelingen: sannsynligheten for høyst x.",
            "The noncentral chi-square distribution: the probability of at most x.",
        ),
        t(
            "x under 0 gir 0. v er over 0. Regnes ut som Poisson-blanding av sentrale fordelinger (Benton og Krishnamoorthy 2003). λ går fra 0 til 1 000 000.",
            "x below 0 gives 0. v is above 0. Computed as a Poisson mixture of central distributions (Benton and Krishnamoorthy 2003). λ runs from 0 to 1 000 000.",
        ),
        const { &[example("nchi2(3, 0, 4)", "0.7385358701"), example("nchi2(3, 2, 4)", "0.4838813584")] },
    ),
    probability(
        "nchi2den",
        const { &[parameter("v", Kind::Number), parameter("lambda", Kind::Number), parameter("x", Kind::Number)] },
        t(
            "Tettheten til den ikke-sentrale kjikvadratfordelingen i x.",
            "The density of the noncentral chi-square distribution at x.",
        ),
        t(
            "x under 0 gir 0. I 0 er tettheten ubegrenset, og verdien mangler, når v er under 2. v er over 0. Regnes ut som Poisson-blanding av sentrale fordelinger (Benton og Krishnamoorthy 2003). λ går fra 0 til 1 000 000.",
            "x below 0 gives 0. At 0 the density is unbounded, and the value missing, when v is below 2. v is above 0. Computed as a Poisson mixture of central distributions (Benton and Krishnamoorthy 2003). λ runs from 0 to 1 000 000.",
        ),
        const { &[example("nchi2den(3, 0, 4)", "0.107981933"), example("nchi2den(3, 2, 4)", "0.1183946451")] },
    ),
    probability(
        "nchi2tail",
        const { &[parameter("v", Kind::Number), parameter("lambda", Kind::Number), parameter("x", Kind::Number)] },
        t(
            "Øvre hale av den ikke-sentrale kjikvadratfordelingen.",
            "The upper tail of the noncentral chi-square distribution.",
        ),
        t(
            "x under 0 gir 1. v er over 0. Regnes ut som Poisson-blanding av sentrale fordelinger (Benton og Krishnamoorthy 2003). λ går fra 0 til 1 000 000.",
            "x below 0 gives 1. v is above 0. Computed as a Poisson mixture of central distributions (Benton and Krishnamoorthy 2003). λ runs from 0 to 1 000 000.",
        ),
        const { &[example("nchi2tail(3, 2, -1)", "1"), example("nchi2tail(3, 2, 4)", "0.5161186416")] },
    ),
];
