//! `logit`: logistic regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag, option};
use crate::commands::options::{CLUSTER, CONTROL, LEVEL, MFX, MFX_AT, NOCONSTANT, ROBUST};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `logit`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("logit"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("logit dependent vars [if condition] [, options]"),
    purpose: t("Logistisk regresjon.", "Logistic regression."),
    description: t("Den avhengige variabelen har verdiene 0 og 1.", "The dependent variable has the values 0 and 1."),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        MFX,
        MFX_AT,
        NOCONSTANT,
        LEVEL,
        flag("or", t("Vis oddsforhold", "Show odds ratios")),
        ROBUST,
        CLUSTER,
        CONTROL,
        option(
            "margins",
            Takes::MaybeVariable,
            "",
            t(
                "Forventet verdi ved gjennomsnittet av alle variabler, eller for 0 og 1 av en",
                "Predicted value at the means of all variables, or for 0 and 1 of one",
            ),
        ),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Høy lønn", "High wages"),
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
logit høy alder i.kjønn",
        ),
        example(
            t("Oddsforhold", "Odds ratios"),
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
logit høy alder i.kjønn, or robust",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
