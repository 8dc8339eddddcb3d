//! `anova`: analysis of variance.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag};
use crate::commands::options::NOCONSTANT;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `anova`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("anova"),
    chapter: Chapter::Analyse,
    shape: Shape::Model,
    arity: (2, None),
    takes_condition: true,
    syntax: Cow::Borrowed("anova dependent vars [if condition] [, noconstant posthoc]"),
    purpose: t("Variansanalyse.", "Analysis of variance."),
    description: t(
        "Forklaringsvariablene er kategorier; skriv `c.x` for en metrisk variabel, `a#b` og `a##b` for samspill.",
        "Independent variables are categories; write `c.x` for a metric variable, `a#b` and `a##b` for interactions.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        NOCONSTANT,
        flag("posthoc", t("Tukeys sammenligning av alle par", "Tukey comparison of all pairs")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Lønn etter kjønn", "Wages by sex"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
anova lønn kjønn",
        ),
        example(
            t("Samspill og parvise sammenligninger", "Interaction and pairwise comparisons"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
import db/INNTEKT_WLONN 2022-12-31 as lønn
anova lønn kjønn##sivilstand, posthoc",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
