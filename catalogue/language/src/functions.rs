//! The specification of every function, one file a group.

use crate::spec::FunctionSpec;

/// All functions, group by group.
pub static ALL: &[&[FunctionSpec]] = &[];
