//! `regress-panel-diff`: difference in differences.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::options::{CLUSTER, LEVEL, ROBUST};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `regress-panel-diff`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("regress-panel-diff"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (3, None),
    takes_condition: true,
    syntax: Cow::Borrowed(
        "regress-panel-diff dependent group treated [vars] [if condition] [, level(95) robust cluster(var)]",
    ),
    purpose: t("Forskjell i forskjeller.", "Difference in differences."),
    description: t(
        "`group` er 1 for de behandlede, `treated` er 1 fra behandlingen begynner, for begge grupper.",
        "`group` is 1 for the treated, `treated` is 1 from the time of treatment on, for both groups.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[LEVEL, ROBUST, CLUSTER]),
    examples: Cow::Borrowed(&[
        example(
            t("Effekt etter 2021", "The effect after 2021"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
rename INNTEKT_WLONN lønn
rename BEFOLKNING_KJOENN kjønn
generate år = year(date@panel)
generate behandlet = kjønn == '2'
generate etter = år >= 2021
regress-panel-diff lønn behandlet etter",
        ),
        example(
            t("Robuste standardfeil", "Robust standard errors"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
rename INNTEKT_WLONN lønn
rename BEFOLKNING_KJOENN kjønn
generate år = year(date@panel)
generate behandlet = kjønn == '2'
generate etter = år >= 2021
regress-panel-diff lønn behandlet etter, robust",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
