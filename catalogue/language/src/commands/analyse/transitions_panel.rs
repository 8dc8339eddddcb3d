//! `transitions-panel`: transitions from one time to the next.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `transitions-panel`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("transitions-panel"),
    chapter: Chapter::Analyse,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("transitions-panel vars [if condition]"),
    purpose: t("Overganger fra ett tidspunkt til det neste.", "Transitions from one time to the next."),
    description: t(
        "En tabell per variabel: rader er verdien nå, kolonner den neste. Manglende verdier er ikke med.",
        "One table a variable: rows are the value now, columns the next one. Missing values are left out.",
    ),
    protection: protection::TABLE,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Overganger i sivilstand", "Transitions of civil status"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/SIVSTANDFDT_SIVSTAND 2019-12-31 2020-12-31 2021-12-31
transitions-panel SIVSTANDFDT_SIVSTAND",
        ),
        example(
            t("Overganger mellom inntektsgrupper", "Transitions between income groups"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
generate gruppe = quantile(INNTEKT_WLONN, 4)
transitions-panel gruppe",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
