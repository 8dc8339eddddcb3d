//! `destring`: turns text into numbers.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `destring`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("destring"),
    chapter: Chapter::Prepare,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: false,
    syntax: Cow::Borrowed("destring vars [, prefix(text) ignore('chars') force dpcomma]"),
    purpose: t("Gjør tekst om til tall.", "Turns text into numbers."),
    description: t(
        "Innhold som ikke er tall, er en feil, med mindre `ignore` fjerner tegnene eller `force` gjør det til manglende verdi. Innledende nuller forsvinner, blankt blir manglende verdi, og kodelisten følger med til tallene. Har bare noen få et innhold som ikke er tall, blir det manglende uten feilmelding: den ville ha røpet dem.",
        "Content that is no number is an error, unless `ignore` strips the characters or `force` makes it missing. Leading zeros vanish, blanks become missing, and the code list follows to the numbers. Where only a few have content that is no number, it becomes missing without an error: that would give them away.",
    ),
    protection: protection::VALUES,
    options: Cow::Borrowed(&[
        option(
            "prefix",
            Takes::NewName,
            "",
            t("Lag nye variabler med denne forstavelsen", "Make new variables with this prefix"),
        ),
        option("ignore", Takes::Text, "", t("Tegn som fjernes først", "Characters that are stripped first")),
        flag("force", t("Det som ikke er tall, blir manglende verdi", "What is no number becomes missing")),
        flag("dpcomma", t("Komma er desimaltegn", "A comma is the decimal mark")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Kommunenummer som tall", "Municipality numbers as numbers"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KOMMNR_FORMELL 2022-01-01 as kommune
destring kommune
summarize kommune",
        ),
        example(
            t("Ny variabel, uten det som ikke er tall", "A new variable, without what is no number"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/NUDB_BU 2022-12-31 as utd
destring utd, prefix('tall_') force",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
