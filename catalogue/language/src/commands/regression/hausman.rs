//! `hausman`: hausman test of fixed against random effects.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, exclusive, flag};
use crate::commands::options::{LEVEL, NOCONSTANT};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `hausman`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("hausman"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed(
        "hausman dependent vars [if condition] [, noconstant level(95) sigmamore sigmaless include_constant]",
    ),
    purpose: t("Hausman-test av faste mot tilfeldige effekter.", "Hausman test of fixed against random effects."),
    description: t("p under 0,05 taler for faste effekter.", "p below 0.05 speaks for fixed effects."),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        NOCONSTANT,
        LEVEL,
        exclusive(
            "sigmamore",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("sigmaless")],
            t("Variansen fra den effisiente beregningen i begge", "The variance of the efficient estimation in both"),
        ),
        exclusive(
            "sigmaless",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("sigmamore")],
            t("Variansen fra den konsistente beregningen i begge", "The variance of the consistent estimation in both"),
        ),
        flag("include_constant", t("Sammenlign konstantleddet også", "Compare the constant too")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Test", "Test"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
rename INNTEKT_WLONN lønn
rename BEFOLKNING_KJOENN kjønn
generate år = year(date@panel)
hausman lønn år",
        ),
        example(
            t("Felles varians", "Common variance"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
rename INNTEKT_WLONN lønn
rename BEFOLKNING_KJOENN kjønn
generate år = year(date@panel)
hausman lønn år, sigmamore",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
