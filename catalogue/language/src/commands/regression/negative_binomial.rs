//! `negative-binomial`: negative binomial regression of counts.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag};
use crate::commands::options::{CLUSTER, CONTROL, EXPOSURE, LEVEL, NOCONSTANT, ROBUST};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `negative-binomial`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("negative-binomial"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("negative-binomial dependent vars [if condition] [, options]"),
    purpose: t("Negativ binomisk regresjon for antall.", "Negative binomial regression of counts."),
    description: t(
        "Brukes når variansen er større enn gjennomsnittet. Spredningen alpha vises nederst.",
        "Used when the variance exceeds the mean. The dispersion alpha is shown at the bottom.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        NOCONSTANT,
        LEVEL,
        ROBUST,
        CLUSTER,
        CONTROL,
        flag("irr", t("Vis rateforhold", "Show incidence rate ratios")),
        EXPOSURE,
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Antall barn", "Number of children"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
create-dataset barn
import db/BEFOLKNING_MOR_FNR as mor
import db/BEFOLKNING_FOEDSELS_AAR_MND as barn_født
collapse (count) barn_født -> antall, by(mor)
merge antall into befolkning
use befolkning
replace antall = 0 if sysmiss(antall)
keep if kjønn == '2' & alder >= 20
negative-binomial antall alder",
        ),
        example(
            t("Rateforhold med eksponering", "Rate ratios with exposure"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
create-dataset barn
import db/BEFOLKNING_MOR_FNR as mor
import db/BEFOLKNING_FOEDSELS_AAR_MND as barn_født
collapse (count) barn_født -> antall, by(mor)
merge antall into befolkning
use befolkning
replace antall = 0 if sysmiss(antall)
keep if kjønn == '2' & alder >= 20
generate voksenår = alder - 15
generate ung = alder < 40
negative-binomial antall ung, irr exposure(voksenår)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
