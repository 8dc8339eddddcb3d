//! `oaxaca`: splits the difference of two groups after Blinder and Oaxaca.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag};
use crate::commands::options::NOCONSTANT;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `oaxaca`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("oaxaca"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("oaxaca dependent vars by group [if condition] [, robust noconstant pool]"),
    purpose: t(
        "Deler forskjellen mellom to grupper etter Blinder og Oaxaca.",
        "Splits the difference of two groups after Blinder and Oaxaca.",
    ),
    description: t(
        "Gruppevariabelen har to verdier; fra gruppen med høyest gjennomsnitt trekkes den andre. Uten `pool` tredelt: egenskaper, koeffisienter, samspill.",
        "The group variable has two values; the other is subtracted from the group of the higher mean. Without `pool` threefold: endowments, coefficients, interaction.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        flag("robust", t("Robuste standardfeil", "Robust standard errors")),
        NOCONSTANT,
        flag("pool", t("Todelt mot en felles modell", "Twofold against a pooled model")),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Lønnsforskjellen mellom kjønn", "The wage gap of the sexes"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
oaxaca lønn alder by kjønn",
        ),
        example(
            t("Todelt", "Twofold"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
oaxaca lønn alder by kjønn, pool robust",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
