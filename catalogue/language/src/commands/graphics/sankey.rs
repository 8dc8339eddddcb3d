//! `sankey`: flows between categories.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `sankey`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("sankey"),
    chapter: Chapter::Graphics,
    shape: Shape::Names,
    arity: (2, None),
    takes_condition: true,
    syntax: Cow::Borrowed("sankey var var [var …] [if condition]"),
    purpose: t("Flyt mellom kategorier.", "Flows between categories."),
    description: t(
        "Kolonnene står i samme rekkefølge som variablene. Enheter med manglende verdi er ikke med.",
        "Columns stand in the order of the variables. Units with missing values are left out.",
    ),
    protection: protection::CHART,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Fra sivilstand 2015 til 2022", "From civil status 2015 to 2022"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/SIVSTANDFDT_SIVSTAND 2015-12-31 as siv2015
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as siv2022
sankey siv2015 siv2022",
        ),
        example(
            t("Tre ledd med bindinger", "Three steps with bindings"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
for år in 2018 2020 2022
  import db/SIVSTANDFDT_SIVSTAND date_fmt($år, 12, 31) as siv ++ $år
end
let start = 2018
sankey siv ++ $start siv ++ $start + 2 siv ++ $start + 4",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
