//! The grid of 100 ms on which results leave: when exactly work ended says something about the data.

use std::sync::LazyLock;
use std::time::Duration;

use tokio::time::Instant;

/// Time between two moments at which results leave.
pub const TICK: Duration = Duration::from_millis(100);

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The next moment of the process's one grid.
pub fn next() -> Instant {
    let passed = START.elapsed().as_millis() / TICK.as_millis();
    *START + TICK * u32::try_from(passed + 1).unwrap_or(u32::MAX)
}
