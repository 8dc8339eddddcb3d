//! Pure statistics: numbers in, numbers out.
//!
//! *What*: special functions, descriptive statistics, and estimators as folds over row blocks.
//! *In → out*: slices and a [`design::Design`] → small result records; every estimator takes weights.
//! *Does not know about*: data frames, files, users, disclosure, clocks.
//! *Invariants*: sums are taken over fixed blocks and merged by block index ([`fold`]), so a result is the same to
//! the last bit for any number of threads; elementary functions come from `libm`, so also on every platform.
//! *Start reading at*: [`linear::ols`].

pub mod anova;
pub mod compensated;
pub mod covariance;
pub mod describe;
pub mod design;
pub mod distribution;
pub mod eigen;
mod elementary;
pub mod error;
pub mod fold;
pub mod glm;
pub mod hypothesis;
pub mod linear;
pub mod matrix;
pub mod oaxaca;
pub mod panel;
pub mod pca;
pub mod quantile_regression;
pub mod rdd;
pub mod reweighted;
pub mod rows;
pub mod survival;
pub mod wald;

pub use error::FitError;
