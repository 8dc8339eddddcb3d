//! `clear`: empties the session: history and data.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `clear`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("clear"),
    chapter: Chapter::Session,
    shape: Shape::None,
    arity: (0, Some(0)),
    takes_condition: false,
    syntax: Cow::Borrowed("clear"),
    purpose: t("Tømmer økten: historikk og data.", "Empties the session: history and data."),
    description: t(
        "Datasett, databanker, kodelister, bindinger og historikk er borte for kommandoene under. Skript som er lagret, blir \
         ikke rørt. Kan ikke angres.",
        "Datasets, databanks, code lists, bindings and history are gone for the commands below. Scripts that are saved are \
         not touched. Cannot be undone.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Begynn på nytt", "Start anew"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
clear",
        ),
        example(t("Først i en økt", "First in a session"), "clear"),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
