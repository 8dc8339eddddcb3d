//! `ivregress-predict`: makes predicted values of an instrumental regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, exclusive};
use crate::commands::options::{NOCONSTANT, PREDICTED, RESIDUALS};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `ivregress-predict`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("ivregress-predict"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed(
        "ivregress-predict dependent [vars] (endogenous = instruments) [vars] [if condition] [, options]",
    ),
    purpose: t(
        "Lager predikerte verdier fra en instrumentregresjon.",
        "Makes predicted values of an instrumental regression.",
    ),
    description: t(
        "Ingen tabell vises; enheter utenfor beregningen får manglende verdi.",
        "No table is shown; units outside the estimation get a missing value.",
    ),
    protection: protection::PREDICTION,
    options: Cow::Borrowed(&[
        PREDICTED,
        RESIDUALS,
        NOCONSTANT,
        exclusive(
            "tsls",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("liml"), Cow::Borrowed("gmm")],
            t("To-trinns minste kvadrater (står uten andre valg)", "Two-stage least squares (the default)"),
        ),
        exclusive(
            "liml",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("tsls"), Cow::Borrowed("gmm")],
            t("Begrenset informasjon", "Limited information maximum likelihood"),
        ),
        exclusive(
            "gmm",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("tsls"), Cow::Borrowed("liml")],
            t("Momentmetoden", "Generalised method of moments"),
        ),
    ]),
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
import db/INNTEKT_WYRKINNT 2022-12-31 as yrkesinntekt
import db/INNTEKT_WLONN 2015-12-31 as lønn2015
ivregress-predict yrkesinntekt alder (lønn = lønn2015)",
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
import db/INNTEKT_WYRKINNT 2022-12-31 as yrkesinntekt
import db/INNTEKT_WLONN 2015-12-31 as lønn2015
ivregress-predict yrkesinntekt (lønn = lønn2015), residuals(avvik) liml",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
