//! Outputs of a run as people read them: one module a kind of result.

pub mod chart;
pub mod copy;
pub mod dataset;
pub mod diagnostic;
pub mod feed;
pub mod model;
pub mod numbers;
pub mod protection;
pub mod table;
