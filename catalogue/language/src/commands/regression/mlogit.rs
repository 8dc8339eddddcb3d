//! `mlogit`: multinomial logistic regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, exclusive, flag, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `mlogit`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("mlogit"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("mlogit dependent vars [if condition] [, options]"),
    purpose: t("Multinomisk logistisk regresjon.", "Multinomial logistic regression."),
    description: t(
        "Den avhengige variabelen har flere enn to kategorier; den laveste er referansen.",
        "The dependent variable has more than two categories; the lowest is the base.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        option(
            "mfx",
            Takes::Choice(Cow::Borrowed(&[
                Cow::Borrowed("dydx"),
                Cow::Borrowed("eyex"),
                Cow::Borrowed("dyex"),
                Cow::Borrowed("eydx"),
            ])),
            "dydx",
            t("Marginale effekter eller elastisiteter", "Marginal effects or elasticities"),
        ),
        option(
            "mfx_at",
            Takes::Choice(Cow::Borrowed(&[
                Cow::Borrowed("overall"),
                Cow::Borrowed("mean"),
                Cow::Borrowed("median"),
                Cow::Borrowed("zero"),
            ])),
            "overall",
            t("Hvor effektene regnes ut", "Where effects are computed"),
        ),
        flag("noconstant", t("Uten konstantledd", "Without a constant")),
        option(
            "level",
            Takes::Number { least: 10.0, most: 99.99 },
            "95",
            t("Konfidensnivå i prosent", "Confidence level in percent"),
        ),
        exclusive(
            "robust",
            Takes::Nothing,
            "",
            &[Cow::Borrowed("cluster")],
            t("Robuste standardfeil", "Robust standard errors"),
        ),
        exclusive(
            "cluster",
            Takes::Variable,
            "",
            &[Cow::Borrowed("robust")],
            t(
                "Standardfeil som tåler avhengighet innen disse gruppene",
                "Standard errors that allow dependence within these groups",
            ),
        ),
        option(
            "control",
            Takes::Terms,
            "",
            t("Ledd som er med, men ikke vises", "Terms that are included but not shown"),
        ),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Sivilstand etter alder", "Civil status by age"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
mlogit sivilstand alder i.kjønn",
        ),
        example(
            t("Med 90 prosents intervall", "With 90 percent intervals"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
mlogit sivilstand alder, level(90)",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
