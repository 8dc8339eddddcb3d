//! Storage of registers: what databanks hold, in which versions, and the data themselves.
//!
//! *What*: metadata, versions and the draft in SQLite; data in Parquet, one variable a file set; units as dense
//! indices with a random pseudonym each.
//! *In → out*: chunks of rows sorted by unit go in ([`Draft::stage`]); [`Records`] chosen by a [`Selection`] come out.
//! *Does not know about*: scripts, the noise filter, users, raw identifiers (`ingest` alone reads those).
//! *Invariants*: a released version never changes, and its files are never written again; a variable is added
//! wholly or not at all; the same rows give the same bytes of Parquet; errors hold nothing from unit data.
//! *Start reading at*: [`Registry`], then [`BankVersion`], [`Draft`] and [`Records`].

mod blocks;
mod change;
mod columns;
mod commit;
mod content;
mod data_file;
mod delta;
mod draft;
mod error;
mod file_writer;
mod held_values;
mod kept;
mod layout;
#[cfg(test)]
mod layouts;
mod manifest;
mod merged;
mod migrate;
mod predicate;
mod reader;
mod record;
mod shared_file;
mod spells;
mod staging;
mod store;
mod unit_space;
mod version;
mod writer;

pub use blocks::{Block, Blocks, Units};
pub use change::{Change, Operation};
pub use commit::Addition;
pub use content::{Coverage, Period, TrueCoverage};
pub use draft::{Draft, Seen};
pub use error::{RegistryError, Result};
pub use kept::{Kept, KeptPiece};
pub use layout::{is_databank_name, is_variable_name};
pub use record::{Chunk, ChunkValues, Codes, Effective, Records, Selection, Values};
pub use staging::Staged;
pub use store::Registry;
pub use unit_space::{NewUnits, UnitSpace, space_of};
pub use version::BankVersion;
pub use writer::{DataWriter, StoredValues};
