//! `probit`: probit regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::options::{CLUSTER, CONTROL, LEVEL, MFX, MFX_AT, NOCONSTANT, ROBUST};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `probit`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("probit"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("probit dependent vars [if condition] [, options]"),
    purpose: t("Probit-regresjon.", "Probit regression."),
    description: t("Den avhengige variabelen har verdiene 0 og 1.", "The dependent variable has the values 0 and 1."),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        MFX,
        MFX_AT,
        NOCONSTANT,
        LEVEL,
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
probit høy alder i.kjønn",
        ),
        example(
            t("Marginale effekter ved gjennomsnittet", "Marginal effects at the means"),
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
probit høy alder i.kjønn, mfx(dydx) mfx_at(mean)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
