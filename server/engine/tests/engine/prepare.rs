//! The commands that prepare data (language.md 7.1–7.4), sentence by sentence of the specification.

mod assignment;
mod destring;
mod feedback;
mod imports;
mod keys;
mod labels;
mod laws;
mod merging;
mod recoding;
mod rows;
mod statistics;
mod value_checks;
