//! The language as its users see it: snippets with their diagnostics, examples of the specifications, properties.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod examples;
mod expansion;
mod names;
mod properties;
mod snippets;
mod table;
