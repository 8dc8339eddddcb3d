//! `reshape-from-panel`: turns a panel into one row a unit.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `reshape-from-panel`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("reshape-from-panel"),
    chapter: Chapter::Dataset,
    shape: Shape::None,
    arity: (0, Some(0)),
    takes_condition: false,
    syntax: Cow::Borrowed("reshape-from-panel"),
    purpose: t("Gjør et panel om til én rad per enhet.", "Turns a panel into one row a unit."),
    description: t(
        "Hver variabel får tidspunktet til slutt i navnet, også de som aldri endrer seg; `date@panel` forsvinner. Etter `import-panel` er tidspunktet dager siden 1970-01-01, så `INNTEKT_WLONN` 2019-01-01 blir `INNTEKT_WLONN17897`.",
        "Each variable gets the time at the end of its name, those that never change too; `date@panel` disappears. After `import-panel` the time is days since 1970-01-01, so `INNTEKT_WLONN` of 2019-01-01 becomes `INNTEKT_WLONN17897`.",
    ),
    protection: protection::COUNTS,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Fra panel til én rad per person", "From a panel to one row a person"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
reshape-from-panel",
        ),
        example(
            t("Etter et panel laget av variabler", "After a panel made of variables"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2020-12-31 as lønn2020
import db/INNTEKT_WLONN 2021-12-31 as lønn2021
reshape-to-panel lønn
reshape-from-panel",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
