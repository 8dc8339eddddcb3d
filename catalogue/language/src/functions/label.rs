//! Labels.

use std::borrow::Cow;

use text::t;

use super::build::{example_after, parameter};
use crate::spec::{FunctionGroup, FunctionSpec, Kind, Status};

/// What stands before the examples: a variable with labels.
const MARITAL: &str = "generate sivilstand = 2\ndefine-labels sivil 1 'Gift' 2 'Skilt'\nassign-labels sivilstand sivil";

/// The functions of the group, in the manual's order.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec {
        name: Cow::Borrowed("label_to_code"),
        group: FunctionGroup::Label,
        parameters: Cow::Borrowed(&[parameter("var", Kind::Labelled), parameter("label", Kind::Text)]),
        is_variadic: false,
        result: Kind::Any,
        purpose: t("Koden som har denne etiketten.", "The code that has this label."),
        description: t("En ukjent etikett er en feil.", "An unknown label is an error."),
        examples: Cow::Borrowed(&[
            example_after(MARITAL, "label_to_code(sivilstand, 'Gift')", "1"),
            example_after(MARITAL, "sivilstand == label_to_code(sivilstand, 'Skilt')", "1"),
        ]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("inlabels"),
        group: FunctionGroup::Label,
        parameters: Cow::Borrowed(&[parameter("var", Kind::Labelled), parameter("label", Kind::Text)]),
        is_variadic: true,
        result: Kind::Truth,
        purpose: t("1 om verdiens etikett er en av disse.", "1 if the label of the value is one of these."),
        description: t("En etikett som listen mangler, er en feil.", "A label that the list lacks is an error."),
        examples: Cow::Borrowed(&[
            example_after(MARITAL, "inlabels(sivilstand, 'Gift', 'Skilt')", "1"),
            example_after(MARITAL, "inlabels(sivilstand, 'Gift')", "0"),
        ]),
        in_bindings: false,
        status: Status::Available,
    },
    FunctionSpec {
        name: Cow::Borrowed("labelcontains"),
        group: FunctionGroup::Label,
        parameters: Cow::Borrowed(&[parameter("var", Kind::Labelled), parameter("sub", Kind::Text)]),
        is_variadic: false,
        result: Kind::Truth,
        purpose: t("1 om verdiens etikett inneholder teksten.", "1 if the label of the value contains the text."),
        description: t("Store og små bokstaver er forskjellige.", "Upper and lower case differ."),
        examples: Cow::Borrowed(&[
            example_after(MARITAL, "labelcontains(sivilstand, 'kil')", "1"),
            example_after(MARITAL, "labelcontains(sivilstand, 'if')", "0"),
        ]),
        in_bindings: false,
        status: Status::Available,
    },
];
