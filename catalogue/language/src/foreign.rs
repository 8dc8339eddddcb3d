//! What people write who know another language, and what to write here. Every piece of advice begins with a verb.

mod commands;
mod functions;
mod options;

pub use commands::advice as command;
pub use functions::advice as function;
pub use options::advice as option;
