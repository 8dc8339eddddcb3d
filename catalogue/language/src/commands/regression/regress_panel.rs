//! `regress-panel`: regression on panel data.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, exclusive};
use crate::commands::options::{CLUSTER, LEVEL, NOCONSTANT, ROBUST};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `regress-panel`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("regress-panel"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed(
        "regress-panel dependent vars [if condition] [, fe|re|be|pooled noconstant level(95) robust cluster(var)]",
    ),
    purpose: t("Regresjon på paneldata.", "Regression on panel data."),
    description: t(
        "Uten valg faste effekter: variabler som aldri endrer seg for en enhet, faller ut.",
        "By default fixed effects: variables that never change for a unit drop out.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        exclusive(
            "fe",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("re"), Cow::Borrowed("be"), Cow::Borrowed("pooled")],
            t("Faste effekter (står uten andre valg)", "Fixed effects (the default)"),
        ),
        exclusive(
            "re",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("fe"), Cow::Borrowed("be"), Cow::Borrowed("pooled")],
            t("Tilfeldige effekter", "Random effects"),
        ),
        exclusive(
            "be",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("fe"), Cow::Borrowed("re"), Cow::Borrowed("pooled")],
            t("Regresjon på enhetenes gjennomsnitt", "Regression on the means of units"),
        ),
        exclusive(
            "pooled",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("fe"), Cow::Borrowed("re"), Cow::Borrowed("be")],
            t("Se bort fra panelet", "Ignore the panel"),
        ),
        NOCONSTANT,
        LEVEL,
        ROBUST,
        CLUSTER,
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Faste effekter", "Fixed effects"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
rename INNTEKT_WLONN lønn
rename BEFOLKNING_KJOENN kjønn
generate år = year(date@panel)
regress-panel lønn år",
        ),
        example(
            t("Tilfeldige effekter", "Random effects"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
rename INNTEKT_WLONN lønn
rename BEFOLKNING_KJOENN kjønn
generate år = year(date@panel)
regress-panel lønn år i.kjønn, re",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
