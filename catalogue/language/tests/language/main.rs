//! The language as its users see it: snippets with their diagnostics, examples of the specifications, properties.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod databanks;
mod editor;
mod examples;
mod expansion;
mod formatting;
mod names;
mod properties;
mod snippets;
mod table;
