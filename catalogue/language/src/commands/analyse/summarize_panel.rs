//! `summarize-panel`: as `summarize`, for each time of a panel.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::options::{GINI, IQR};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `summarize-panel`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("summarize-panel"),
    chapter: Chapter::Analyse,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("summarize-panel vars [if condition] [, gini iqr]"),
    purpose: t("Som `summarize`, for hvert tidspunkt i et panel.", "As `summarize`, for each time of a panel."),
    description: t(
        "En rad per variabel og tidspunkt, med de samme tallene som `summarize`. Datasettet må være et panel.",
        "One row a variable and time, with the same numbers as `summarize`. The dataset must be a panel.",
    ),
    protection: protection::STATISTICS,
    options: Cow::Borrowed(&[GINI, IQR]),
    examples: Cow::Borrowed(&[
        example(
            t("Lønn over tid", "Wages over time"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
summarize-panel INNTEKT_WLONN",
        ),
        example(
            t("Bare menn", "Men only"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
summarize-panel INNTEKT_WLONN if BEFOLKNING_KJOENN == '1', gini",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
