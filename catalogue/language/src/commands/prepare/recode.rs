//! `recode`: recodes values by rules.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, exclusive};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `recode`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("recode"),
    chapter: Chapter::Prepare,
    shape: Shape::Recode,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed(
        "recode vars (values = value ['label'] [missing]) […] [if condition] [, prefix(text) | generate(text)]",
    ),
    purpose: t("Koder om verdier etter regler.", "Recodes values by rules."),
    description: t(
        "Til venstre i en regel står verdier og intervaller som `1/5` (`min` og `max` er åpne ender), eller `missing`, `nonmissing` eller `*`. Første regel som passer, gjelder; verdier uten regel er uendret. Tekst må stå i anførselstegn. En etikett bak verdien vises i tabeller, og `missing` til slutt gjør verdien til manglende.",
        "The left side of a rule has values and intervals such as `1/5` (`min` and `max` are open ends), or `missing`, `nonmissing` or `*`. The first rule that fits holds; values without a rule are unchanged. Texts must be quoted. A label behind the value is shown in tables, and `missing` at the end makes the value a missing one.",
    ),
    protection: protection::VALUES,
    options: Cow::Borrowed(&[
        exclusive(
            "prefix",
            Takes::NewName,
            "",
            &[Cow::Borrowed("generate")],
            t("Lag nye variabler med denne forstavelsen", "Make new variables with this prefix"),
        ),
        exclusive(
            "generate",
            Takes::NewName,
            "",
            &[Cow::Borrowed("prefix")],
            t("Det samme som `prefix`", "The same as `prefix`"),
        ),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Aldersgrupper med etiketter", "Age groups with labels"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
recode alder (min/17 = 1 'barn') (18/66 = 2 'voksne') (67/max = 3 'eldre')
tabulate alder",
        ),
        example(
            t("Slå sammen tekstkoder i en ny variabel", "Join text codes in a new variable"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
recode sivilstand ('1' = '1' 'ugift') ('2' '6' = '2' 'gift eller partner') (* = '3' 'annet'), prefix('ny_')
tabulate ny_sivilstand",
        ),
        example(
            t("Manglende til null", "Missing to zero"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
recode lønn (missing = 0)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
