//! `regress-panel-predict`: makes predicted values of a panel regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, exclusive, option};
use crate::commands::options::{NOCONSTANT, PREDICTED, RESIDUALS};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `regress-panel-predict`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("regress-panel-predict"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("regress-panel-predict dependent vars [if condition] [, options]"),
    purpose: t("Lager predikerte verdier fra en panelregresjon.", "Makes predicted values of a panel regression."),
    description: t(
        "Ingen tabell vises; enheter utenfor beregningen får manglende verdi.",
        "No table is shown; units outside the estimation get a missing value.",
    ),
    protection: protection::PREDICTION,
    options: Cow::Borrowed(&[
        PREDICTED,
        RESIDUALS,
        option("effects", Takes::MaybeNewName, "", t("Navn på enhetenes effekter", "Name of the effects of units")),
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
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Predikert", "Predicted"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
rename INNTEKT_WLONN lønn
rename BEFOLKNING_KJOENN kjønn
generate år = year(date@panel)
regress-panel-predict lønn år",
        ),
        example(
            t("Enhetenes effekter", "The effects of units"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
rename INNTEKT_WLONN lønn
rename BEFOLKNING_KJOENN kjønn
generate år = year(date@panel)
regress-panel-predict lønn år, effects(effekt) fe",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
