//! One file an output: from confidential numbers to bodies of the wire. Each constructor states precondition and claim; the
//! arguments are in `proofs/`.

pub(crate) mod bars;
pub(crate) mod cell;
pub(crate) mod chi_squared;
pub(crate) mod counted;
pub(crate) mod feedback;
pub(crate) mod few_valued;
pub(crate) mod frequency_table;
pub(crate) mod grid;
pub(crate) mod groups;
pub(crate) mod histogram;
pub(crate) mod layout;
pub(crate) mod magnitude_table;
pub(crate) mod measures;
pub(crate) mod model;
pub(crate) mod pairs;
pub(crate) mod streamed;
pub(crate) mod summary;
pub(crate) mod touched;
