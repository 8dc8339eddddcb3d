//! `load`: saves the session as a copy and loads a saved script.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `load`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("load"),
    chapter: Chapter::Session,
    shape: Shape::Words,
    arity: (1, Some(1)),
    takes_condition: false,
    syntax: Cow::Borrowed("load 'name'"),
    purpose: t(
        "Lagrer økten som en kopi og henter et lagret skript.",
        "Saves the session as a copy and loads a saved script.",
    ),
    description: t(
        "Skriptet åpnes i editoren og kjøres ikke. Det som er kjørt fram til `load`, lagres først som et skript med navnet \
         `kopi av kommandolinjeøkt (tid)`, om det ikke alt er lagret.",
        "The script is opened in the editor and is not run. What was run up to `load` is first saved as a script named \
         `kopi av kommandolinjeøkt (time)`, unless it is saved already.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(t("Hent et skript", "Load a script"), "load 'Min tabell'"),
        example(t("Navn uten mellomrom", "A name without blanks"), "load tabell"),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
