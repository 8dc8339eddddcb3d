//! `collapse`: replaces the dataset by one row a group.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, required};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `collapse`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("collapse"),
    chapter: Chapter::Prepare,
    shape: Shape::Statistics,
    arity: (1, None),
    takes_condition: false,
    syntax: Cow::Borrowed("collapse (stat) var [-> new] [var …] [(stat) var [-> new] …], by(var)"),
    purpose: t("Erstatter datasettet med én rad per gruppe.", "Replaces the dataset by one row a group."),
    description: t(
        "Statistikk: mean, min, max, median, count, sum, sd, semean, sebinomial, percent, iqr, gini. Grupperingsvariabelen blir den nye enheten: er den et personpseudonym, kan resultatet flettes inn i et persondatasett. Rader uten verdi i grupperingsvariabelen faller ut.",
        "Statistics: mean, min, max, median, count, sum, sd, semean, sebinomial, percent, iqr, gini. The grouping variable becomes the new unit: if it identifies persons, the result can be merged into a person dataset. Rows without a value of the grouping variable are left out.",
    ),
    protection: protection::COUNTS,
    options: Cow::Borrowed(&[required(
        "by",
        Takes::Variable,
        t("Variabelen som grupperer", "The variable that groups"),
    )]),
    examples: Cow::Borrowed(&[
        example(
            t("Gjennomsnittslønn per kommune", "Mean wages by municipality"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/BOSATTEFDT_BOSTED 2022-12-31 as bosted
clone-dataset befolkning kommuner
use kommuner
collapse (mean) lønn -> snitt (count) lønn -> antall, by(bosted)",
        ),
        example(
            t("Antall barn per mor, flettet tilbake", "Children of each mother, merged back"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
create-dataset barn
import db/BEFOLKNING_MOR_FNR as mor
import db/BEFOLKNING_FOEDSELS_AAR_MND as barn_født
collapse (count) barn_født -> antall_barn, by(mor)
merge antall_barn into befolkning
use befolkning
summarize antall_barn",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
