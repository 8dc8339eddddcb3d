//! Dates.

use std::borrow::Cow;

use text::t;

use super::build::{example, parameter};
use crate::spec::{FunctionGroup, FunctionSpec, Kind, Status};

/// The functions of the group, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec {
        name: Cow::Borrowed("date"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[
            parameter("y", Kind::Number),
            parameter("m", Kind::Number),
            parameter("d", Kind::Number),
        ]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Dagen som antall dager siden 1970-01-01.", "The day as days since 1970-01-01."),
        description: t(
            "En dato som ikke finnes, gir manglende verdi.",
            "A date that does not exist gives a missing value.",
        ),
        examples: Cow::Borrowed(&[
            example("date(2015, 12, 31)", "16800"),
            example("date(1970, 1, 1)", "0"),
            example("date(1967, 5, 27)", "-950"),
            example("date(2015, 2, 30)", "."),
        ]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("isoformatdate"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[parameter("n", Kind::Number)]),
        is_variadic: false,
        result: Kind::Text,
        purpose: t("Dagen som tekst `ÅÅÅÅ-MM-DD`.", "The day as a text `YYYY-MM-DD`."),
        description: t(
            "Argumentet er dager siden 1970-01-01. Manglende argument gir manglende verdi.",
            "The argument is days since 1970-01-01. A missing argument gives a missing value.",
        ),
        examples: Cow::Borrowed(&[
            example("isoformatdate(16800)", "'2015-12-31'"),
            example("isoformatdate(0)", "'1970-01-01'"),
        ]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("day"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[parameter("n", Kind::Number)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Dagen i måneden, 1–31.", "The day of the month, 1–31."),
        description: t(
            "Argumentet er dager siden 1970-01-01, for eksempel `START@x` eller `date@panel`.",
            "The argument is days since 1970-01-01, such as `START@x` or `date@panel`.",
        ),
        examples: Cow::Borrowed(&[example("day(16800)", "31"), example("day(0)", "1"), example("day(-950)", "27")]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("month"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[parameter("n", Kind::Number)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Måneden, 1–12.", "The month, 1–12."),
        description: t(
            "Argumentet er dager siden 1970-01-01, for eksempel `START@x` eller `date@panel`.",
            "The argument is days since 1970-01-01, such as `START@x` or `date@panel`.",
        ),
        examples: Cow::Borrowed(&[
            example("month(16800)", "12"),
            example("month(0)", "1"),
            example("month(-950)", "5"),
        ]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("year"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[parameter("n", Kind::Number)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Året.", "The year."),
        description: t(
            "Argumentet er dager siden 1970-01-01, for eksempel `START@x` eller `date@panel`.",
            "The argument is days since 1970-01-01, such as `START@x` or `date@panel`.",
        ),
        examples: Cow::Borrowed(&[
            example("year(16800)", "2015"),
            example("year(0)", "1970"),
            example("year(-950)", "1967"),
        ]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("week"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[parameter("n", Kind::Number)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("ISO-uken, 1–53.", "The ISO week, 1–53."),
        description: t(
            "Argumentet er dager siden 1970-01-01, for eksempel `START@x` eller `date@panel`.",
            "The argument is days since 1970-01-01, such as `START@x` or `date@panel`.",
        ),
        examples: Cow::Borrowed(&[example("week(16800)", "53"), example("week(0)", "1"), example("week(-950)", "21")]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("quarter"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[parameter("n", Kind::Number)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Kvartalet, 1–4.", "The quarter, 1–4."),
        description: t(
            "Argumentet er dager siden 1970-01-01, for eksempel `START@x` eller `date@panel`.",
            "The argument is days since 1970-01-01, such as `START@x` or `date@panel`.",
        ),
        examples: Cow::Borrowed(&[
            example("quarter(16800)", "4"),
            example("quarter(0)", "1"),
            example("quarter(-950)", "2"),
        ]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("halfyear"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[parameter("n", Kind::Number)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Halvåret, 1–2.", "The half-year, 1–2."),
        description: t(
            "Argumentet er dager siden 1970-01-01, for eksempel `START@x` eller `date@panel`.",
            "The argument is days since 1970-01-01, such as `START@x` or `date@panel`.",
        ),
        examples: Cow::Borrowed(&[
            example("halfyear(16800)", "2"),
            example("halfyear(0)", "1"),
            example("halfyear(-950)", "1"),
        ]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("dow"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[parameter("n", Kind::Number)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Ukedagen, 1 er mandag.", "The weekday, 1 is Monday."),
        description: t(
            "Argumentet er dager siden 1970-01-01, for eksempel `START@x` eller `date@panel`.",
            "The argument is days since 1970-01-01, such as `START@x` or `date@panel`.",
        ),
        examples: Cow::Borrowed(&[example("dow(16800)", "4"), example("dow(0)", "4"), example("dow(-950)", "6")]),
        in_bindings: true,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("doy"),
        group: FunctionGroup::Date,
        parameters: Cow::Borrowed(&[parameter("n", Kind::Number)]),
        is_variadic: false,
        result: Kind::Number,
        purpose: t("Dagen i året, 1–366.", "The day of the year, 1–366."),
        description: t(
            "Argumentet er dager siden 1970-01-01, for eksempel `START@x` eller `date@panel`.",
            "The argument is days since 1970-01-01, such as `START@x` or `date@panel`.",
        ),
        examples: Cow::Borrowed(&[example("doy(16800)", "365"), example("doy(0)", "1"), example("doy(-950)", "147")]),
        in_bindings: true,
        status: Status::Available,
    },
];
