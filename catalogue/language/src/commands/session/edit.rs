//! `edit`: overwrites the open script with the session and goes to the editor.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `edit`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("edit"),
    chapter: Chapter::Session,
    shape: Shape::None,
    arity: (0, Some(0)),
    takes_condition: false,
    syntax: Cow::Borrowed("edit"),
    purpose: t(
        "Overskriver det åpne skriptet med økten og går til editoren.",
        "Overwrites the open script with the session and goes to the editor.",
    ),
    description: t(
        "Økten er skriptet fra begynnelsen (eller fra siste `clear`) fram til `edit`. I arbeidsbenken kan skriptet som sto \
         der, hentes tilbake.",
        "The session is the script from its beginning (or from the last `clear`) up to `edit`. In the workbench the script \
         that stood there can be brought back.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Rediger økten", "Edit the session"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
edit",
        ),
        example(t("En tom økt", "An empty session"), "edit"),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
