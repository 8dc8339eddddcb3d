//! `aggregate`: adds the statistic of its group to each row.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, required};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `aggregate`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("aggregate"),
    chapter: Chapter::Prepare,
    shape: Shape::Statistics,
    arity: (1, None),
    takes_condition: false,
    syntax: Cow::Borrowed("aggregate (stat) var -> new [var -> new …] [(stat) var -> new …], by(var)"),
    purpose: t("Legger gruppens statistikk til på hver rad.", "Adds the statistic of its group to each row."),
    description: t(
        "Statistikk: mean, min, max, median, count, sum, sd, semean, sebinomial, percent, iqr, gini. Den gjelder for variablene som følger, fram til neste parentes. Manglende verdier regnes ikke med.",
        "Statistics: mean, min, max, median, count, sum, sd, semean, sebinomial, percent, iqr, gini. One holds for the variables that follow, until the next parenthesis. Missing values do not count.",
    ),
    protection: protection::VALUES,
    options: Cow::Borrowed(&[required(
        "by",
        Takes::Variable,
        t("Variabelen som grupperer", "The variable that groups"),
    )]),
    examples: Cow::Borrowed(&[
        example(
            t("Gjennomsnitt i kommunen på hver person", "The municipality mean on each person"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/BOSATTEFDT_BOSTED 2022-12-31 as bosted
aggregate (mean) lønn -> kommunelønn, by(bosted)
summarize kommunelønn",
        ),
        example(
            t("Flere statistikker", "Several statistics"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/BOSATTEFDT_BOSTED 2022-12-31 as bosted
aggregate (sum) lønn -> samlet (count) lønn -> antall, by(bosted)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
