//! `replace`: changes values of a variable.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `replace`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("replace"),
    chapter: Chapter::Prepare,
    shape: Shape::Assign,
    arity: (0, None),
    takes_condition: true,
    syntax: Cow::Borrowed("replace name = expression [if condition]"),
    purpose: t("Endrer verdier i en variabel.", "Changes values of a variable."),
    description: t(
        "Bare enheter som oppfyller betingelsen, endres. Uttrykket kan bruke variabelen selv, og kan bytte type på den.",
        "Only units that meet the condition are changed. The expression may use the variable itself, and may change its type.",
    ),
    protection: protection::VALUES,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Manglende inntekt er null", "A missing income is zero"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
replace lønn = 0 if sysmiss(lønn)
summarize lønn",
        ),
        example(
            t("Grupper alder trinnvis", "Group ages step by step"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
generate gruppe = 1
replace gruppe = 2 if alder >= 30
replace gruppe = 3 if alder >= 60
tabulate gruppe",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
