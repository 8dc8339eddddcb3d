//! Commands for code lists.

pub mod assign_labels;
pub mod define_labels;
pub mod drop_labels;
pub mod list_labels;
