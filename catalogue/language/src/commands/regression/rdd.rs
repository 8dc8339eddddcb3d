//! `rdd`: regression discontinuity.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::options::LEVEL;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `rdd`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("rdd"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (2, None),
    takes_condition: true,
    syntax: Cow::Borrowed("rdd dependent running [vars] [if condition] [, options]"),
    purpose: t("Regresjonsdiskontinuitet.", "Regression discontinuity."),
    description: t(
        "Lokale polynomer på hver side av en grense i den andre variabelen: trekantkjerne, én båndbredde som minimerer den midlere kvadratfeilen, og intervall som tåler skjevhet (Calonico, Cattaneo & Titiunik 2014). Graden er minst ordenen på den deriverte.",
        "Local polynomials on both sides of a cutoff of the second variable: triangular kernel, one bandwidth that minimises the mean squared error, and an interval that is robust to bias (Calonico, Cattaneo & Titiunik 2014). The order is at least that of the derivative.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        option("cutoff", Takes::Number { least: f64::MIN, most: f64::MAX }, "0", t("Grensen", "The cutoff")),
        option("polynomial", Takes::Count { least: 0, most: 5 }, "1", t("Graden", "The order")),
        option(
            "fuzzy",
            Takes::Variable,
            "",
            t("0/1-variabel for faktisk behandling", "0/1 variable of actual treatment"),
        ),
        option(
            "derivate",
            Takes::Count { least: 0, most: 2 },
            "0",
            t("Orden på den deriverte", "Order of the derivative"),
        ),
        LEVEL,
        option("cluster", Takes::Variable, "", t("Grupper med avhengighet", "Groups with dependence")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Hopp ved 67 år", "A jump at 67"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate alder = 2022 - int(født / 100)
rdd lønn alder, cutoff(67)",
        ),
        example(
            t("Andregradspolynom", "Second-order polynomial"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate alder = 2022 - int(født / 100)
rdd lønn alder, cutoff(62) polynomial(2) level(90)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
