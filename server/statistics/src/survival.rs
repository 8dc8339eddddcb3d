//! Survival analysis: how long until an event, where not everybody has it while observed.
//!
//! Columns are `event` (1 where it happened, 0 where observation ended without it) and `time`. Times are coded once as [`timeline::Timeline`]
//! cells; sums over risk sets are then prefix sums over cells, so that no pass needs rows in the order of time.

pub mod aft;
pub mod counts;
pub mod cox;
pub mod curve;
pub mod log_rank;
pub mod timeline;

mod information;
