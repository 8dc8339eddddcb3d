//! Slows guessing down: failed logins are counted by account and by address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::Moment;
use crate::user::LONGEST_ADDRESS;

/// Failures are remembered for a quarter of an hour.
pub const WINDOW: i64 = 15 * 60;
/// Failures of one account in the window before it has to wait, whether the account exists or not.
pub const PER_ACCOUNT: usize = 10;
/// Failures from one address in the window before it has to wait. Many people can share one.
pub const PER_ADDRESS: usize = 50;
/// Keys that are remembered at most; beyond, those without recent failures go, then those with the oldest.
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
    /// Counts an attempt as failed before it is tried, so that many at once get no further than one after the other;
    /// [`Throttle::succeeded`] takes it back.
    ///
    /// # Errors
    /// Seconds to wait before the next attempt counts; this one is not to be tried.
    pub fn begin(&self, account: &str, address: &str, now: Moment) -> Result<(), i64> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = keys(account, address);
        if let Some(seconds) = keys.iter().filter_map(|(key, limit)| wait(failures.get(key)?, *limit, now)).max() {
            return Err(seconds);
        }
        if failures.len() >= MOST_KEYS {
            make_room(&mut failures, now);
        }
        for (key, limit) in keys {
            let moments = failures.entry(key).or_default();
            moments.retain(|at| now.since(*at) < WINDOW);
            moments.push(now);
            let surplus = moments.len().saturating_sub(limit);
            moments.drain(..surplus);
        }
        Ok(())
    }

    /// Forgets the failures of an account whose owner logged in, and that the attempt counted against the address.
    pub fn succeeded(&self, account: &str, address: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let [(account, _), (address, _)] = keys(account, address);
        failures.remove(&account);
        if let Some(moments) = failures.get_mut(&address) {
            moments.pop();
        }
    }
}

/// Until the limit-th failure from the back leaves the window.
fn wait(moments: &[Moment], limit: usize, now: Moment) -> Option<i64> {
    let recent: Vec<&Moment> = moments.iter().filter(|at| now.since(**at) < WINDOW).collect();
    let place = recent.len().checked_sub(limit)?;
    recent.get(place).map(|at| at.plus(WINDOW).since(now).max(1))
}

/// Forgets what left the window; if that is too little, the half that failed longest ago.
fn make_room(failures: &mut HashMap<Key, Vec<Moment>>, now: Moment) {
    failures.retain(|_, moments| moments.iter().any(|at| now.since(*at) < WINDOW));
    if failures.len() < MOST_KEYS {
        return;
    }
    let newest = |moments: &Vec<Moment>| moments.last().map_or(0, |at| at.0);
    let mut ends: Vec<i64> = failures.values().map(newest).collect();
    ends.sort_unstable();
    let middle = ends.get(ends.len() / 2).copied().unwrap_or(now.0);
    failures.retain(|_, moments| newest(moments) > middle);
}

fn keys(account: &str, address: &str) -> [(Key, usize); 2] {
    // Nobody has a longer one; the memory that an attempt takes is bounded.
    let account: String = account.chars().take(LONGEST_ADDRESS).collect();
    [(Key::Account(account), PER_ACCOUNT), (Key::Address(network(address)), PER_ADDRESS)]
}

/// The address, of IPv6 the first 64 bits: a subscriber has all that begin so.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.chars().take(LONGEST_ADDRESS).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(5_000);

    #[test]
    fn an_account_waits_after_its_limit_and_is_free_after_the_window() {
        let throttle = Throttle::default();
        for _ in 0..PER_ACCOUNT {
            assert_eq!(throttle.begin("a", "1.1.1.1", NOW), Ok(()));
        }
        assert_eq!(throttle.begin("a", "2.2.2.2", NOW.plus(1)), Err(WINDOW - 1));
        assert_eq!(throttle.begin("b", "1.1.1.1", NOW), Ok(()));
        assert_eq!(throttle.begin("a", "1.1.1.1", NOW.plus(WINDOW)), Ok(()));
    }

    #[test]
    fn an_address_waits_after_its_limit_whatever_account_it_tries() {
        let throttle = Throttle::default();
        for attempt in 0..PER_ADDRESS {
            assert_eq!(throttle.begin(&format!("user{attempt}"), &format!("2001:db8:1:2::{attempt:x}"), NOW), Ok(()));
        }
        assert!(throttle.begin("another", "2001:db8:1:2:ffff::1", NOW).is_err());
        assert_eq!(throttle.begin("another", "2001:db8:1:3::1", NOW), Ok(()));
    }

    #[test]
    fn a_success_clears_the_account_and_costs_the_address_nothing() {
        let throttle = Throttle::default();
        for _ in 0..2 * PER_ADDRESS {
            assert_eq!(throttle.begin("a", "1.1.1.1", NOW), Ok(()));
            throttle.succeeded("a", "1.1.1.1");
        }
        assert_eq!(throttle.begin("b", "1.1.1.1", NOW), Ok(()));
    }

    #[test]
    fn memory_is_bounded_whatever_is_tried() {
        let throttle = Throttle::default();
        for attempt in 0..MOST_KEYS {
            let address = format!("10.{}.{}.{}", attempt >> 16, attempt >> 8 & 255, attempt & 255);
            let long = format!("{attempt}{}", "x".repeat(1_000));
            assert_eq!(throttle.begin(&long, &address, NOW.plus(attempt as i64 / 1_000)), Ok(()));
        }
        let kept = throttle.failures.lock().map(|failures| failures.len()).unwrap_or_default();
        assert!(kept <= MOST_KEYS + 1, "{kept}");
    }
}
