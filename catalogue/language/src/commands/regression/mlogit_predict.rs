//! `mlogit-predict`: makes the probabilities of each category.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::options::NOCONSTANT;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `mlogit-predict`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("mlogit-predict"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("mlogit-predict dependent vars [if condition] [, options]"),
    purpose: t("Lager sannsynligheter for hver kategori.", "Makes the probabilities of each category."),
    description: t(
        "Ingen tabell vises; enheter utenfor beregningen får manglende verdi.",
        "No table is shown; units outside the estimation get a missing value.",
    ),
    protection: protection::PREDICTION,
    options: Cow::Borrowed(&[
        option(
            "probabilities",
            Takes::MaybeNewName,
            "probabilities",
            t("Forstavelse for én sannsynlighet per kategori", "Prefix of one probability a category"),
        ),
        option(
            "predicted",
            Takes::MaybeNewName,
            "",
            t("Forstavelse for én lineær indeks per kategori", "Prefix of one linear index a category"),
        ),
        NOCONSTANT,
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Sannsynligheter", "Probabilities"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
mlogit-predict sivilstand alder",
        ),
        example(
            t("Egen forstavelse", "A prefix of your own"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
mlogit-predict sivilstand alder, probabilities(p)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
