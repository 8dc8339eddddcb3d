//! The registry as its callers see it, on a home in a temporary folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

mod blocks;
mod kept;
mod layout;
mod reading;
mod safety;
mod support;
mod units;
mod versions;
