//! `hexbin`: density of two numeric variables in hexagons.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `hexbin`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("hexbin"),
    chapter: Chapter::Graphics,
    shape: Shape::Names,
    arity: (2, Some(2)),
    takes_condition: true,
    syntax: Cow::Borrowed("hexbin var var [if condition] [, gridsize(20) groups(10)]"),
    purpose: t("Tetthet av to tallvariabler i sekskanter.", "Density of two numeric variables in hexagons."),
    description: t(
        "Den første variabelen ligger på x-aksen, den andre på y-aksen.",
        "The first variable lies on the x axis, the second on the y axis.",
    ),
    protection: protection::CHART,
    options: Cow::Borrowed(&[
        option(
            "gridsize",
            Takes::Count { least: 2, most: 25 },
            "20",
            t("Antall sekskanter langs x-aksen", "Hexagons along the x axis"),
        ),
        option("groups", Takes::Count { least: 2, most: 10 }, "10", t("Antall fargeklasser", "Color classes")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Alder og lønn", "Age and wages"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate alder = 2022 - int(født / 100)
hexbin alder lønn",
        ),
        example(
            t("Finere ruter", "Finer cells"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate alder = 2022 - int(født / 100)
hexbin alder lønn if lønn < 2000000, gridsize(25) groups(5)",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
