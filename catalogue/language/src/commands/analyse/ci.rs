//! `ci`: confidence interval of the mean.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `ci`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("ci"),
    chapter: Chapter::Analyse,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("ci vars [if condition] [, level(95)]"),
    purpose: t("Konfidensintervall for gjennomsnittet.", "Confidence interval of the mean."),
    description: t("", ""),
    protection: protection::STATISTICS,
    options: Cow::Borrowed(&[option(
        "level",
        Takes::Number { least: 10.0, most: 99.99 },
        "95",
        t("Konfidensnivå i prosent", "Confidence level in percent"),
    )]),
    examples: Cow::Borrowed(&[
        example(
            t("Intervall for lønn", "An interval for wages"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
ci lønn",
        ),
        example(
            t("99 prosent", "99 percent"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate alder = 2022 - int(født / 100)
ci lønn alder, level(99)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
