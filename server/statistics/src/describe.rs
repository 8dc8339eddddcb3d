//! Descriptive statistics with frequency-type weights.

pub mod correlation;
pub mod gini;
pub mod moments;
pub mod quantile;
