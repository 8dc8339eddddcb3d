//! Texts.

use std::borrow::Cow;

use text::t;

use super::build::{example, parameter};
use crate::spec::{FunctionGroup, FunctionSpec, Kind, Status};

/// The functions of the group, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec {
        name: Cow::Borrowed("length"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Text)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Antall tegn.", "The number of characters."),
        description: t(
            "Teller tegn, så æ, ø og å er ett hver. Manglende argument gir manglende verdi.",
            "Counts characters, so æ, ø and å are one each. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("length('blåbær')", "6"), example("length('')", "0")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("string"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Any)]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t("Tallet som tekst.", "The number as a text."),
        description: t(
            "Hele tall uten desimaler, andre med så mange desimaler som trengs for å lese tallet tilbake. Tekst forblir som den er. Manglende argument gir manglende verdi.",
            "Whole numbers without decimals, others with as many as it takes to read the number back. Text stays as it is. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("string(199812)", "'199812'"), example("string(2.5)", "'2.5'")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("lower"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Text)]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t("Små bokstaver.", "Lower case."),
        description: t(
            "Bare A–Z endres. Manglende argument gir manglende verdi.",
            "Only A–Z change. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("lower('ABC')", "'abc'"), example("lower('ÆØÅ-A')", "'ÆØÅ-a'")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("upper"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Text)]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t("Store bokstaver.", "Upper case."),
        description: t(
            "Bare a–z endres. Manglende argument gir manglende verdi.",
            "Only a–z change. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("upper('abc')", "'ABC'"), example("upper('blåbær')", "'BLåBæR'")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("trim"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Text)]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t("Fjerner mellomrom i begge ender.", "Strips blanks at both ends."),
        description: t(
            "Fjerner blanke foran og bak, ikke inne i teksten. Manglende argument gir manglende verdi.",
            "Removes blanks before and after, not inside. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("trim('  a b ')", "'a b'"), example("trim('ab')", "'ab'")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("ltrim"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Text)]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t("Fjerner mellomrom foran.", "Strips blanks in front."),
        description: t(
            "Fjerner blanke foran. Manglende argument gir manglende verdi.",
            "Removes blanks before. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("ltrim('  a ')", "'a '"), example("ltrim('a')", "'a'")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("rtrim"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Text)]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t("Fjerner mellomrom bak.", "Strips blanks behind."),
        description: t(
            "Fjerner blanke bak. Manglende argument gir manglende verdi.",
            "Removes blanks after. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("rtrim('  a ')", "'  a'"), example("rtrim('a')", "'a'")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("startswith"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Text), parameter("sub", Kind::Text)]),
        is_variadic: false,
        result: Kind::Truth,
        purpose: t("1 om teksten begynner med `sub`.", "1 if the text begins with `sub`."),
        description: t(
            "Store og små bokstaver er forskjellige. Manglende argument gir manglende verdi.",
            "Upper and lower case differ. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("startswith('0301', '03')", "1"), example("startswith('4601', '03')", "0")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("endswith"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Text), parameter("sub", Kind::Text)]),
        is_variadic: false,
        result: Kind::Truth,
        purpose: t("1 om teksten slutter med `sub`.", "1 if the text ends with `sub`."),
        description: t(
            "Store og små bokstaver er forskjellige. Manglende argument gir manglende verdi.",
            "Upper and lower case differ. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("endswith('0301', '01')", "1"), example("endswith('0301', '03')", "0")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("substr"),
        group: FunctionGroup::String,
        parameters: Cow::Borrowed(&[
            parameter("s", Kind::Text),
            parameter("pos", Kind::Number),
            parameter("len", Kind::Number),
        ]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t(
            "`len` tegn fra plass `pos`, der 1 er den første.",
            "`len` characters from place `pos`, of which 1 is the first.",
        ),
        description: t(
            "Første plass er 1. En negativ plass telles fra slutten. Det som faller utenfor teksten, klippes bort; helt utenfor gir tom tekst. Manglende argument gir manglende verdi.",
            "The first place is 1. A negative place counts from the end. What falls outside the text is clipped; wholly outside gives an empty text. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[
            example("substr('y32ssx', 2, 3)", "'32s'"),
            example("substr('y32ssx', -3, 2)", "'ss'"),
            example("substr('abc', 5, 2)", "''"),
        ]),
        in_bindings: false,
        status: Status::Available,
    },
];
