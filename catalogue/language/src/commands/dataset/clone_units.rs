//! `clone-units`: makes a new dataset with the same units and no variables.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `clone-units`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("clone-units"),
    chapter: Chapter::Dataset,
    shape: Shape::DatasetAndNew,
    arity: (2, Some(2)),
    takes_condition: false,
    syntax: Cow::Borrowed("clone-units old new"),
    purpose: t(
        "Lager et nytt datasett med de samme enhetene, uten variabler.",
        "Makes a new dataset with the same units and no variables.",
    ),
    description: t(
        "Brukes mest for å begrense `import-panel` til et utvalg. Det nye datasettet blir ikke valgt.",
        "Mostly used to restrict `import-panel` to a population. The new dataset is not selected.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("De samme kvinnene i et nytt datasett", "The same women in a new dataset"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
keep if kjønn == '2'
clone-units befolkning kvinner
use kvinner
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
tabulate sivilstand",
        ),
        example(
            t("Hent andre variabler for de samme personene", "Fetch other variables for the same persons"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
keep if født >= 198001
clone-units befolkning unge
use unge
import db/INNTEKT_WLONN 2022-12-31 as lønn
summarize lønn",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
