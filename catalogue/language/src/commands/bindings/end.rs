//! `end`: ends a loop.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `end`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("end"),
    chapter: Chapter::Bindings,
    shape: Shape::None,
    arity: (0, Some(0)),
    takes_condition: false,
    syntax: Cow::Borrowed("end"),
    purpose: t("Avslutter en løkke.", "Ends a loop."),
    description: t("", ""),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Slutten på en løkke", "The end of a loop"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
for v in kjønn sivilstand
  tabulate $v
end",
        ),
        example(
            t("Hver løkke har sin egen", "Each loop has its own"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
for v in kjønn
  for w in sivilstand
    tabulate $v $w
  end
end",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
