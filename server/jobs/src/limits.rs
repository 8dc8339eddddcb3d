//! Bounds on what one runner can make the service hold and do.

use std::time::Duration;

/// Longest script in bytes.
pub const MOST_SCRIPT_BYTES: usize = accounts::script::MOST_TEXT_BYTES;
/// Runs of one runner that may wait or work at the same time.
pub const MOST_OPEN_RUNS: usize = 20;
/// Finished runs of one runner whose answers are kept.
pub const MOST_KEPT_RUNS: usize = 50;
/// How long an answer is kept after the run ended.
pub const KEPT_FOR: Duration = Duration::from_secs(12 * 3600);
/// Events of one runner that can be resumed.
pub const MOST_EVENTS: usize = 5_000;
/// Time between two moments at which results leave: when exactly work ended says something about the data.
pub const TICK: Duration = Duration::from_millis(100);
