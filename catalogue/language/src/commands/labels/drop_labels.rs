//! `drop-labels`: deletes code lists.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `drop-labels`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("drop-labels"),
    chapter: Chapter::Labels,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: false,
    syntax: Cow::Borrowed("drop-labels list [list …]"),
    purpose: t("Sletter kodelister.", "Deletes code lists."),
    description: t("Variabler som bruker dem, mister etikettene.", "Variables that use them lose their labels."),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Slett en liste", "Delete a list"),
            "\
define-labels janei 0 'nei' 1 'ja'
drop-labels janei",
        ),
        example(
            t("Lag listen på nytt", "Make the list anew"),
            "\
define-labels janei 0 'nei' 1 'ja'
drop-labels janei
define-labels janei 0 'usant' 1 'sant'",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
