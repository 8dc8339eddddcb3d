//! Tests of a fitted model's assumptions.

pub mod contingency;
pub mod heteroskedasticity;
pub mod means;
pub mod normality;
pub mod specification;
pub mod variances;

/// A test: statistic, degrees of freedom, p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom, first or only.
    pub df: f64,
    /// Second degrees of freedom, for F tests.
    pub df2: Option<f64>,
    /// p-value from the upper tail.
    pub p: f64,
}
