//! Fisher's F, central and noncentral.

use text::t;

use crate::functions::build::{example, maybe, parameter, probability};
use crate::spec::{FunctionSpec, Kind};

/// The functions of the family, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    probability(
        "F",
        const {
            &[
                parameter("v1", Kind::Number),
                parameter("v2", Kind::Number),
                parameter("x", Kind::Number),
                maybe("unused", Kind::Number),
            ]
        },
        t("F-fordelingen: sannsynligheten for høyst x.", "The F distribution: the probability of at most x."),
        t(
            "x under 0 gir 0. v1 og v2 er over 0. Et fjerde argument godtas og brukes ikke. Regnes ut med kjedebrøken til den ufullstendige betafunksjonen.",
            "x below 0 gives 0. v1 and v2 are above 0. A fourth argument is accepted and not used. Computed by the continued fraction of the incomplete beta function.",
        ),
        const { &[example("F(1, 1, 1)", "0.5"), example("F(3, 20, 2.5)", "0.9111562481"), example("F(2, 5, -1)", "0")] },
    ),
    probability(
        "Fden",
        const { &[parameter("v1", Kind::Number), parameter("v2", Kind::Number), parameter("x", Kind::Number)] },
        t("Tettheten til F-fordelingen i x.", "The density of the F distribution at x."),
        t(
            "x under 0 gir 0. I 0 er tettheten ubegrenset, og verdien mangler, når v1 er under 2. v1 og v2 er over 0.",
            "x below 0 gives 0. At 0 the density is unbounded, and the value missing, when v1 is below 2. v1 and v2 are above 0.",
        ),
        const { &[example("Fden(2, 5, 0)", "1"), example("Fden(3, 20, 2.5)", "0.08726574418")] },
    ),
    probability(
        "Ftail",
        const {
            &[
                parameter("v1", Kind::Number),
                parameter("v2", Kind::Number),
                parameter("x", Kind::Number),
                maybe("unused", Kind::Number),
            ]
        },
        t(
            "Øvre hale av F-fordelingen: sannsynligheten for over x.",
            "The upper tail of the F distribution: the probability of more than x.",
        ),
        t(
            "x under 0 gir 1. v1 og v2 er over 0. Et fjerde argument godtas og brukes ikke. Halen regnes direkte, så små sannsynligheter beholder sifrene.",
            "x below 0 gives 1. v1 and v2 are above 0. A fourth argument is accepted and not used. The tail is computed directly, so small probabilities keep their digits.",
        ),
        const { &[example("Ftail(2, 5, -1)", "1"), example("Ftail(3, 20, 2.5)", "0.08884375194")] },
    ),
    probability(
        "invF",
        const { &[parameter("v1", Kind::Number), parameter("v2", Kind::Number), parameter("p", Kind::Number)] },
        t("Den inverse av `F`: x slik at F(v1, v2, x) = p.", "The inverse of `F`: x such that F(v1, v2, x) = p."),
        t(
            "p ligger mellom 0 og 1. v1 og v2 er over 0. Søkes på logaritmen av den minste halen til full presisjon.",
            "p lies between 0 and 1. v1 and v2 are above 0. Searched on the logarithm of the smaller tail to full precision.",
        ),
        const { &[example("invF(1, 1, 0.5)", "1"), example("invF(3, 20, 0.95)", "3.098391212")] },
    ),
    probability(
        "invFtail",
        const { &[parameter("v1", Kind::Number), parameter("v2", Kind::Number), parameter("p", Kind::Number)] },
        t(
            "Den inverse av `Ftail`: x slik at Ftail(v1, v2, x) = p.",
            "The inverse of `Ftail`: x such that Ftail(v1, v2, x) = p.",
        ),
        t(
            "p ligger mellom 0 og 1. v1 og v2 er over 0. Søkes på logaritmen av den minste halen til full presisjon.",
            "p lies between 0 and 1. v1 and v2 are above 0. Searched on the logarithm of the smaller tail to full precision.",
        ),
        const { &[example("invFtail(1, 1, 0.5)", "1"), example("invFtail(3, 20, 0.05)", "3.098391212")] },
    ),
    probability(
        "nF",
        const {
            &[
                parameter("v1", Kind::Number),
                parameter("v2", Kind::Number),
                parameter("lambda", Kind::Number),
                parameter("x", Kind::Number),
            ]
        },
        t(
            "Den ikke-sentrale F-fordelingen: sannsynligheten for høyst x.",
            "The noncentral F distribution: the probability of at most x.",
        ),
        t(
            "x under 0 gir 0. v1 og v2 er over 0. Regnes ut som Poisson-blanding av sentrale fordelinger (Benton og Krishnamoorthy 2003). λ går fra 0 til 1 000 000.",
            "x below 0 gives 0. v1 and v2 are above 0. Computed as a Poisson mixture of central distributions (Benton and Krishnamoorthy 2003). λ runs from 0 to 1 000 000.",
        ),
        const { &[example("nF(3, 20, 0, 2.5)", "0.9111562481"), example("nF(3, 20, 4, 2.5)", "0.5919306492")] },
    ),
    probability(
        "nFden",
        const {
            &[
                parameter("v1", Kind::Number),
                parameter("v2", Kind::Number),
                parameter("lambda", Kind::Number),
                parameter("x", Kind::Number),
            ]
        },
        t("Tettheten til den ikke-sentrale F-fordelingen i x.", "The density of the noncentral F distribution at x."),
        t(
            "x under 0 gir 0. I 0 er tettheten ubegrenset, og verdien mangler, når v1 er under 2. v1 og v2 er over 0. Regnes ut som Poisson-blanding av sentrale fordelinger (Benton og Krishnamoorthy 2003). λ går fra 0 til 1 000 000.",
            "x below 0 gives 0. At 0 the density is unbounded, and the value missing, when v1 is below 2. v1 and v2 are above 0. Computed as a Poisson mixture of central distributions (Benton and Krishnamoorthy 2003). λ runs from 0 to 1 000 000.",
        ),
        const { &[example("nFden(3, 20, 0, 2.5)", "0.08726574418"), example("nFden(3, 20, 4, 2.5)", "0.2046936417")] },
    ),
    probability(
        "nFtail",
        const {
            &[
                parameter("v1", Kind::Number),
                parameter("v2", Kind::Number),
                parameter("lambda", Kind::Number),
                parameter("x", Kind::Number),
            ]
        },
        t("Øvre hale av den ikke-sentrale F-fordelingen.", "The upper tail of the noncentral F distribution."),
        t(
            "x under 0 gir 1. v1 og v2 er over 0. Regnes ut som Poisson-blanding av sentrale fordelinger (Benton og Krishnamoorthy 2003). λ går fra 0 til 1 000 000.",
            "x below 0 gives 1. v1 and v2 are above 0. Computed as a Poisson mixture of central distributions (Benton and Krishnamoorthy 2003). λ runs from 0 to 1 000 000.",
        ),
        const { &[example("nFtail(3, 20, 4, -1)", "1"), example("nFtail(3, 20, 4, 2.5)", "0.4080693508")] },
    ),
    probability(
        "invnFtail",
        const {
            &[
                parameter("v1", Kind::Number),
                parameter("v2", Kind::Number),
                parameter("lambda", Kind::Number),
                parameter("p", Kind::Number),
            ]
        },
        t("Den inverse av `nFtail`.", "The inverse of `nFtail`."),
        t(
            "p ligger mellom 0 og 1. v1 og v2 er over 0. Regnes ut som Poisson-blanding av sentrale fordelinger (Benton og Krishnamoorthy 2003). λ går fra 0 til 1 000 000. Søkes på logaritmen av den minste halen til full presisjon.",
            "p lies between 0 and 1. v1 and v2 are above 0. Computed as a Poisson mixture of central distributions (Benton and Krishnamoorthy 2003). λ runs from 0 to 1 000 000. Searched on the logarithm of the smaller tail to full precision.",
        ),
        const { &[example("invnFtail(3, 20, 0, 0.05)", "3.098391212"), example("invnFtail(3, 20, 4, 0.05)", "6.504241656")] },
    ),
];
