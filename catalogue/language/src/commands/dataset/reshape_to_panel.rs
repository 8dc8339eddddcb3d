//! `reshape-to-panel`: turns variables with years in their names into rows, one a unit and time.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `reshape-to-panel`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("reshape-to-panel"),
    chapter: Chapter::Dataset,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: false,
    syntax: Cow::Borrowed("reshape-to-panel prefix [prefix …]"),
    purpose: t(
        "Gjør variabler med årstall i navnet om til rader, en per enhet og tid.",
        "Turns variables with years in their names into rows, one a unit and time.",
    ),
    description: t(
        "Alt etter forstavelsen er tidspunktet og må være sifre eller tegn, ikke bokstaver. `date@panel` får det, som tall der alle er sifre, ellers som tekst. En variabel hører til den lengste forstavelsen som passer. En variabel med bokstaver der er en annen variabel. Et tidspunkt som en forstavelse mangler, gir manglende verdi; andre variabler gjentas på hver rad.",
        "Everything after the prefix is the time and must be digits or signs, no letters. `date@panel` receives it, as a number where all are digits, else as text. A variable belongs to the longest prefix that fits. A variable with letters there is another variable. A time that a prefix lacks gives missing values; other variables are repeated on each row.",
    ),
    protection: protection::COUNTS,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Fra én variabel per år til panel", "From one variable a year to a panel"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
for år in 2019 : 2021
  import db/INNTEKT_WLONN date_fmt($år, 12, 31) as lønn ++ $år
end
reshape-to-panel lønn
summarize-panel lønn",
        ),
        example(
            t("To variabler på en gang", "Two variables at once"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
for år in 2020 : 2021
  import db/INNTEKT_WLONN date_fmt($år, 12, 31) as lønn ++ $år
  import db/INNTEKT_WYRKINNT date_fmt($år, 12, 31) as yrke ++ $år
end
reshape-to-panel lønn yrke",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
