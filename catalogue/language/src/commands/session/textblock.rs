//! `textblock`: begins a Markdown text that is shown in the result, up to `endblock`.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `textblock`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("textblock"),
    chapter: Chapter::Session,
    shape: Shape::None,
    arity: (0, Some(0)),
    takes_condition: false,
    syntax: Cow::Borrowed("textblock"),
    purpose: t(
        "Begynner en tekst i Markdown som vises i resultatet, fram til `endblock`.",
        "Begins a Markdown text that is shown in the result, up to `endblock`.",
    ),
    description: t("", ""),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("En overskrift", "A heading"),
            "\
textblock
# Lønn etter kjønn
Tallene gjelder **2022**.
endblock
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
tabulate kjønn, summarize(lønn)",
        ),
        example(
            t("Også i løkker", "In loops too"),
            "\
for i in 1 : 2
  textblock
  Ny del
  endblock
end",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
