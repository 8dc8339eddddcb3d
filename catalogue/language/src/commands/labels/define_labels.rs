//! `define-labels`: makes a code list.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `define-labels`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("define-labels"),
    chapter: Chapter::Labels,
    shape: Shape::DefineLabels,
    arity: (0, None),
    takes_condition: false,
    syntax: Cow::Borrowed("define-labels list value 'label' [value 'label' …]"),
    purpose: t("Lager en kodeliste.", "Makes a code list."),
    description: t(
        "Listen gjelder i hele økten og brukes med `assign-labels`. Anførselstegn trengs bare rundt etiketter med mellomrom eller spesielle tegn.",
        "The list holds for the whole session and is used by `assign-labels`. Quotes are needed only around labels with blanks or special characters.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Etiketter til en egen variabel", "Labels for a variable of your own"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate høy = lønn > 800000
define-labels janei 0 'nei' 1 'ja'
assign-labels høy janei
tabulate høy",
        ),
        example(
            t("Tekstkoder", "Text codes"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
define-labels kjønnsliste '1' 'Menn' '2' 'Kvinner'
assign-labels kjønn kjønnsliste
tabulate kjønn",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
