//! `history`: shows the commands of the session.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `history`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("history"),
    chapter: Chapter::Session,
    shape: Shape::None,
    arity: (0, Some(0)),
    takes_condition: false,
    syntax: Cow::Borrowed("history"),
    purpose: t("Viser kommandoene i økten.", "Shows the commands of the session."),
    description: t("", ""),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Etter noen kommandoer", "After some commands"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
history",
        ),
        example(t("Før noe er gjort", "Before anything is done"), "history"),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
