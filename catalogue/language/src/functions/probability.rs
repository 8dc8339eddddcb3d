//! Probability distributions, one file a family: parameters first, the point or the probability last.

pub mod beta;
pub mod binomial;
pub mod chi_squared;
pub mod f;
pub mod student;
