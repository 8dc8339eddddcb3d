//! How an account goes on.

use std::time::Duration;

use language::codes;
use language::diagnostic::Diagnostic;
use language::span::Span;
use variables::quota::{ODOMETER_WARN, wait_seconds};

use super::Used;

/// How an account goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// Seconds until a run begins.
    wait: u64,
    /// The odometer is half way to its stop.
    is_exposed: bool,
}

impl Pass {
    /// By what it has used.
    pub(super) fn of(used: Used) -> Pass {
        Pass { wait: wait_seconds(used.sets_day), is_exposed: used.odometer >= ODOMETER_WARN }
    }

    /// How long a run waits before it begins.
    pub fn wait(&self) -> Duration {
        Duration::from_secs(self.wait)
    }

    /// What its user is told when a run is taken.
    pub fn remarks(&self) -> Vec<Diagnostic> {
        let delayed = (self.wait > 0).then(|| codes::run_delayed(Span::default(), self.wait));
        let exposed = self.is_exposed.then(|| codes::exposure_high(Span::default()));
        delayed.into_iter().chain(exposed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_tells_what_it_does() {
        let told = |used: Used| Pass::of(used).remarks().iter().map(|remark| remark.code).collect::<Vec<_>>();
        assert_eq!(told(Used { sets_day: 300, odometer: 39_999, ..Used::default() }), [] as [&str; 0]);
        let much = Used { sets_day: 301, odometer: 40_000, ..Used::default() };
        assert_eq!(told(much), ["run-delayed", "exposure-high"]);
        assert_eq!(Pass::of(much).wait(), Duration::from_secs(30));
    }
}
