//! Runs scripts of the language over columns of units.
//!
//! *In → out*: [`language::call::Step`]s and a [`World`] → [`Event`]s; a [`Workspace`] is changed on the way.
//! *Does not know about*: HTTP, users, where records lie. Nothing leaves but what [`disclosure::Filter`] released,
//! diagnostics, and texts of the script itself.
//! *Invariants*: a failing command leaves the workspace as it was; row order, thread count and spelling never change
//! an answer; no value of a unit stands in an error.
//! *Start reading at*: [`run`], then [`command::Run`], [`dataset::Dataset`], [`lower`].

pub mod column;
pub mod command;
pub mod commands;
pub mod context;
pub mod dataset;
pub mod design;
pub mod error;
pub mod form;
pub mod functions;
pub mod groups;
pub mod history;
pub mod inputs;
pub mod labels;
pub mod lower;
pub mod memory;
pub mod names;
pub mod panel;
pub mod protect;
pub mod records;
pub mod redrawn;
mod refused;
mod run;
pub mod scripts;
pub mod shared;
pub mod typed;
pub mod workspace;
pub mod world;

pub use command::{Answer, Command, Run};
pub use context::Context;
pub use dataset::Dataset;
pub use error::EngineError;
pub use records::{Block, BlockUnits, Reading, RecordCodes, RecordValues, Records};
pub use run::{Event, run};
pub use scripts::Scripts;
pub use workspace::Workspace;
pub use world::{Bank, Cancel, Selection, Space, World, WorldError};
