//! `let`: names a value, which is used as `$name`.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `let`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("let"),
    chapter: Chapter::Bindings,
    shape: Shape::None,
    arity: (0, Some(0)),
    takes_condition: false,
    syntax: Cow::Borrowed("let name = value"),
    purpose: t("Gir en verdi et navn, som brukes som `$name`.", "Names a value, which is used as `$name`."),
    description: t(
        "Verdien er et tall, en tekst eller et navn, aldri data. `++` setter sammen, for eksempel `lønn ++ $år`. Funksjoner: `date_fmt`, `to_int`, `to_str`, `to_symbol`, `bind` og rene tallfunksjoner.",
        "The value is a number, a text or a name, never data. `++` joins, for instance `wage ++ $year`. Functions: `date_fmt`, `to_int`, `to_str`, `to_symbol`, `bind` and pure numeric functions.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Et år på ett sted", "A year in one place"),
            "\
let år = 2022
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = $år - int(født / 100)
import db/INNTEKT_WLONN date_fmt($år, 12, 31) as lønn ++ $år
summarize alder lønn2022",
        ),
        example(
            t("En dato", "A date"),
            "\
let dag = 2022 ++ \"-12-31\"
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/SIVSTANDFDT_SIVSTAND $dag as sivilstand
tabulate sivilstand",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
