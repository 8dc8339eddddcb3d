//! The engine against an in-memory world: scripts in, outputs out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod country;
mod coverage;
mod datasets;
mod diagnostics;
mod expressions;
mod filtered;
mod functions;
mod grouping;
mod large;
mod one_question;
mod panels;
mod prepare;
mod properties;
mod pseudonyms;
mod random;
mod redrawn;
mod reference_values;
mod registration;
mod reshaping;
mod session;
mod snippets;
mod support;
mod watched;
