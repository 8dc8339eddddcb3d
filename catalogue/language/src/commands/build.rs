//! Constructors for the parts of a specification.

use std::borrow::Cow;

use text::Text;

use crate::spec::{Example, OptionSpec, Takes};

/// An option that is a bare word.
pub(super) const fn flag(name: &'static str, purpose: Text) -> OptionSpec {
    option(name, Takes::Nothing, "", purpose)
}

/// An option with something in parentheses; `default` is what holds without it.
pub(super) const fn option(name: &'static str, takes: Takes, default: &'static str, purpose: Text) -> OptionSpec {
    exclusive(name, takes, default, &[], purpose)
}

/// An option that cannot stand beside others.
pub(super) const fn exclusive(
    name: &'static str,
    takes: Takes,
    default: &'static str,
    excludes: &'static [Cow<'static, str>],
    purpose: Text,
) -> OptionSpec {
    OptionSpec {
        name: Cow::Borrowed(name),
        takes,
        purpose,
        default: Cow::Borrowed(default),
        is_required: false,
        excludes: Cow::Borrowed(excludes),
    }
}

/// An option that must be given.
pub(super) const fn required(name: &'static str, takes: Takes, purpose: Text) -> OptionSpec {
    OptionSpec {
        name: Cow::Borrowed(name),
        takes,
        purpose,
        default: Cow::Borrowed(""),
        is_required: true,
        excludes: Cow::Borrowed(&[]),
    }
}

/// An example: what it shows, and a script that runs.
pub(super) const fn example(purpose: Text, script: &'static str) -> Example {
    Example { purpose, script: Cow::Borrowed(script) }
}
