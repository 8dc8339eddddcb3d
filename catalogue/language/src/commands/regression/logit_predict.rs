//! `logit-predict`: makes probabilities of a logistic regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::options::{NOCONSTANT, PREDICTED, RESIDUALS};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `logit-predict`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("logit-predict"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("logit-predict dependent vars [if condition] [, options]"),
    purpose: t("Lager sannsynligheter fra en logistisk regresjon.", "Makes probabilities of a logistic regression."),
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
            t("Navn på sannsynligheten", "Name of the probability"),
        ),
        PREDICTED,
        RESIDUALS,
        NOCONSTANT,
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Sannsynlighet for høy lønn", "The probability of high wages"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
generate høy = lønn > 800000
logit-predict høy alder i.kjønn
summarize probabilities",
        ),
        example(
            t("Eget navn", "A name of your own"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
generate høy = lønn > 800000
logit-predict høy alder, probabilities(p_høy)
histogram p_høy",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
