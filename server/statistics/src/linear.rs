//! Linear models.

pub mod ols;

pub(crate) mod cholesky;
pub(crate) mod cross_products;
mod influence;
mod normal_equations;
mod orthogonal;
mod residuals;
pub(crate) mod solution;

pub use influence::{Influence, influence};
