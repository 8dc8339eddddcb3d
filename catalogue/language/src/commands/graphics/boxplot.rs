//! `boxplot`: a box plot.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `boxplot`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("boxplot"),
    chapter: Chapter::Graphics,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("boxplot vars [if condition] [, over(vars) by(vars) horizontal]"),
    purpose: t("Boksplott.", "A box plot."),
    description: t(
        "Boksen er kvartilene med medianen; værhårene står ved 5. og 95. persentil.",
        "The box is the quartiles with the median; the whiskers stand at the 5th and 95th percentile.",
    ),
    protection: protection::CHART,
    options: Cow::Borrowed(&[
        option(
            "over",
            Takes::Variables,
            "",
            t("Grupper etter kategoriene i disse", "Group by the categories of these"),
        ),
        option("by", Takes::Variables, "", t("Ett diagram per kategori", "One chart a category")),
        flag("horizontal", t("Liggende bokser", "Lying boxes")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Lønn etter kjønn", "Wages by sex"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
boxplot lønn, over(kjønn)",
        ),
        example(
            t("To inntekter, liggende", "Two incomes, lying"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/INNTEKT_WYRKINNT 2022-12-31 as yrkesinntekt
boxplot lønn yrkesinntekt, horizontal",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
