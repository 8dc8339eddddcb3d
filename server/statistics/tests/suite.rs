//! One binary for all integration tests of `statistics`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod suite {
    pub mod anova;
    pub mod describe;
    pub mod distribution;
    pub mod glm;
    pub mod iv;
    pub mod laws;
    pub mod nist;
    pub mod oaxaca;
    pub mod panel;
    pub mod pca;
    pub mod precision;
    pub mod probability;
    pub mod quantile;
    pub mod rdd;
    pub mod reference;
    pub mod shared;
    pub mod speed;
    pub mod survival;
}
