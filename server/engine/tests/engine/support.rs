//! A small world in memory and helpers that run scripts in it.
//!
//! Three databanks: `no.test.reg` (profile `register`, 6000 made-up persons, two jobs for some, municipalities) and
//! `no.test.open` (profile `open`, 12 persons whose values are written out in `open_bank`, so that exact results can be
//! computed by hand), and `no.test.units` (profile `open`, a dozen units of eight types, in `units_bank`).

pub mod bank;
mod names;
mod open_bank;
mod outputs;
mod register_bank;
pub mod scripts;
mod units_bank;
mod world;

pub use outputs::{Ran, error_code, run, run_in, run_steps};
pub use register_bank::Draws;
pub use world::TestWorld;

/// The lines that every script over the register databank begins with.
pub const REGISTER: &str = "require no.test.reg:1 as db\ncreate-dataset d\nimport db/KJOENN as kjønn\n";

/// The databank of many unit types, and its persons.
pub const UNITS: &str = "require no.test.units:1 as u\ncreate-dataset d\nimport u/NR as nr\n";

/// The lines that every script over the open databank begins with.
pub const OPEN: &str = "require no.test.open:1 as o\ncreate-dataset d\nimport o/ID as id\n";
