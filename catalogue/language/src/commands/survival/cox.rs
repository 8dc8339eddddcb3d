//! `cox`: cox proportional hazards regression.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag, option};
use crate::commands::options::{CLUSTER, CONTROL, LEVEL, ROBUST};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `cox`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("cox"),
    chapter: Chapter::Survival,
    shape: Shape::Model,
    arity: (2, None),
    takes_condition: true,
    syntax: Cow::Borrowed("cox event time vars [if condition] [, options]"),
    purpose: t("Cox-regresjon med proporsjonale hasarder.", "Cox proportional hazards regression."),
    description: t(
        "Hendelsen er 1 eller 0, tiden er over 0. Like tider behandles etter Efron. Utover originalen: `strata()`, `robust`, `cluster()`, `control()` og `zph`.",
        "The event is 1 or 0, the time is above 0. Ties are treated by Efron's method. Beyond the original: `strata()`, `robust`, `cluster()`, `control()` and `zph`.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        flag("hazard", t("Vis hasardforhold", "Show hazard ratios")),
        LEVEL,
        option(
            "strata",
            Takes::Variable,
            "",
            t("Egen grunnhasard for hver av disse gruppene", "A baseline hazard of its own for each of these groups"),
        ),
        ROBUST,
        CLUSTER,
        CONTROL,
        flag("zph", t("Test av proporsjonale hasarder, ledd for ledd", "Test of proportional hazards, term by term")),
    ]),
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
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
