//! The published bounds on what an account may ask: quotas, odometer and meter (`confidentiality.md` D.5 and E.8, `near-sets.md` 6.3).

/// What is counted against a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// Cells in any 60 minutes.
    CellsHour,
    /// Cells in any 24 hours.
    CellsDay,
    /// Models in any 24 hours.
    ModelsDay,
}

impl Quota {
    /// All quotas.
    pub const ALL: [Quota; 3] = [Quota::CellsHour, Quota::CellsDay, Quota::ModelsDay];

    /// The most that a user may have used when another statement begins.
    pub const fn most(self) -> u64 {
        match self {
            Quota::CellsHour => 50_000,
            Quota::CellsDay => 200_000,
            Quota::ModelsDay => 2_000,
        }
    }

    /// The name in answers of the API.
    pub const fn name(self) -> &'static str {
        match self {
            Quota::CellsHour => "cells-hour",
            Quota::CellsDay => "cells-day",
            Quota::ModelsDay => "models-day",
        }
    }
}

/// An institution's quotas are so many times a user's.
pub const INSTITUTION: u64 = 10;
/// A cell whose released number is below [`SMALL_BELOW`], or hidden, counts so many times.
pub const SMALL_CELL: u64 = 10;
/// See [`SMALL_CELL`].
pub const SMALL_BELOW: i64 = 1_000;
/// Cells and models of the sensitive tier count so many times: its quotas are a quarter.
pub const SENSITIVE: u64 = 4;

/// The odometer's window.
pub const ODOMETER_DAYS: i64 = 30;
/// From so many thousandths of ρ on, runs warn.
pub const ODOMETER_WARN: u64 = 40_000;
/// From so many thousandths of ρ on, nothing runs.
pub const ODOMETER_STOP: u64 = 80_000;

/// The meter's window.
pub const METER_DAYS: i64 = 30;
/// Pairs of nearly the same sets after which an account is flagged.
pub const METER_FLAG: u64 = 25;
/// Pairs after which it is put under review.
pub const METER_REVIEW: u64 = 40;

/// Sets that an account may define in any 24 hours before its runs wait.
pub const SETS_DAY: u64 = 300;
/// For each hundred sets begun above [`SETS_DAY`] a run waits so many seconds before it begins …
pub const WAIT_STEP_SECONDS: u64 = 30;
/// … up to so many.
pub const WAIT_MOST_SECONDS: u64 = 600;

/// How long a run waits before it begins, in seconds, by the sets that its account defined in the last 24 hours.
pub fn wait_seconds(sets_day: u64) -> u64 {
    (sets_day.saturating_sub(SETS_DAY).div_ceil(100) * WAIT_STEP_SECONDS).min(WAIT_MOST_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_wait_longer_the_more_sets_were_defined() {
        let waits = [0, 300, 301, 400, 401, 1_000, 2_300, 100_000, u64::MAX].map(wait_seconds);
        assert_eq!(waits, [0, 0, 30, 30, 60, 210, 600, 600, 600]);
    }
}
