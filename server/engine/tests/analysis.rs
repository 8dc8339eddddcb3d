//! Statistics, charts and models from script to released numbers, over small databanks in memory. One binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod analysis {
    pub mod answers;
    pub mod charts;
    pub mod choice;
    pub mod decomposition;
    pub mod discontinuity;
    pub mod durations;
    pub mod every_option;
    pub mod instruments;
    pub mod invariance;
    pub mod memory;
    pub mod nist;
    pub mod panel_models;
    pub mod people;
    pub mod predictions;
    pub mod reference;
    pub mod regression;
    pub mod relations;
    pub mod spellings;
    pub mod table_options;
    pub mod tables;
}
