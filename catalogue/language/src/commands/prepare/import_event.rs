//! `import-event`: fetches all spells that touch a period, one row a spell.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `import-event`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("import-event"),
    chapter: Chapter::Prepare,
    shape: Shape::ImportEvent,
    arity: (0, None),
    takes_condition: false,
    syntax: Cow::Borrowed("import-event alias/VARIABLE date to date [as name]"),
    purpose: t(
        "Henter alle forløp som berører en periode, en rad per forløp.",
        "Fetches all spells that touch a period, one row a spell.",
    ),
    description: t(
        "Datasettet må være tomt. `START@navn` og `STOP@navn` er dager siden 1970-01-01 og kuttes ikke til perioden; pågående forløp har en stoppdag langt fram i tid. Bruk `collapse` og `merge` for å bringe resultatet over i et persondatasett.",
        "The dataset must be empty. `START@name` and `STOP@name` are days since 1970-01-01 and are not cut to the period; ongoing spells have a stop day far ahead. Use `collapse` and `merge` to bring the result into a person dataset.",
    ),
    protection: protection::POPULATION,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Sivilstandsforløp i sju år", "Spells of civil status in seven years"),
            "\
require no.ssb.fdb:1 as db
create-dataset forløp
import-event db/SIVSTANDFDT_SIVSTAND 2015-01-01 to 2021-12-31 as siv
tabulate siv",
        ),
        example(
            t("Første skilsmisse per person", "The first divorce of each person"),
            "\
require no.ssb.fdb:1 as db
create-dataset forløp
import-event db/SIVSTANDFDT_SIVSTAND 2015-01-01 to 2021-12-31 as siv
keep if siv == '4'
collapse (min) START@siv -> skilt, by(PERSONID_1)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
