//! `clone-variables`: copies variables with their labels.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `clone-variables`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("clone-variables"),
    chapter: Chapter::Prepare,
    shape: Shape::Clone,
    arity: (1, None),
    takes_condition: false,
    syntax: Cow::Borrowed("clone-variables var [-> new] [var [-> new] …] [, prefix(text) suffix(text)]"),
    purpose: t("Kopierer variabler med etiketter.", "Copies variables with their labels."),
    description: t(
        "Hver kopi trenger enten `->` eller en forstavelse eller endelse; forstavelse og endelse kan brukes sammen.",
        "Each copy needs either `->` or a prefix or suffix; prefix and suffix can be combined.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[
        option("prefix", Takes::NewName, "", t("Forstavelse i kopienes navn", "Prefix of the names of the copies")),
        option("suffix", Takes::NewName, "", t("Endelse i kopienes navn", "Suffix of the names of the copies")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Behold originalen før omkoding", "Keep the original before recoding"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
clone-variables sivilstand -> siv3
recode siv3 ('1' = '1') (* = '2')
tabulate sivilstand siv3",
        ),
        example(
            t("Flere kopier med endelse", "Several copies with a suffix"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
clone-variables kjønn sivilstand, suffix('_org')",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
