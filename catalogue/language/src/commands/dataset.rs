//! Commands for datasets.

pub mod clone_dataset;
pub mod clone_units;
pub mod create_dataset;
pub mod delete_dataset;
pub mod rename_dataset;
pub mod require;
pub mod reshape_from_panel;
pub mod reshape_to_panel;
pub mod r#use;
