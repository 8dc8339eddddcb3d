//! `drop`: removes variables, or units that meet a condition.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `drop`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("drop"),
    chapter: Chapter::Prepare,
    shape: Shape::Subset,
    arity: (0, None),
    takes_condition: true,
    syntax: Cow::Borrowed("drop vars | drop if condition"),
    purpose: t(
        "Fjerner variabler, eller enheter som oppfyller en betingelse.",
        "Removes variables, or units that meet a condition.",
    ),
    description: t(
        "Enheter der betingelsen mangler verdi, blir stående. Det som er fjernet, er borte: bruk `clone-dataset` først for å beholde det.",
        "Units for which the condition is missing stay. What is removed is gone: use `clone-dataset` first to keep it.",
    ),
    protection: protection::POPULATION,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Fjern en variabel", "Remove a variable"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
drop født",
        ),
        example(
            t("Fjern de yngste", "Remove the youngest"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
drop if alder < 18
summarize alder",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
