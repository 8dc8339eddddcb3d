//! `create-dataset`: makes an empty dataset and selects it.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `create-dataset`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("create-dataset"),
    chapter: Chapter::Dataset,
    shape: Shape::NewDataset,
    arity: (1, Some(1)),
    takes_condition: false,
    syntax: Cow::Borrowed("create-dataset name"),
    purpose: t("Lager et tomt datasett og velger det.", "Makes an empty dataset and selects it."),
    description: t(
        "Den første `import` bestemmer hvem som er med. Navnet kan settes sammen med `++`.",
        "The first `import` decides who belongs to it. The name may be put together with `++`.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Lag et datasett", "Make a dataset"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn",
        ),
        example(
            t("Lag ett datasett per år i en løkke", "Make one dataset a year in a loop"),
            "\
require no.ssb.fdb:1 as db
for år in 2020 : 2022
  create-dataset inntekt ++ $år
  import db/INNTEKT_WLONN date_fmt($år, 12, 31) as lønn
end",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
