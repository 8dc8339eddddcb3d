//! Running scripts for people: the queue with its workers, the registry and the kept scripts behind the engine's world, the keys.
//!
//! *In → out*: an [`Order`] (who, which script) in; a [`wire::run::RunAnswer`] and numbered events out.
//! *Does not know about*: HTTP, cookies, terminals.
//! *Invariants*: nobody reads another runner's runs; what a run answers comes from the engine, which only gives released
//! values; keys are never written to a log; a run is in the audit log before it starts, and its end before anybody hears of it;
//! a run that fails inside says where, never with which values; what a statement released is booked before the next one begins.
//! *Start reading at*: [`Queue`], then [`work`].

#[cfg(test)]
mod country;
mod desk;
pub mod home;
#[cfg(test)]
mod import_speed;
pub mod keys;
pub mod limits;
pub mod memory;
mod prefix;
pub mod publish;
mod queue;
mod reading;
mod remembered;
mod run_log;
mod runner;
mod script;
mod script_job;
mod shelf;
mod strata;
mod stream;
#[cfg(test)]
mod utility;
pub mod watch;
pub mod work;
mod world;

pub use home::{Home, HomeLock, LockError};
pub use queue::{Event, Load, Numbered, Queue, SubmitRefusal};
pub use runner::Runner;
pub use script::ScriptWork;
pub use watch::{Denial, Watch, WatchError};
pub use work::{End, Job, NotTaken, NotWritten, Order, Outcome, Report, Taken, Turn, Work};
