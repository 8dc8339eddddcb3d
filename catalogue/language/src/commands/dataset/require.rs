//! `require`: connects a version of a databank to an alias.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `require`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("require"),
    chapter: Chapter::Dataset,
    shape: Shape::Require,
    arity: (0, None),
    takes_condition: false,
    syntax: Cow::Borrowed("require databank:version as alias"),
    purpose: t("Kobler en versjon av en databank til et alias.", "Connects a version of a databank to an alias."),
    description: t(
        "Versjonen er påkrevd og endres aldri, så et skript gir samme svar senere. `38` er den nyeste utgivelsen med det hovednummeret, `1.2.0.0` en bestemt, `DRAFT` utkastet. Flere databanker kan være koblet til samtidig under hvert sitt alias; samme alias en gang til erstatter det forrige.",
        "The version is mandatory and never changes, so that a script gives the same answer later. `38` is the newest release with that major number, `1.2.0.0` a certain one, `DRAFT` the draft. Several databanks may be connected at once under an alias each; the same alias again replaces the earlier one.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Koble til databanken og hent en variabel", "Connect the databank and fetch a variable"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn",
        ),
        example(
            t("Ett alias kan brukes i flere datasett", "One alias serves several datasets"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
create-dataset inntekt
import db/INNTEKT_WLONN 2022-12-31 as lønn",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
