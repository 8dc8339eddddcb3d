//! `merge`: merges variables from the selected dataset into another.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `merge`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("merge"),
    chapter: Chapter::Prepare,
    shape: Shape::Merge,
    arity: (1, None),
    takes_condition: false,
    syntax: Cow::Borrowed("merge vars into dataset [on key]"),
    purpose: t(
        "Fletter variabler fra det valgte datasettet inn i et annet.",
        "Merges variables from the selected dataset into another.",
    ),
    description: t(
        "Enhetene kobles på nøkkelen sin, eller på variabelen `key` i målet. Rader i målet legges aldri til eller fjernes; de uten treff får manglende verdi. Kilden må ha én rad per enhet: bruk `collapse` først for forløp og panel. Det valgte datasettet er det samme etterpå.",
        "Units are matched by their key, or by the variable `key` of the target. Rows of the target are never added or removed; those without a match get a missing value. The source must have one row a unit: use `collapse` first for events and panels. The selected dataset stays the same.",
    ),
    protection: protection::COUNTS,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Mors lønn til barnet", "The mother's wages to the child"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/BEFOLKNING_MOR_FNR as mor
create-dataset mødre
import db/INNTEKT_WLONN 2022-12-31 as lønn_mor
merge lønn_mor into befolkning on mor
use befolkning
summarize lønn_mor",
        ),
        example(
            t("Kommunens gjennomsnitt til hver person", "The municipality mean to each person"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/BOSATTEFDT_BOSTED 2022-12-31 as bosted
clone-dataset befolkning kommuner
use kommuner
collapse (mean) lønn -> snitt, by(bosted)
merge snitt into befolkning on bosted
use befolkning",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
