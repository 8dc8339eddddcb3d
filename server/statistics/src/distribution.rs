//! Distribution functions with the accuracy that register-scale degrees of freedom need.
//!
//! Tails are computed as tails (never `1 − cdf`), so small p-values keep their digits; inverses are searched on the
//! logarithm of the smaller tail. Elementary functions come from `libm`, so results are the same on every platform.
//! Accuracy targets: `spec/statistics.md` 1.3; the tests compare with mpmath at 40 digits and more.

pub mod beta;
pub mod binomial;
pub mod chi_squared;
pub mod f;
pub mod factorial;
pub mod gamma;
pub mod noncentral_chi_squared;
pub mod noncentral_f;
pub mod noncentral_t;
pub mod normal;
pub mod student;
pub mod studentized_range;

mod incomplete_beta;
mod mixture;
mod quantile;
mod trapezoid;

/// Largest noncentrality λ of the noncentral χ² and F, and the square of the largest one of the noncentral t.
pub const LARGEST_NONCENTRALITY: f64 = 1e6;
