//! Linear models.

pub mod absorb;
pub mod adjusted;
pub mod few;
pub mod iv;
pub mod ols;

pub(crate) mod cholesky;
pub(crate) mod cross_products;
mod influence;
pub(crate) mod normal_equations;
mod orthogonal;
mod outstanding;
pub(crate) mod residuals;
pub(crate) mod shift;
pub(crate) mod solution;

pub use influence::{Diagnosis, Influence, influence};
pub use residuals::Residuals;
