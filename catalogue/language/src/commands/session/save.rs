//! `save`: saves the session as a script.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `save`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("save"),
    chapter: Chapter::Session,
    shape: Shape::Words,
    arity: (0, Some(1)),
    takes_condition: false,
    syntax: Cow::Borrowed("save ['name'] [, edit]"),
    purpose: t("Lagrer økten som et skript.", "Saves the session as a script."),
    description: t(
        "Økten er skriptet fra begynnelsen (eller fra siste `clear`) fram til `save`, med merknader. Anførselstegn trengs om \
         navnet har mellomrom. Uten navn blir navnet `kopi av kommandolinjeøkt (tid)`. Har et annet skript navnet, blir \
         teksten som sto der, liggende som en kopi. Å lagre det samme igjen endrer ingenting.",
        "The session is the script from its beginning (or from the last `clear`) up to `save`, with its comments. Quotes are \
         needed if the name has blanks. Without a name it is called `kopi av kommandolinjeøkt (time)`. If a script has the \
         name already, the text that it had stays as a copy. Saving the same again changes nothing.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[flag(
        "edit",
        t("Overskriv det åpne skriptet og gå til editoren", "Overwrite the open script and go to the editor"),
    )]),
    examples: Cow::Borrowed(&[
        example(
            t("Lagre med navn", "Save under a name"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
save 'Min tabell'",
        ),
        example(
            t("Lagre og åpne i editoren", "Save and open in the editor"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
save tabell, edit",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
