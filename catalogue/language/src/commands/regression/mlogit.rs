//! `mlogit`: multinomial logistic regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::options::{CLUSTER, CONTROL, LEVEL, MFX, MFX_AT, NOCONSTANT, ROBUST};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

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
    options: Cow::Borrowed(&[MFX, MFX_AT, NOCONSTANT, LEVEL, ROBUST, CLUSTER, CONTROL]),
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
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
