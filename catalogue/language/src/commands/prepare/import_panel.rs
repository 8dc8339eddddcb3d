//! `import-panel`: fetches variables at several times, one row a unit and time.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `import-panel`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("import-panel"),
    chapter: Chapter::Prepare,
    shape: Shape::ImportPanel,
    arity: (0, None),
    takes_condition: false,
    syntax: Cow::Borrowed("import-panel alias/VARIABLE [alias/VARIABLE …] date [date …]"),
    purpose: t(
        "Henter variabler på flere tidspunkt, en rad per enhet og tidspunkt.",
        "Fetches variables at several times, one row a unit and time.",
    ),
    description: t(
        "Datasettet må være tomt eller laget med `clone-units`. Tidspunktet står i `date@panel` som dager siden 1970-01-01. Enhetene er de som har en verdi på noe tidspunkt, og rader uten noen verdi er ikke med; etter `clone-units` er de populasjonen, med alle rader. Faste variabler gjentas. Variablene beholder registernavnet; gi nye navn med `rename`.",
        "The dataset must be empty or made with `clone-units`. The time stands in `date@panel` as days since 1970-01-01. Units are those with a value at any time, and rows without any value are left out; after `clone-units` they are that population, with all rows. Fixed variables are repeated. Variables keep their register names; use `rename` for new ones.",
    ),
    protection: protection::POPULATION,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Lønn på tre tidspunkt", "Wages at three times"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
summarize INNTEKT_WLONN if year(date@panel) == 2020",
        ),
        example(
            t("Panel for et utvalg", "A panel for a population"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
keep if kjønn == '1'
clone-units befolkning panel
use panel
import-panel db/INNTEKT_WLONN 2020-12-31 2021-12-31
rename INNTEKT_WLONN lønn",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
