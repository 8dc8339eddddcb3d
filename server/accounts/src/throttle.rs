//! Slows guessing down: failed logins are counted by account and by address.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::Moment;

/// Failures are remembered for a quarter of an hour.
pub const WINDOW: i64 = 15 * 60;
/// Failures of one account in the window before it has to wait, whether the account exists or not.
pub const PER_ACCOUNT: usize = 10;
/// Failures from one address in the window before it has to wait. Many people can share one.
pub const PER_ADDRESS: usize = 50;
/// Keys that are remembered at most; beyond, those without recent failures go first.
const MOST_KEYS: usize = 100_000;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(String),
    Address(String),
}

/// Recent failures.
#[derive(Default)]
pub struct Throttle {
    failures: Mutex<HashMap<Key, Vec<Moment>>>,
}

impl Throttle {
    /// Seconds to wait before the next attempt; `None`: go on.
    pub fn wait(&self, account: &str, address: &str, now: Moment) -> Option<i64> {
        let failures = self.failures.lock().ok()?;
        keys(account, address)
            .into_iter()
            .filter_map(|(key, limit)| {
                let recent: Vec<&Moment> = failures.get(&key)?.iter().filter(|at| now.since(**at) < WINDOW).collect();
                // The wait ends when the limit-th failure from the back leaves the window.
                let place = recent.len().checked_sub(limit)?;
                recent.get(place).map(|at| at.plus(WINDOW).since(now).max(1))
            })
            .max()
    }

    /// Remembers a failure.
    pub fn failed(&self, account: &str, address: &str, now: Moment) {
        let Ok(mut failures) = self.failures.lock() else { return };
        if failures.len() >= MOST_KEYS {
            failures.retain(|_, moments| moments.iter().any(|at| now.since(*at) < WINDOW));
        }
        for (key, limit) in keys(account, address) {
            let moments = failures.entry(key).or_default();
            moments.retain(|at| now.since(*at) < WINDOW);
            moments.push(now);
            let surplus = moments.len().saturating_sub(limit);
            moments.drain(..surplus);
        }
    }

    /// Forgets the failures of an account whose owner logged in.
    pub fn succeeded(&self, account: &str) {
        if let Ok(mut failures) = self.failures.lock() {
            failures.remove(&Key::Account(account.to_owned()));
        }
    }
}

fn keys(account: &str, address: &str) -> [(Key, usize); 2] {
    [(Key::Account(account.to_owned()), PER_ACCOUNT), (Key::Address(address.to_owned()), PER_ADDRESS)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(5_000);

    #[test]
    fn an_account_waits_after_its_limit_and_is_free_after_the_window() {
        let throttle = Throttle::default();
        for _ in 0..PER_ACCOUNT {
            assert_eq!(throttle.wait("a", "1.1.1.1", NOW), None);
            throttle.failed("a", "1.1.1.1", NOW);
        }
        assert_eq!(throttle.wait("a", "2.2.2.2", NOW.plus(1)), Some(WINDOW - 1));
        assert_eq!(throttle.wait("b", "1.1.1.1", NOW), None);
        assert_eq!(throttle.wait("a", "1.1.1.1", NOW.plus(WINDOW)), None);
    }

    #[test]
    fn an_address_waits_after_its_limit_whatever_account_it_tries() {
        let throttle = Throttle::default();
        for attempt in 0..PER_ADDRESS {
            throttle.failed(&format!("user{attempt}"), "1.1.1.1", NOW);
        }
        assert!(throttle.wait("another", "1.1.1.1", NOW).is_some());
        assert_eq!(throttle.wait("another", "2.2.2.2", NOW), None);
    }

    #[test]
    fn a_success_clears_the_account() {
        let throttle = Throttle::default();
        for _ in 0..PER_ACCOUNT {
            throttle.failed("a", "1.1.1.1", NOW);
        }
        throttle.succeeded("a");
        assert_eq!(throttle.wait("a", "1.1.1.1", NOW), None);
    }
}
