//! `regress-predict`: makes predicted values and residuals of a linear regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::options::{NOCONSTANT, PREDICTED, RESIDUALS};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `regress-predict`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("regress-predict"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("regress-predict dependent vars [if condition] [, options]"),
    purpose: t(
        "Lager predikerte verdier og residualer fra en lineær regresjon.",
        "Makes predicted values and residuals of a linear regression.",
    ),
    description: t(
        "Ingen tabell vises; enheter utenfor beregningen får manglende verdi.",
        "No table is shown; units outside the estimation get a missing value.",
    ),
    protection: protection::PREDICTION,
    options: Cow::Borrowed(&[
        PREDICTED,
        RESIDUALS,
        option("cooksd", Takes::MaybeNewName, "", t("Navn på Cooks avstand", "Name of Cook's distance")),
        NOCONSTANT,
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Predikert lønn", "Predicted wages"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
regress-predict lønn alder i.kjønn
summarize predicted",
        ),
        example(
            t("Residualer med eget navn", "Residuals under a name of your own"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
regress-predict lønn alder, predicted(forventet) residuals(avvik)
summarize avvik",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
