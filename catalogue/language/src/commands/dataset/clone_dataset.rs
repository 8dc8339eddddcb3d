//! `clone-dataset`: makes a copy of a dataset.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `clone-dataset`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("clone-dataset"),
    chapter: Chapter::Dataset,
    shape: Shape::DatasetAndNew,
    arity: (2, Some(2)),
    takes_condition: false,
    syntax: Cow::Borrowed("clone-dataset old new"),
    purpose: t("Lager en kopi av et datasett.", "Makes a copy of a dataset."),
    description: t(
        "Kopien har alle variabler og etiketter. Den blir ikke valgt: følg opp med `use`.",
        "The copy holds all variables and labels. It is not selected: go on with `use`.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Undersøk en del uten å miste resten", "Look at a part without losing the rest"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
clone-dataset befolkning menn
use menn
keep if kjønn == '1'
summarize født",
        ),
        example(
            t("Regn ut gjennomsnitt per kommune i en kopi", "Compute means by municipality in a copy"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/BOSATTEFDT_BOSTED 2022-12-31 as bosted
clone-dataset befolkning kommuner
use kommuner
collapse (mean) lønn -> snittlønn, by(bosted)
merge snittlønn into befolkning on bosted
use befolkning",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
