//! Least squares with absorbed factors: unit effects, and further effects of any number of levels.
//!
//! The factor with most levels is taken out by demeaning inside its groups while rows are read. Further factors with few levels are coded columns
//! beside the regressors, whose estimates are not shown: exact and without iterations. Those with many are projected out
//! ([`project`]). Nothing of the data's length is kept.

pub mod few;
pub mod fit;
pub mod groups;

pub(crate) mod cells;
pub(crate) mod factors;
pub(crate) mod kernel;
pub(crate) mod leverage;
pub(crate) mod means;
pub(crate) mod meat;
pub(crate) mod parts;
pub(crate) mod plan;
pub(crate) mod products;
pub(crate) mod project;
pub(crate) mod window;
pub(crate) mod within;

pub use factors::Factor;
pub use few::AbsorbReweighting;
pub use groups::Groups;
