//! Values of bindings.

use std::borrow::Cow;

use text::t;

use super::build::{example, example_after, maybe, parameter};
use crate::spec::{FunctionGroup, FunctionSpec, Kind, Status};

/// The functions of the group, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec {
        name: Cow::Borrowed("date_fmt"),
        group: FunctionGroup::Binding,
        parameters: Cow::Borrowed(&[parameter("y", Kind::Any), maybe("m", Kind::Any), maybe("d", Kind::Any)]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t("En dato som tekst.", "A date as a text."),
        description: t("Uten måned og dag er de 01.", "Without month and day they are 01."),
        examples: Cow::Borrowed(&[
            example("date_fmt(2011, 11, 12)", "'2011-11-12'"),
            example("date_fmt(2011)", "'2011-01-01'"),
        ]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("to_int"),
        group: FunctionGroup::Binding,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Any)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Teksten som helt tall.", "The text as a whole number."),
        description: t(
            "Blanke rundt tallet er lov, og desimaler kuttes. Tekst som ikke er et tall, gir manglende verdi.",
            "Blanks around the number are allowed, and decimals are cut. Text that is no number gives a missing value.",
        ),
        examples: Cow::Borrowed(&[example("to_int('100')", "100"), example("to_int('0301')", "301")]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("to_str"),
        group: FunctionGroup::Binding,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Any)]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t("Tallet eller navnet som tekst.", "The number or name as a text."),
        description: t(
            "Hele tall uten desimaler. I `let` gir et navn sin egen tekst.",
            "Whole numbers without decimals. In `let` a name gives its own text.",
        ),
        examples: Cow::Borrowed(&[example("to_str(100)", "'100'"), example("to_str('abc')", "'abc'")]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("to_symbol"),
        group: FunctionGroup::Binding,
        parameters: Cow::Borrowed(&[parameter("s", Kind::Any)]),
        is_variadic: false,
        result: Kind::Symbol,
        purpose: t("Teksten som navn.", "The text as a name."),
        description: t("Teksten må kunne være et navn.", "The text must be able to be a name."),
        examples: Cow::Borrowed(&[
            example_after("generate alder = 30", "to_symbol('alder') + 1", "31"),
            example_after("generate alder2020 = 30", "to_symbol('alder' ++ 2020)", "30"),
        ]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("bind"),
        group: FunctionGroup::Binding,
        parameters: Cow::Borrowed(&[parameter("name", Kind::Symbol)]),
        is_variadic: false,
        result: Kind::Any,
        purpose: t("Verdien av bindingen med dette navnet.", "The value of the binding of this name."),
        description: t("`bind(kpi ++ 2020)` er `$kpi2020`.", "`bind(kpi ++ 2020)` is `$kpi2020`."),
        examples: Cow::Borrowed(&[
            example_after("let kpi2020 = 112.2", "bind(kpi ++ 2020)", "112.2"),
            example_after("let grense = 18", "bind(grense) * 2", "36"),
        ]),
        in_bindings: true,
        status: Status::Available,
    },
];
