//! Accelerated failure time models: `ln t = x'β + σ ε` with censoring; Weibull, exponential, lognormal, log-logistic.

mod curve;
mod family;
mod few;
mod fit;
mod newton;
mod working;

pub use curve::{CurvePoint, TimeQuantile};
pub use family::Family;
pub use few::AftReweighting;
pub use fit::{AftFit, AftOptions, ProportionalHazards, fit};
