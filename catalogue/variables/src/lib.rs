//! The metadata model of register variables: what a databank says about itself in public.
//!
//! *In → out*: plain values, read by registry, engine, language tools and pages.
//! *Does not know about*: where data lie, SQLite, Parquet, HTTP, users.
//! *Invariants*: nothing here comes from unit data; coverage and counts shown for `register` databanks are
//! released values.
//! *Start reading at*: [`Variable`], then [`UnitType`] and [`CodeList`].

pub mod code_list;
pub mod databank;
pub mod day;
pub mod protection;
pub mod quota;
mod schema;
pub mod search;
pub mod temporality;
pub mod unit_type;
pub mod variable;

pub use code_list::{Code, CodeList};
pub use databank::{DataVersion, Databank, Profile, Tier, VersionRequest};
pub use day::Day;
pub use quota::Quota;
pub use search::{Filter, VariableSummary};
pub use temporality::Temporality;
pub use unit_type::UnitType;
pub use variable::{DataType, Multilingual, Sensitivity, ValueDomain, Variable};
