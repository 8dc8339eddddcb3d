//! `correlate`: correlation of variables.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `correlate`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("correlate"),
    chapter: Chapter::Analyse,
    shape: Shape::Names,
    arity: (0, None),
    takes_condition: true,
    syntax: Cow::Borrowed("correlate [vars] [if condition] [, covariance pairwise obs sig]"),
    purpose: t("Korrelasjon mellom variabler.", "Correlation of variables."),
    description: t(
        "Uten variabler alle tallvariabler. Enheter uten alle verdiene utelates, med `pairwise` bare par for par.",
        "Without variables all numeric ones. Units without all values are left out, with `pairwise` only pair by pair.",
    ),
    protection: protection::STATISTICS,
    options: Cow::Borrowed(&[
        flag("covariance", t("Kovarians i stedet for korrelasjon", "Covariance rather than correlation")),
        flag("pairwise", t("Bruk alle enheter som har begge variablene", "Use all units that have both variables")),
        flag("obs", t("Vis antall observasjoner", "Show the number of observations")),
        flag("sig", t("Vis p-verdier", "Show p-values")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Alder og lønn", "Age and wages"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate alder = 2022 - int(født / 100)
correlate alder lønn, sig",
        ),
        example(
            t("Kovarians", "Covariance"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/INNTEKT_WYRKINNT 2022-12-31 as yrkesinntekt
correlate lønn yrkesinntekt, covariance pairwise obs",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
