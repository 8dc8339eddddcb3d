//! `transitions-panel`: transitions from one time to the next.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `transitions-panel`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("transitions-panel"),
    chapter: Chapter::Analyse,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("transitions-panel vars [if condition]"),
    purpose: t("Overganger fra ett tidspunkt til det neste.", "Transitions from one time to the next."),
    description: t(
        "En tabell per variabel med antall og radprosent: rader er verdien nå, kolonner verdien på neste tidspunkt, alle par av tidspunkt etter hverandre samlet. Overganger fra og til manglende verdi er ikke med. Tidspunkt som `if` tar bort, hoppes over.",
        "One table a variable with counts and row percentages: rows are the value now, columns the value at the next time, all pairs of consecutive times together. Transitions from and to missing are left out. Times that `if` takes away are skipped.",
    ),
    protection: protection::TABLE,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Overganger i sivilstand", "Transitions of civil status"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/SIVSTANDFDT_SIVSTAND 2019-12-31 2020-12-31 2021-12-31
transitions-panel SIVSTANDFDT_SIVSTAND",
        ),
        example(
            t("Overganger til og fra høy lønn", "Transitions to and from high wages"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
generate høy = INNTEKT_WLONN > 500000
transitions-panel høy",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
