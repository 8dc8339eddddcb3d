//! Everything that crosses HTTP, and nothing else.
//!
//! *In → out*: plain serialisable records; the JSON Schema of [`output::RunDocument`] is kept in the repository.
//! *Does not know about*: how results are computed or protected.
//! *Start reading at*: [`output`], then [`run`].

pub mod account;
pub mod audit;
pub mod catalogue;
pub mod error;
pub mod institution;
pub mod output;
pub mod run;
pub mod script;
pub mod usage;
