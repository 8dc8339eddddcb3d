//! Commands that fetch, make and change data.

pub mod aggregate;
pub mod clone_variables;
pub mod collapse;
pub mod destring;
pub mod drop;
pub mod generate;
pub mod import;
pub mod import_event;
pub mod import_panel;
pub mod keep;
pub mod merge;
pub mod recode;
pub mod rename;
pub mod replace;
pub mod sample;
