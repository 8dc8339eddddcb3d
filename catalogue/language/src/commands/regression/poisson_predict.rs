//! `poisson-predict`: makes expected counts.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::options::{EXPOSURE, NOCONSTANT, PREDICTED, RESIDUALS};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `poisson-predict`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("poisson-predict"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("poisson-predict dependent vars [if condition] [, options]"),
    purpose: t("Lager forventet antall.", "Makes expected counts."),
    description: t(
        "Ingen tabell vises; enheter utenfor beregningen får manglende verdi.",
        "No table is shown; units outside the estimation get a missing value.",
    ),
    protection: protection::PREDICTION,
    options: Cow::Borrowed(&[PREDICTED, RESIDUALS, NOCONSTANT, EXPOSURE]),
    examples: Cow::Borrowed(&[
        example(
            t("Forventet antall barn", "The expected number of children"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
create-dataset barn
import db/BEFOLKNING_MOR_FNR as mor
import db/BEFOLKNING_FOEDSELS_AAR_MND as barn_født
collapse (count) barn_født -> antall, by(mor)
merge antall into befolkning
use befolkning
replace antall = 0 if sysmiss(antall)
keep if kjønn == '2' & alder >= 20
poisson-predict antall alder
summarize predicted",
        ),
        example(
            t("Residualer", "Residuals"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
create-dataset barn
import db/BEFOLKNING_MOR_FNR as mor
import db/BEFOLKNING_FOEDSELS_AAR_MND as barn_født
collapse (count) barn_født -> antall, by(mor)
merge antall into befolkning
use befolkning
replace antall = 0 if sysmiss(antall)
keep if kjønn == '2' & alder >= 20
poisson-predict antall alder, residuals(avvik)
summarize avvik",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
