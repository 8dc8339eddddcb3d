//! `sample`: draws a random sample.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `sample`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("sample"),
    chapter: Chapter::Prepare,
    shape: Shape::Sample,
    arity: (0, None),
    takes_condition: false,
    syntax: Cow::Borrowed("sample count|fraction seed"),
    purpose: t("Trekker et tilfeldig utvalg.", "Draws a random sample."),
    description: t(
        "Et helt tall over 1000, eller en andel mellom 0 og 1, og et frø fra 1. Samme frø og størrelse gir samme utvalg. Størrelsen flyttes til nærmeste faste andel, som svaret oppgir.",
        "A whole number above 1000, or a fraction between 0 and 1, and a seed from 1. The same seed and size give the same sample. The size moves to the nearest fixed share, which the answer states.",
    ),
    protection: protection::POPULATION,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("En tidel av befolkningen", "A tenth of the population"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
sample 0.1 42
tabulate kjønn",
        ),
        example(
            t("Et antall", "A number of units"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
sample 20000 7
tabulate kjønn",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
