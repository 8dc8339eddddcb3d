//! `barchart`: a bar chart.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `barchart`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("barchart"),
    chapter: Chapter::Graphics,
    shape: Shape::Bars,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("barchart (stat) vars [if condition] [, over(vars) by(vars) stack horizontal]"),
    purpose: t("Søylediagram.", "A bar chart."),
    description: t(
        "`count` og `percent` for kategorier; `mean`, `min`, `max`, `median`, `sum` og `sd` for tall, en søyle per variabel.",
        "`count` and `percent` for categories; `mean`, `min`, `max`, `median`, `sum` and `sd` for numbers, one bar a variable.",
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
        flag("stack", t("Stable i stedet for side ved side", "Stack rather than side by side")),
        flag("horizontal", t("Liggende søyler", "Lying bars")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Antall etter sivilstand og kjønn", "Count by civil status and sex"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
barchart (count) sivilstand, over(kjønn)",
        ),
        example(
            t("Gjennomsnittslønn, liggende", "Mean wages, lying"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
barchart (mean) lønn, over(kjønn) horizontal",
        ),
        example(
            t("Andeler i stablede søyler", "Shares in stacked bars"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
barchart (percent) sivilstand, over(kjønn) stack",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
