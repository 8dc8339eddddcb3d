//! Constructors for the parts of a specification.

use std::borrow::Cow;

use crate::spec::{FunctionExample, Kind, Parameter};

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
    FunctionExample { expression: Cow::Borrowed(expression), value: Cow::Borrowed(value) }
}
