//! `ivregress`: regression with instrumental variables.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, exclusive, flag};
use crate::commands::options::{CLUSTER, LEVEL, NOCONSTANT, ROBUST};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `ivregress`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("ivregress"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("ivregress dependent [vars] (endogenous = instruments) [vars] [if condition] [, options]"),
    purpose: t("Regresjon med instrumentvariabler.", "Regression with instrumental variables."),
    description: t(
        "Til venstre for `=` står variablene som er endogene, til høyre instrumentene. Variabler utenfor parentesen er sine egne instrumenter.",
        "Left of `=` stand the endogenous variables, right the instruments. Variables outside the parenthesis are their own instruments.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
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
        NOCONSTANT,
        flag("endog", t("Tester om variablene er endogene", "Tests whether the variables are endogenous")),
        flag("firststage", t("Vis første trinn", "Show the first stage")),
        flag("overid", t("Tester overidentifikasjon", "Tests overidentification")),
        LEVEL,
        ROBUST,
        CLUSTER,
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Ett instrument", "One instrument"),
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
ivregress yrkesinntekt alder (lønn = lønn2015)",
        ),
        example(
            t("Første trinn og test", "First stage and test"),
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
ivregress yrkesinntekt alder (lønn = lønn2015), firststage endog robust",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
