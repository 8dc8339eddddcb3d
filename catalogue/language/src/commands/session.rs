//! Commands about the session and its texts.

pub mod clear;
pub mod configure;
pub mod edit;
pub mod endblock;
pub mod help;
pub mod help_function;
pub mod history;
pub mod load;
pub mod save;
pub mod textblock;
pub mod variables;
