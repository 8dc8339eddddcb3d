//! The only path out: everything computed from register data leaves through [`Filter::release`], or not at all.
//!
//! *In → out*: [`Confidential`] statistics and the normal form of the [`Question`] → [`Released`] bodies of the wire, or a
//! [`Refusal`]. *Does not know about*: Polars, files, clocks, users, scripts.
//!
//! **Promised.** Under the profile `register`: the same question over the same versions and the same units gives the same
//! answer to everybody; each count carries noise from one symmetric row and is shown from 8 up; every other number comes from
//! released counts or from perturbed weights; a statistic of fewer than a keyed 10…19 units is not shown; nothing tells whether
//! a small set is empty. One question about one person's bit is answered with accuracy at most Φ(1/(2√V)) = .58.
//!
//! **Not promised.** That many questions together tell nothing: accuracy grows as Φ(√q/(2√V)) with q questions about one
//! bit; bulk reconstruction is answered by quotas, the log and agreements, not here. Under `open` nothing is protected at all.
//!
//! **Where each rule sits** (one file and one page in `proofs/` each)
//!
//! | rule | file |
//! |---|---|
//! | identity of a question | [`normal_form`] |
//! | draws | `seed.rs`, `noise_row.rs`, `record_key.rs` |
//! | thresholds | [`policy`] |
//! | counts: noise, shown from 8 | `rule/minimum_count.rs` |
//! | population of 1000 | `rule/minimum_population.rs` |
//! | keyed gates of 10…19 | `rule/gate.rs` |
//! | perturbed weights, influence, levelling | `weights.rs` |
//! | clamp of user-made numbers | `rule/clamp.rs` |
//! | keyed floor of written values | `rule/value_floor.rs` |
//! | checks on values | `rule/value_checks.rs` |
//! | variation: nearly constant numbers | `rule/variation.rs` |
//! | dominance | `rule/dominance.rs` |
//! | persistent re-drawing of sensitive codes | `rule/redrawing.rs` |
//! | rounding | `rule/rounding.rs` |
//! | leverage cap | `release/model/weighting.rs` |
//! | sizes of tables, histograms and models | [`foresight`] |
//! | many cells at once | `passes.rs`, `release/counted.rs`, `release/streamed.rs` |
//! | few-valued variables from counts | `release/measures.rs` |
//! | accounts for what left, changes nothing | [`watch`] |
//!
//! **Side doors**, each closed where it is named: error texts (closed [`Refusal`] arguments; engine errors carry no values);
//! "n units removed" (differences of released numbers, `release/feedback.rs`); categories and labels (listed by released counts,
//! `release/frequency_table.rs`); chart axes (edges from released percentiles, `release/histogram.rs`); public text
//! ([`Released::public_text`], the caller's duty); run time (every rule runs in full on empty sets and looks at every threshold;
//! latency is rounded in `jobs`); progress, row counts in logs, cache hits, panics (not here: this crate logs nothing and keeps
//! nothing).
//!
//! *Start reading at*: [`Filter`], [`Statistic`], [`normal_form::Form`].

mod confidential;
mod filter;
pub mod foresight;
mod noise_row;
pub mod normal_form;
mod passes;
pub mod policy;
mod record_key;
mod refusal;
mod release;
mod released;
mod rule;
mod sample;
mod seed;
pub mod statistic;
mod tally;
pub mod watch;
mod weighted;
mod weights;
mod wide;

pub use confidential::Confidential;
pub use filter::{Filter, Question};
pub use normal_form::{ColumnForm, Comparison, Condition, Form, Kind, RegisterVariable, Source, Value};
pub use policy::{Noise, Policy, Profile, Tier};
pub use record_key::{record_key, record_keys};
pub use refusal::{Place, Refusal};
pub use release::groups::GroupValues;
pub use released::{NamedBody, Released};
pub use rule::redrawing::{Redrawing, Units};
pub use rule::value_checks::{Check, Verdict};
pub use rule::value_floor::Floored;
pub use seed::Keys;
pub use statistic::{Population, Statistic};
pub use watch::{Notes, Watcher};
