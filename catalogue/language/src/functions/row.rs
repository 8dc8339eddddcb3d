//! Functions over several variables of one row.

use std::borrow::Cow;

use text::t;

use super::build::{example, parameter};
use crate::spec::{FunctionGroup, FunctionSpec, Kind, Status};

/// The functions of the group, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec {
        name: Cow::Borrowed("rowmax"),
        group: FunctionGroup::Row,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Number)]),
        is_variadic: true,
        result: Kind::Number,
        purpose: t("Den største verdien.", "The greatest value."),
        description: t(
            "Manglende verdier hoppes over; mangler alle, mangler resultatet.",
            "Missing values are skipped; if all are missing, so is the result.",
        ),
        examples: Cow::Borrowed(&[example("rowmax(1, 3, 2)", "3"), example("rowmax(sqrt(-1), 2)", "2")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("rowmin"),
        group: FunctionGroup::Row,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Number)]),
        is_variadic: true,
        result: Kind::Number,
        purpose: t("Den minste verdien.", "The least value."),
        description: t(
            "Manglende verdier hoppes over; mangler alle, mangler resultatet.",
            "Missing values are skipped; if all are missing, so is the result.",
        ),
        examples: Cow::Borrowed(&[example("rowmin(1, 3, 2)", "1"), example("rowmin(sqrt(-1))", ".")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("rowmean"),
        group: FunctionGroup::Row,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Number)]),
        is_variadic: true,
        result: Kind::Number,
        purpose: t("Gjennomsnittet.", "The mean."),
        description: t(
            "Manglende verdier hoppes over; mangler alle, mangler resultatet.",
            "Missing values are skipped; if all are missing, so is the result.",
        ),
        examples: Cow::Borrowed(&[example("rowmean(1, 3, 2)", "2"), example("rowmean(sqrt(-1), 4, 5)", "4.5")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("rowmedian"),
        group: FunctionGroup::Row,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Number)]),
        is_variadic: true,
        result: Kind::Number,
        purpose: t("Medianen.", "The median."),
        description: t(
            "Manglende verdier hoppes over; mangler alle, mangler resultatet.",
            "Missing values are skipped; if all are missing, so is the result.",
        ),
        examples: Cow::Borrowed(&[example("rowmedian(1, 3, 10)", "3"), example("rowmedian(1, 3)", "2")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("rowtotal"),
        group: FunctionGroup::Row,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Number)]),
        is_variadic: true,
        result: Kind::Number,
        purpose: t("Summen.", "The sum."),
        description: t(
            "Manglende verdier regnes som 0; er alle manglende, er summen 0.",
            "Missing values count as 0; if all are missing, the sum is 0.",
        ),
        examples: Cow::Borrowed(&[example("rowtotal(1, 3, 2)", "6"), example("rowtotal(sqrt(-1))", "0")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("rowstd"),
        group: FunctionGroup::Row,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Number)]),
        is_variadic: true,
        result: Kind::Number,
        purpose: t("Standardavviket.", "The standard deviation."),
        description: t(
            "Manglende verdier hoppes over; mangler alle, mangler resultatet.",
            "Missing values are skipped; if all are missing, so is the result.",
        ),
        examples: Cow::Borrowed(&[example("rowstd(1, 3, 2)", "1"), example("rowstd(1)", ".")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("rowmissing"),
        group: FunctionGroup::Row,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Any)]),
        is_variadic: true,
        result: Kind::Number,
        purpose: t("Antall manglende verdier.", "The number of missing values."),
        description: t(
            "Argumentene kan være tall, tekst eller pseudonymer.",
            "Arguments may be numbers, texts or pseudonyms.",
        ),
        examples: Cow::Borrowed(&[example("rowmissing(1, 2)", "0"), example("rowmissing(1, sqrt(-1))", "1")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("rowvalid"),
        group: FunctionGroup::Row,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Any)]),
        is_variadic: true,
        result: Kind::Number,
        purpose: t("Antall gyldige verdier.", "The number of valid values."),
        description: t(
            "Argumentene kan være tall, tekst eller pseudonymer.",
            "Arguments may be numbers, texts or pseudonyms.",
        ),
        examples: Cow::Borrowed(&[example("rowvalid(1, 2)", "2"), example("rowvalid(1, sqrt(-1))", "1")]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("rowconcat"),
        group: FunctionGroup::Row,
        parameters: Cow::Borrowed(&[parameter("x", Kind::Any)]),
        is_variadic: true,
        result: Kind::Text,
        purpose: t("Setter sammen tekster.", "Joins texts."),
        description: t(
            "Mangler én, mangler resultatet. Slik lages sammensatte nøkler.",
            "If one is missing, so is the result. This is how composite keys are made.",
        ),
        examples: Cow::Borrowed(&[
            example("rowconcat('a', '_', 'b')", "'a_b'"),
            example("rowconcat('0301', string(17))", "'030117'"),
        ]),
        in_bindings: false,
        status: Status::Available,
    },
];
