//! `summarize`: mean, standard deviation, count and percentiles.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::options::{GINI, IQR};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `summarize`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("summarize"),
    chapter: Chapter::Analyse,
    shape: Shape::Names,
    arity: (0, None),
    takes_condition: true,
    syntax: Cow::Borrowed("summarize [vars] [if condition] [, gini iqr]"),
    purpose: t(
        "Gjennomsnitt, standardavvik, antall og persentiler.",
        "Mean, standard deviation, count and percentiles.",
    ),
    description: t(
        "En rad per variabel; uten variabler alle tallvariabler i datasettet. Persentilene er 1, 25, 50, 75 og 99.",
        "One row a variable; without variables all numeric ones of the dataset. The percentiles are 1, 25, 50, 75 and 99.",
    ),
    protection: protection::STATISTICS,
    options: Cow::Borrowed(&[GINI, IQR]),
    examples: Cow::Borrowed(&[
        example(
            t("Lønn og alder", "Wages and age"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
generate alder = 2022 - int(født / 100)
summarize lønn alder",
        ),
        example(
            t("Bare kvinner, med ulikhet", "Women only, with inequality"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
summarize lønn if kjønn == '2', gini iqr",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
