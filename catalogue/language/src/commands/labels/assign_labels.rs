//! `assign-labels`: attaches a code list to a variable.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `assign-labels`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("assign-labels"),
    chapter: Chapter::Labels,
    shape: Shape::Names,
    arity: (2, Some(2)),
    takes_condition: false,
    syntax: Cow::Borrowed("assign-labels var list"),
    purpose: t("Knytter en kodeliste til en variabel.", "Attaches a code list to a variable."),
    description: t("Koder uten etikett vises som de er.", "Codes without a label are shown as they are."),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Vis aldersgrupper med navn", "Show age groups by name"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_FOEDSELS_AAR_MND as født
generate alder = 2022 - int(født / 100)
generate gruppe = 1
replace gruppe = 2 if alder >= 67
define-labels grupper 1 'under 67' 2 '67 og over'
assign-labels gruppe grupper
tabulate gruppe",
        ),
        example(
            t("Egne etiketter på en registervariabel", "Labels of your own on a register variable"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
define-labels k '1' 'M' '2' 'K'
assign-labels kjønn k",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
