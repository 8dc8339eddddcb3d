//! `generate`: makes a new variable.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `generate`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("generate"),
    chapter: Chapter::Prepare,
    shape: Shape::AssignNew,
    arity: (0, None),
    takes_condition: true,
    syntax: Cow::Borrowed("generate name = expression [if condition]"),
    purpose: t("Lager en ny variabel.", "Makes a new variable."),
    description: t(
        "Enheter som ikke oppfyller betingelsen, får manglende verdi. Regning med manglende verdi gir manglende verdi. Navnet må være nytt; bruk `replace` for å endre.",
        "Units that do not meet the condition get a missing value. Arithmetic with a missing value gives a missing value. The name must be new; use `replace` to change.",
    ),
    protection: protection::VALUES,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Alder fra fødselsår", "Age from year of birth"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
summarize alder",
        ),
        example(
            t("En markør for høy lønn", "A flag for high wages"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate høy = lønn > 800000
tabulate høy",
        ),
        example(
            t("Tekst med betingelse", "A text with a condition"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
generate gruppe = 'menn' if kjønn == '1'
replace gruppe = 'kvinner' if kjønn == '2'
tabulate gruppe",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
