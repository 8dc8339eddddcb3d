//! `regress-mml-predict`: makes predicted values of a multilevel model.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::options::{NOCONSTANT, PREDICTED, RESIDUALS};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `regress-mml-predict`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("regress-mml-predict"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("regress-mml-predict dependent vars [if condition] [, options]"),
    purpose: t("Lager predikerte verdier fra en flernivåmodell.", "Makes predicted values of a multilevel model."),
    description: t(
        "Ingen tabell vises; enheter utenfor beregningen får manglende verdi.",
        "No table is shown; units outside the estimation get a missing value.",
    ),
    protection: protection::PREDICTION,
    options: Cow::Borrowed(&[PREDICTED, RESIDUALS, NOCONSTANT]),
    examples: Cow::Borrowed(&[
        example(
            t("Predikert", "Predicted"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
import db/BOSATTEFDT_BOSTED 2022-12-31 as bosted
regress-mml-predict lønn alder by bosted",
        ),
        example(
            t("Residualer", "Residuals"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
import db/BOSATTEFDT_BOSTED 2022-12-31 as bosted
regress-mml-predict lønn alder by bosted, residuals(avvik)",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
