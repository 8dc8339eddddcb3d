//! `help-function`: shows the help of a function, or all functions.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `help-function`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("help-function"),
    chapter: Chapter::Session,
    shape: Shape::Words,
    arity: (0, Some(1)),
    takes_condition: false,
    syntax: Cow::Borrowed("help-function [function]"),
    purpose: t(
        "Viser hjelp til en funksjon, eller alle funksjoner.",
        "Shows the help of a function, or all functions.",
    ),
    description: t("", ""),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(t("Alle funksjoner", "All functions"), "help-function"),
        example(t("Én funksjon", "One function"), "help-function substr"),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[Cow::Borrowed("help-procedure")]),
};
