//! Ingestion as its callers see it: folders and tables go in, variables or findings come out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

mod crash;
mod identities;
mod large;
mod metadata;
mod rows;
mod safety;
mod samples;
mod support;
mod tables;
mod tables_back;
