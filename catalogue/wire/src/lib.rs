//! Everything that crosses HTTP, and nothing else.
//!
//! *In → out*: plain serialisable records; the JSON Schema of [`output::RunDocument`] is kept in the repository.
//! *Does not know about*: how results are computed or protected.
//! *Start reading at*: [`output`].

pub mod output;
