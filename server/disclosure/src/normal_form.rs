//! The normal form of a question (near-sets 6.1): all noise is keyed to it, so it runs through engine and filter from
//! the first command.
//!
//! *In → out*: the engine describes columns ([`ColumnForm`]), conditions ([`Condition`]) and populations ([`Form`])
//! while it lowers a script; [`Form::def_id`] is the identity of a question.
//! *Invariants*: spellings of one question that differ in order, negation, names, or in "written as a column first" give the
//! same identity. A form that is too weak costs one more draw; one that is too strong is caught by the number of units and
//! the key sum in the seed.
//! *Start reading at*: [`Form`], then [`ColumnForm`]. Argument: `proofs/normal_form.md`.

mod column;
mod condition;
mod digest;
mod form;
mod formula;
mod interval;
mod source;
mod value;
mod value_set;

pub use column::{CodeRoot, ColumnForm, Kind, MAX_CODES, Rearrangement, RegisterVariable};
pub use condition::{Comparison, Condition};
pub use digest::Digest;
pub use form::{DefId, Form};
pub use interval::Interval;
pub use source::{Source, Sources};
pub use value::{Number, Value};

#[cfg(test)]
mod tests;
