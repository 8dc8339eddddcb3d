//! `coefplot`: draws coefficients with confidence intervals.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `coefplot`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("coefplot"),
    chapter: Chapter::Graphics,
    shape: Shape::Command,
    arity: (0, None),
    takes_condition: false,
    syntax: Cow::Borrowed("coefplot regression-command …"),
    purpose: t("Tegner koeffisienter med konfidensintervall.", "Draws coefficients with confidence intervals."),
    description: t(
        "Skriv hele regresjonskommandoen etter, med tilvalg.",
        "Write the whole regression command behind it, options included.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Lineær regresjon", "Linear regression"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
coefplot regress lønn alder i.kjønn",
        ),
        example(
            t("Logistisk regresjon", "Logistic regression"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
generate høy = lønn > 800000
coefplot logit høy alder i.kjønn, level(90)",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
