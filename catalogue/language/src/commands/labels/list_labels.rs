//! `list-labels`: shows codes and labels.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `list-labels`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("list-labels"),
    chapter: Chapter::Labels,
    shape: Shape::ListLabels,
    arity: (0, None),
    takes_condition: false,
    syntax: Cow::Borrowed("list-labels list | list-labels alias/VARIABLE [date]"),
    purpose: t("Viser koder og etiketter.", "Shows codes and labels."),
    description: t(
        "For en registervariabel vises kodene som gjaldt på datoen.",
        "For a register variable the codes that held on the date are shown.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Kodene til en registervariabel", "The codes of a register variable"),
            "\
require no.ssb.fdb:1 as db
list-labels db/SIVSTANDFDT_SIVSTAND 2022-12-31",
        ),
        example(
            t("En egen liste", "A list of your own"),
            "\
define-labels janei 0 'nei' 1 'ja'
list-labels janei",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
