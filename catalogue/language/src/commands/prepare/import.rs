//! `import`: fetches a register variable into the dataset.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `import`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("import"),
    chapter: Chapter::Prepare,
    shape: Shape::Import,
    arity: (0, None),
    takes_condition: false,
    syntax: Cow::Borrowed("import alias/VARIABLE [date] [as name] [, outer_join]"),
    purpose: t("Henter en registervariabel inn i datasettet.", "Fetches a register variable into the dataset."),
    description: t(
        "Den første `import` bestemmer hvem som er med i datasettet. Senere kobles på: enheter uten verdi får manglende verdi, og enheter utenfor datasettet blir ikke med. Faste variabler hentes uten dato, alle andre med. Tverrsnitt finnes bare på måledatoene; for akkumulerte variabler velger en dato perioden den ligger i; for forløp gir datoen tilstanden den dagen. Uten `as` heter variabelen som i registeret.",
        "The first `import` decides who belongs to the dataset. Later ones are joined on: units without a value get a missing value, and units outside the dataset are left out. Fixed variables are fetched without a date, all others with one. Cross-sections exist on their measure dates only; for accumulated variables a date chooses the period that it lies in; for events the date gives the state on that day. Without `as` the variable keeps its register name.",
    ),
    protection: protection::POPULATION,
    options: Cow::Borrowed(&[flag(
        "outer_join",
        t(
            "Ta også med enheter som bare finnes i den nye variabelen",
            "Also take in units that only the new variable has",
        ),
    )]),
    examples: Cow::Borrowed(&[
        example(
            t("En fast variabel, og inntekt for et år", "A fixed variable, and the income of a year"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn",
        ),
        example(
            t("Ta med alle som har en av to inntekter", "Take in everyone with either of two incomes"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/INNTEKT_WYRKINNT 2022-12-31 as yrkesinntekt, outer_join",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
