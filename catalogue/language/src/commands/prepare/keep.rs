//! `keep`: keeps only some variables, or units that meet a condition.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `keep`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("keep"),
    chapter: Chapter::Prepare,
    shape: Shape::Subset,
    arity: (0, None),
    takes_condition: true,
    syntax: Cow::Borrowed("keep vars | keep if condition"),
    purpose: t(
        "Beholder bare noen variabler, eller enheter som oppfyller en betingelse.",
        "Keeps only some variables, or units that meet a condition.",
    ),
    description: t(
        "Enheter der betingelsen mangler verdi, fjernes. Nøkkelen blir alltid med.",
        "Units for which the condition is missing are removed. The key always stays.",
    ),
    protection: protection::POPULATION,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Bosatte i yrkesaktiv alder", "Residents of working age"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_STATUSKODE 2022-01-01 as status
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
keep if status == '1' & alder >= 25 & alder <= 66
summarize alder",
        ),
        example(
            t("Behold to variabler", "Keep two variables"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
keep kjønn lønn",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
