//! `weibull`: a Weibull survival curve.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `weibull`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("weibull"),
    chapter: Chapter::Survival,
    shape: Shape::Names,
    arity: (2, Some(2)),
    takes_condition: true,
    syntax: Cow::Borrowed("weibull event time [if condition] [, by(var)]"),
    purpose: t("Overlevelseskurve etter Weibull.", "A Weibull survival curve."),
    description: t("", ""),
    protection: protection::CHART,
    options: Cow::Borrowed(&[option("by", Takes::Variable, "", t("Én kurve per kategori", "One curve a category"))]),
    examples: Cow::Borrowed(&[
        example(
            t("Tid til skilsmisse", "Time to divorce"),
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
weibull hendelse dager",
        ),
        example(
            t("Etter kjønn", "By sex"),
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
weibull hendelse dager, by(kjønn)",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
