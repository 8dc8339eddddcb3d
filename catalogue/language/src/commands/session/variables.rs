//! `variables`: shows register variables with metadata.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `variables`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("variables"),
    chapter: Chapter::Session,
    shape: Shape::Sources,
    arity: (0, None),
    takes_condition: false,
    syntax: Cow::Borrowed("variables [alias/VARIABLE …]"),
    purpose: t("Viser registervariabler med metadata.", "Shows register variables with metadata."),
    description: t("Uten navn alle i databankene som er koblet til.", "Without names all of the connected databanks."),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Én variabel", "One variable"),
            "\
require no.ssb.fdb:1 as db
variables db/INNTEKT_WLONN",
        ),
        example(
            t("Alle", "All"),
            "\
require no.ssb.fdb:1 as db
variables",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
