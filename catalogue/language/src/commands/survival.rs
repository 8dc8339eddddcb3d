//! Survival analysis.

pub mod cox;
pub mod kaplan_meier;
pub mod weibull;
