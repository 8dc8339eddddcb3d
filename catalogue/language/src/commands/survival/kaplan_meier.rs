//! `kaplan-meier`: a survival curve.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, option};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `kaplan-meier`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("kaplan-meier"),
    chapter: Chapter::Survival,
    shape: Shape::Names,
    arity: (2, Some(2)),
    takes_condition: true,
    syntax: Cow::Borrowed("kaplan-meier event time [if condition] [, by(var)]"),
    purpose: t("Overlevelseskurve.", "A survival curve."),
    description: t(
        "`event` er 1 når hendelsen skjer i perioden, ellers 0; `time` er tiden fram til den eller til periodens slutt.",
        "`event` is 1 if the event happens in the period, else 0; `time` is the time to it or to the end of the period.",
    ),
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
kaplan-meier hendelse dager",
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
kaplan-meier hendelse dager, by(kjønn)",
        ),
    ]),
    status: Status::Announced,
    aliases: Cow::Borrowed(&[]),
};
