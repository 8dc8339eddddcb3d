//! `rename`: renames a variable.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `rename`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("rename"),
    chapter: Chapter::Prepare,
    shape: Shape::VariableAndNew,
    arity: (2, Some(2)),
    takes_condition: false,
    syntax: Cow::Borrowed("rename old new"),
    purpose: t("Gir en variabel nytt navn.", "Renames a variable."),
    description: t("Etikettene følger med.", "Labels stay with it."),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Kortere navn", "A shorter name"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN
rename BEFOLKNING_KJOENN kjønn
tabulate kjønn",
        ),
        example(
            t("Navn med årstall", "A name with a year"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
let år = 2022
rename lønn lønn ++ $år
summarize lønn2022",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
