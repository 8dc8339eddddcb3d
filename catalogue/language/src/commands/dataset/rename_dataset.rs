//! `rename-dataset`: renames a dataset.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `rename-dataset`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("rename-dataset"),
    chapter: Chapter::Dataset,
    shape: Shape::DatasetAndNew,
    arity: (2, Some(2)),
    takes_condition: false,
    syntax: Cow::Borrowed("rename-dataset old new"),
    purpose: t("Gir et datasett nytt navn.", "Renames a dataset."),
    description: t("", ""),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Gi et datasett et bedre navn", "Give a dataset a better name"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
rename-dataset befolkning alle
use alle
tabulate kjønn",
        ),
        example(
            t("Ta vare på et mellomsteg under eget navn", "Keep a step under a name of its own"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
clone-dataset befolkning d1
rename-dataset d1 utgangspunkt",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
