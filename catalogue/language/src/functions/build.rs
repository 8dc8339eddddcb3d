//! Constructors for the parts of a specification.

use std::borrow::Cow;

use text::Text;

use crate::spec::{FunctionExample, FunctionGroup, FunctionSpec, Kind, Parameter, Status};

/// A parameter that must be given.
pub(super) const fn parameter(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name: Cow::Borrowed(name), kind, is_optional: false }
}

/// A parameter that may be left out.
pub(super) const fn maybe(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name: Cow::Borrowed(name), kind, is_optional: true }
}

/// An expression and its value as the language writes it.
pub(super) const fn example(expression: &'static str, value: &'static str) -> FunctionExample {
    example_after("", expression, value)
}

/// The same after some lines of script.
pub(super) const fn example_after(
    before: &'static str,
    expression: &'static str,
    value: &'static str,
) -> FunctionExample {
    FunctionExample {
        before: Cow::Borrowed(before),
        expression: Cow::Borrowed(expression),
        value: Cow::Borrowed(value),
    }
}

/// A function of a probability distribution.
pub(super) const fn probability(
    name: &'static str,
    parameters: &'static [Parameter],
    purpose: Text,
    description: Text,
    examples: &'static [FunctionExample],
) -> FunctionSpec {
    FunctionSpec {
        name: Cow::Borrowed(name),
        group: FunctionGroup::Probability,
        parameters: Cow::Borrowed(parameters),
        is_variadic: false,
        result: Kind::Number,
        purpose,
        description,
        examples: Cow::Borrowed(examples),
        in_bindings: false,
        status: Status::Available,
    }
}
