//! Descriptive statistics with frequency-type weights.

pub mod correlation;
pub mod correlation_rows;
pub mod gini;
pub mod groups;
pub mod interval;
pub mod moments;
pub mod pairwise;
pub mod quantile;
pub mod ranks;
