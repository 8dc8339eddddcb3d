//! The beta distribution.

use text::t;

use crate::functions::build::{example, parameter, probability};
use crate::spec::{FunctionSpec, Kind};

/// The functions of the family, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    probability(
        "betaden",
        const { &[parameter("a", Kind::Number), parameter("b", Kind::Number), parameter("x", Kind::Number)] },
        t("Tettheten til betafordelingen i x.", "The density of the beta distribution at x."),
        t(
            "x utenfor 0 til 1 gir 0. I en ende med parameter under 1 er tettheten ubegrenset, og verdien mangler. a og b er over 0.",
            "x outside 0 to 1 gives 0. At an end whose parameter is below 1 the density is unbounded, and the value missing. a and b are above 0.",
        ),
        const { &[example("betaden(2, 3, 0.5)", "1.5"), example("betaden(2, 3, 1.5)", "0")] },
    ),
    probability(
        "ibeta",
        const { &[parameter("a", Kind::Number), parameter("b", Kind::Number), parameter("x", Kind::Number)] },
        t("Betafordelingen: sannsynligheten for høyst x.", "The beta distribution: the probability of at most x."),
        t(
            "x under 0 gir 0, x over 1 gir 1. a og b er over 0. Regnes ut med kjedebrøken til den ufullstendige betafunksjonen.",
            "x below 0 gives 0, x above 1 gives 1. a and b are above 0. Computed by the continued fraction of the incomplete beta function.",
        ),
        const { &[example("ibeta(2, 3, 0.5)", "0.6875"), example("ibeta(1, 1, 0.3)", "0.3")] },
    ),
    probability(
        "ibetatail",
        const { &[parameter("a", Kind::Number), parameter("b", Kind::Number), parameter("x", Kind::Number)] },
        t(
            "Øvre hale av betafordelingen: sannsynligheten for over x.",
            "The upper tail of the beta distribution: the probability of more than x.",
        ),
        t(
            "x under 0 gir 1, x over 1 gir 0. a og b er over 0. Halen regnes direkte, så små sannsynligheter beholder sifrene.",
            "x below 0 gives 1, x above 1 gives 0. a and b are above 0. The tail is computed directly, so small probabilities keep their digits.",
        ),
        const { &[example("ibetatail(2, 3, 0.5)", "0.3125"), example("ibetatail(1, 1, 0.3)", "0.7")] },
    ),
    probability(
        "invibeta",
        const { &[parameter("a", Kind::Number), parameter("b", Kind::Number), parameter("p", Kind::Number)] },
        t(
            "Den inverse av `ibeta`: x slik at ibeta(a, b, x) = p.",
            "The inverse of `ibeta`: x such that ibeta(a, b, x) = p.",
        ),
        t(
            "p ligger mellom 0 og 1. a og b er over 0. Søkes på logaritmen av den minste halen til full presisjon.",
            "p lies between 0 and 1. a and b are above 0. Searched on the logarithm of the smaller tail to full precision.",
        ),
        const { &[example("invibeta(2, 3, 0.6875)", "0.5"), example("invibeta(2, 3, 0.05)", "0.09761146289")] },
    ),
    probability(
        "invibetatail",
        const { &[parameter("a", Kind::Number), parameter("b", Kind::Number), parameter("p", Kind::Number)] },
        t(
            "Den inverse av `ibetatail`: x slik at ibetatail(a, b, x) = p.",
            "The inverse of `ibetatail`: x such that ibetatail(a, b, x) = p.",
        ),
        t(
            "p ligger mellom 0 og 1. a og b er over 0. Søkes på logaritmen av den minste halen til full presisjon.",
            "p lies between 0 and 1. a and b are above 0. Searched on the logarithm of the smaller tail to full precision.",
        ),
        const { &[example("invibetatail(2, 3, 0.3125)", "0.5"), example("invibetatail(2, 3, 0.05)", "0.7513953743")] },
    ),
];
