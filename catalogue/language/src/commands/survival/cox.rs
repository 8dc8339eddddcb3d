//! `cox`: cox proportional hazards regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag};
use crate::commands::options::LEVEL;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `cox`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("cox"),
    chapter: Chapter::Survival,
    shape: Shape::Model,
    arity: (2, None),
    takes_condition: true,
    syntax: Cow::Borrowed("cox event time vars [if condition] [, hazard level(95)]"),
    purpose: t("Cox-regresjon med proporsjonale hasarder.", "Cox proportional hazards regression."),
    description: t("", ""),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[flag("hazard", t("Vis hasardforhold", "Show hazard ratios")), LEVEL]),
    examples: Cow::Borrowed(&[
        example(
            t("Skilsmisse etter alder og kjønn", "Divorce by age and sex"),
            "\
require no.ssb.fdb:1 as db
create-dataset forløp
import-event db/SIVSTANDFDT_SIVSTAND 2015-01-01 to 2021-12-31 as siv
keep if siv == '4'
collapse (min) START@siv -> skilt, by(PERSONID_1)
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
use forløp
merge skilt into befolkning
use befolkning
generate hendelse = 0
replace hendelse = 1 if !sysmiss(skilt)
generate dager = date(2021, 12, 31) - date(2015, 1, 1)
replace dager = skilt - date(2015, 1, 1) if hendelse == 1
keep if dager > 0
cox hendelse dager alder i.kjønn",
        ),
        example(
            t("Hasardforhold", "Hazard ratios"),
            "\
require no.ssb.fdb:1 as db
create-dataset forløp
import-event db/SIVSTANDFDT_SIVSTAND 2015-01-01 to 2021-12-31 as siv
keep if siv == '4'
collapse (min) START@siv -> skilt, by(PERSONID_1)
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
use forløp
merge skilt into befolkning
use befolkning
generate hendelse = 0
replace hendelse = 1 if !sysmiss(skilt)
generate dager = date(2021, 12, 31) - date(2015, 1, 1)
replace dager = skilt - date(2015, 1, 1) if hendelse == 1
keep if dager > 0
cox hendelse dager alder, hazard level(90)",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
