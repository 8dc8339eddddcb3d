//! `for`: repeats the commands up to `end` for each value.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `for`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("for"),
    chapter: Chapter::Bindings,
    shape: Shape::None,
    arity: (0, Some(0)),
    takes_condition: false,
    syntax: Cow::Borrowed("for name in values [; name in values]"),
    purpose: t(
        "Gjentar kommandoene fram til `end` for hver verdi.",
        "Repeats the commands up to `end` for each value.",
    ),
    description: t(
        "Verdier står med mellomrom, eller som et område `2015 : 2020`. Flere navn går parallelt gjennom like lange lister med komma mellom; `;` nøster, den siste delen raskest. Bindinger som lages inni, gjelder bare den runden.",
        "Values stand with blanks between, or as a range `2015 : 2020`. Several names go in parallel through lists of equal length with commas between; `;` nests, the last part fastest. Bindings made inside hold for that round only.",
    ),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Ett år om gangen", "One year at a time"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
for år in 2019 : 2021
  import db/INNTEKT_WLONN date_fmt($år, 12, 31) as lønn ++ $år
end
summarize lønn2019 lønn2020 lønn2021",
        ),
        example(
            t("Samme behandling av flere variabler", "The same treatment of several variables"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
import db/INNTEKT_WYRKINNT 2022-12-31 as yrkesinntekt
for v in lønn yrkesinntekt
  replace $v = 0 if sysmiss($v)
end
summarize lønn yrkesinntekt",
        ),
        example(
            t("To navn i takt", "Two names in step"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
for år, navn in 2020 : 2021, første andre
  import db/INNTEKT_WLONN date_fmt($år, 12, 31) as $navn
end
summarize første andre",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
