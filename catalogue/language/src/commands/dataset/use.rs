//! `use`: selects the dataset that the next commands work on.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `use`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("use"),
    chapter: Chapter::Dataset,
    shape: Shape::Datasets,
    arity: (1, Some(1)),
    takes_condition: false,
    syntax: Cow::Borrowed("use name"),
    purpose: t(
        "Velger datasettet som de neste kommandoene gjelder.",
        "Selects the dataset that the next commands work on.",
    ),
    description: t("", ""),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Bytt tilbake til det første datasettet", "Go back to the first dataset"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
create-dataset inntekt
import db/INNTEKT_WLONN 2022-12-31 as lønn
use befolkning
tabulate kjønn",
        ),
        example(
            t("Arbeid videre på en kopi", "Go on with a copy"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
clone-dataset befolkning kvinner
use kvinner
keep if kjønn == '2'",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
