//! `delete-dataset`: deletes a dataset with all its variables.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `delete-dataset`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("delete-dataset"),
    chapter: Chapter::Dataset,
    shape: Shape::Datasets,
    arity: (1, Some(1)),
    takes_condition: false,
    syntax: Cow::Borrowed("delete-dataset name"),
    purpose: t("Sletter et datasett med alle variabler.", "Deletes a dataset with all its variables."),
    description: t(
        "Var det valgt, er ingen datasett valgt etterpå.",
        "If it was selected, no dataset is selected afterwards.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Slett et hjelpedatasett", "Delete an auxiliary dataset"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
clone-dataset befolkning kopi
delete-dataset kopi",
        ),
        example(
            t("Velg et annet etter slettingen", "Select another one after deleting"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
clone-dataset befolkning kopi
delete-dataset befolkning
use kopi
tabulate kjønn",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
