//! `regress`: linear regression by least squares.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag, option};
use crate::commands::options::{CLUSTER, CONTROL, LEVEL, NOCONSTANT, ROBUST};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `regress`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("regress"),
    chapter: Chapter::Regression,
    shape: Shape::Model,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("regress dependent vars [if condition] [, options]"),
    purpose: t("Lineær regresjon med minste kvadraters metode.", "Linear regression by least squares."),
    description: t(
        "Skriv `i.x` for kategorier, `c.a#c.b` for samspill og `a##b` for hovedeffekter med samspill. Enheter uten alle verdiene utelates. `robust` gir HC1.",
        "Write `i.x` for categories, `c.a#c.b` for interactions and `a##b` for main effects with interaction. Units without all values are left out. `robust` gives HC1.",
    ),
    protection: protection::MODEL,
    options: Cow::Borrowed(&[
        NOCONSTANT,
        LEVEL,
        ROBUST,
        CLUSTER,
        CONTROL,
        flag(
            "ov",
            t(
                "Ramseys test for utelatte variabler, med predikert verdi i annen og tredje potens",
                "Ramsey's test for omitted variables, with the second and third power of the predicted value",
            ),
        ),
        flag("vif", t("Variansinflasjon", "Variance inflation factors")),
        flag("het_bp", t("Breusch–Pagan-test", "Breusch–Pagan test")),
        flag("het_iid", t("Studentisert Breusch–Pagan-test", "Studentised Breusch–Pagan test")),
        flag("het_fstat", t("F-utgaven av Breusch–Pagan-testen", "F version of the Breusch–Pagan test")),
        flag(
            "standardize",
            t(
                "Alle tallvariabler med gjennomsnitt 0 og standardavvik 1",
                "All numeric variables with mean 0 and standard deviation 1",
            ),
        ),
        option(
            "margins",
            Takes::MaybeVariable,
            "",
            t(
                "Forventet verdi ved gjennomsnittet av alle variabler, eller for 0 og 1 av en",
                "Predicted value at the means of all variables, or for 0 and 1 of one",
            ),
        ),
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Lønn etter alder og kjønn", "Wages by age and sex"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
regress lønn alder i.kjønn",
        ),
        example(
            t("Kvadratledd og robuste standardfeil", "A square and robust standard errors"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
generate alder2 = alder * alder
regress lønn alder alder2 i.kjønn, robust level(99)",
        ),
        example(
            t("Samspill", "Interaction"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/NUDB_BU 2022-12-31 as utd
generate alder = 2022 - int(født / 100)
keep if alder >= 25 & alder <= 66
regress lønn i.kjønn##c.alder",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
