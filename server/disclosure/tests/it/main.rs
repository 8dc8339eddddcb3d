#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
//! The filter through its public interface: what commands hand in, what users get.

mod charts;
mod counts;
mod differencing;
mod feedback;
mod figures;
mod fit_tables;
mod floors;
mod law;
mod magnitudes;
mod model_columns;
mod models;
mod notes;
mod open;
mod oracles;
mod outcomes;
mod proofs;
mod seal;
mod speed;
mod support;
mod tables;
mod watch;
