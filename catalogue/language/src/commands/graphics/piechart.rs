//! `piechart`: a pie chart of shares.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `piechart`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("piechart"),
    chapter: Chapter::Graphics,
    shape: Shape::Names,
    arity: (1, Some(1)),
    takes_condition: true,
    syntax: Cow::Borrowed("piechart var [if condition]"),
    purpose: t("Kakediagram over andeler.", "A pie chart of shares."),
    description: t("", ""),
    protection: protection::CHART,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Andeler etter sivilstand", "Shares by civil status"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
piechart sivilstand",
        ),
        example(
            t("Bare kvinner", "Women only"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
piechart sivilstand if kjønn == '2'",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
