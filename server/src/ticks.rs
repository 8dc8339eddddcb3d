//! The grid of 100 ms on which results leave: when exactly work ended says something about the data.

use std::sync::LazyLock;

pub use jobs::limits::TICK;
use tokio::time::Instant;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The next moment of the process's one grid.
pub fn next() -> Instant {
    let passed = START.elapsed().as_millis() / TICK.as_millis();
    *START + TICK * u32::try_from(passed + 1).unwrap_or(u32::MAX)
}
