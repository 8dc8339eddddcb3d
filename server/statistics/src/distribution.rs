//! Distribution functions with the accuracy that register-scale degrees of freedom need.
//!
//! Tails are computed as tails (never `1 − cdf`), so small p-values keep their digits. Elementary functions come
//! from `libm`, so results are the same on every platform. Accuracy targets: `spec/statistics.md` 1.3; the tests
//! compare with mpmath at 40 digits.

pub mod beta;
pub mod chi_squared;
pub mod f;
pub mod gamma;
pub mod normal;
pub mod student;

mod quantile;
