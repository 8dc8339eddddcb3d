//! Conditions.

use std::borrow::Cow;

use text::t;

use super::build::{example, parameter};
use crate::spec::{FunctionGroup, FunctionSpec, Kind, Status};

/// The functions of the group, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec {
        name: Cow::Borrowed("inlist"),
        group: FunctionGroup::Logic,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Any), parameter("a", Kind::Any)]),
        is_variadic: true,
        result: Kind::Truth,
        purpose: t("1 om x er lik en av de andre.", "1 if x equals one of the others."),
        description: t(
            "Argumentene er verdier eller variabler av samme type. Mangler x, er svaret 0.",
            "Arguments are values or variables of one type. If x is missing, the answer is 0.",
        ),
        examples: Cow::Borrowed(&[example("inlist('1', '1', '2')", "1"), example("inlist(3, 1, 2)", "0")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("inrange"),
        group: FunctionGroup::Logic,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Any), parameter("lo", Kind::Any), parameter("hi", Kind::Any)]),
        is_variadic: false,
        result: Kind::Truth,
        purpose: t("1 om lo ≤ x ≤ hi.", "1 if lo ≤ x ≤ hi."),
        description: t(
            "Begge grensene er med. Tall mot tall eller tekst mot tekst (etter tegnenes koder). Mangler x, er betingelsen ikke sann.",
            "Both ends are included. Number against numbers or text against texts (by code points). If x is missing, the condition is not true.",
        ),
        examples: Cow::Borrowed(&[example("inrange(5, 1, 5)", "1"), example("inrange(6, 1, 5)", "0")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("sysmiss"),
        group: FunctionGroup::Logic,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Any)]),
        is_variadic: false,
        result: Kind::Truth,
        purpose: t("1 om verdien mangler, ellers 0.", "1 if the value is missing, else 0."),
        description: t(
            "Svaret er aldri manglende. Argumentet kan være tall, tekst eller pseudonym.",
            "The answer is never missing. The argument may be number, text or pseudonym.",
        ),
        examples: Cow::Borrowed(&[example("sysmiss(1)", "0"), example("sysmiss(sqrt(-1))", "1")]),
        in_bindings: false,
        status: Status::Available,
    },
];
