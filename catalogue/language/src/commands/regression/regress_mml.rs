//! `regress-mml`: multilevel model with random intercepts.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::options::{CONTROL, LEVEL, NOCONSTANT};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `regress-mml`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("regress-mml"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed(
        "regress-mml dependent vars by group [group] [if condition] [, control(terms) noconstant level(95)]",
    ),
    purpose: t("Flernivåmodell med tilfeldig konstantledd.", "Multilevel model with random intercepts."),
    description: t(
        "Med to grupper står det øverste nivået først. En gruppevariabel kan ikke også forklare.",
        "With two groups the highest level stands first. A group variable may not also explain.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[CONTROL, NOCONSTANT, LEVEL]),
    examples: Cow::Borrowed(&[
        example(
            t("Lønn innen kommuner", "Wages within municipalities"),
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
regress-mml lønn alder by bosted",
        ),
        example(
            t("To nivåer", "Two levels"),
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
generate fylke = substr(bosted, 1, 2)
regress-mml lønn alder i.kjønn by fylke bosted",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
