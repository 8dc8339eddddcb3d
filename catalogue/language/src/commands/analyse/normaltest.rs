//! `normaltest`: tests whether variables are normally distributed.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `normaltest`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("normaltest"),
    chapter: Chapter::Analyse,
    shape: Shape::Names,
    arity: (0, None),
    takes_condition: true,
    syntax: Cow::Borrowed("normaltest [vars] [if condition]"),
    purpose: t("Tester om variabler er normalfordelte.", "Tests whether variables are normally distributed."),
    description: t(
        "Skjevhet, kurtose, begge samlet, Jarque–Bera og Shapiro–Wilk.",
        "Skewness, kurtosis, both combined, Jarque–Bera and Shapiro–Wilk.",
    ),
    protection: protection::STATISTICS,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Er lønn normalfordelt?", "Are wages normal?"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
normaltest lønn",
        ),
        example(
            t("Logaritmen av lønn", "The logarithm of wages"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate loglønn = ln(lønn)
normaltest loglønn if lønn > 0",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
