//! From a formula and the filter's analysed rows to the design of an estimator.
//!
//! [`formula`] says which columns a model needs and what its terms are, [`interaction`] writes `##` out, [`factor`]
//! names the cells of factors, [`matrix`] lays it all over the rows, whose values are read through `columns`.

pub mod columns;
pub mod factor;
pub mod formula;
pub mod interaction;
pub mod matrix;

pub use formula::{Formula, Use};
pub use matrix::{ModelMatrix, code_text};
