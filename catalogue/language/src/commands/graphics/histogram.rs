//! `histogram`: a histogram of a numeric variable.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, exclusive, flag, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `histogram`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("histogram"),
    chapter: Chapter::Graphics,
    shape: Shape::Names,
    arity: (1, Some(1)),
    takes_condition: true,
    syntax: Cow::Borrowed(
        "histogram var [if condition] [, by(var) density|freq|fraction|percent bin(n)|width(w)|discrete normal]",
    ),
    purpose: t("Histogram over en tallvariabel.", "A histogram of a numeric variable."),
    description: t(
        "Uten valg tetthet, slik at arealet er 1. Høyst 30 søyler.",
        "By default density, so that the area is 1. At most 30 bars.",
    ),
    protection: protection::CHART,
    options: Cow::Borrowed(&[
        option("by", Takes::Variable, "", t("Ett histogram per kategori", "One histogram a category")),
        exclusive(
            "density",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("freq"), Cow::Borrowed("fraction"), Cow::Borrowed("percent")],
            t("Arealet er 1", "The area is 1"),
        ),
        exclusive(
            "freq",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("density"), Cow::Borrowed("fraction"), Cow::Borrowed("percent")],
            t("Antall", "Frequencies"),
        ),
        exclusive(
            "fraction",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("density"), Cow::Borrowed("freq"), Cow::Borrowed("percent")],
            t("Høydene summerer til 1", "The heights sum to 1"),
        ),
        exclusive(
            "percent",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("density"), Cow::Borrowed("freq"), Cow::Borrowed("fraction")],
            t("Høydene summerer til 100", "The heights sum to 100"),
        ),
        exclusive(
            "bin",
            Takes::Count { least: 1, most: 100 },
            "",
            &[Cow::Borrowed("width"), Cow::Borrowed("discrete")],
            t("Så mange like brede søyler", "So many bars of equal width"),
        ),
        exclusive(
            "width",
            Takes::Number { least: 1e-9, most: f64::MAX },
            "",
            &[Cow::Borrowed("bin"), Cow::Borrowed("discrete")],
            t("Bredden på en søyle", "The width of a bar"),
        ),
        exclusive(
            "discrete",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("bin"), Cow::Borrowed("width")],
            t("Én søyle per verdi", "One bar a value"),
        ),
        flag("normal", t("Tegn normalkurven", "Draw the normal curve")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Fordelingen av lønn", "The distribution of wages"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
histogram lønn, bin(30)",
        ),
        example(
            t("Alder, én søyle per år, etter kjønn", "Age, one bar a year, by sex"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
histogram alder, discrete percent by(kjønn)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
