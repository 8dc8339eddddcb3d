//! How much an account was told of small groups in the last 30 days, in thousandths of ρ (confidentiality D.5).
//!
//! The maximum over persons is bounded by the sum over levels: a person is in one cell of a level, and levels with a cell below 100
//! (by released numbers) count 1/(2V). So what users read of it is no secret. A level that is asked again in the window counts once.

use std::collections::{HashSet, VecDeque};

use accounts::Moment;
use variables::quota::ODOMETER_DAYS;

const WINDOW: i64 = ODOMETER_DAYS * 86_400;

/// An account's odometer.
#[derive(Debug, Default)]
pub struct Odometer {
    /// When, which level, how much; oldest first.
    levels: VecDeque<(Moment, u128, u64)>,
    known: HashSet<u128>,
}

impl Odometer {
    /// Adds levels; answers those that were not known.
    pub fn add(&mut self, levels: &[(u128, u64)], now: Moment) -> Vec<(u128, u64)> {
        self.forget(now);
        let new = levels.iter().filter(|(key, _)| self.known.insert(*key));
        let new: Vec<(u128, u64)> = new.copied().collect();
        self.levels.extend(new.iter().map(|(key, exposure)| (now, *key, *exposure)));
        new
    }

    fn forget(&mut self, now: Moment) {
        while let Some((_, key, _)) = self.levels.pop_front_if(|(then, ..)| now.since(*then) >= WINDOW) {
            self.known.remove(&key);
        }
    }

    /// Forgets everything up to a moment: the account was released then.
    pub fn release(&mut self, moment: Moment) {
        while let Some((_, key, _)) = self.levels.pop_front_if(|(then, ..)| *then <= moment) {
            self.known.remove(&key);
        }
    }

    /// Where it stands, in thousandths of ρ.
    pub fn stands(&self, now: Moment) -> u64 {
        self.within(now).map(|(_, _, exposure)| exposure).sum()
    }

    /// Seconds until it stands below `stop`; `None`: that is so now.
    pub fn seconds_until(&self, stop: u64, now: Moment) -> Option<u64> {
        let mut stands = self.stands(now);
        if stands < stop {
            return None;
        }
        for (then, _, exposure) in self.within(now) {
            stands -= exposure;
            if stands < stop {
                return Some(u64::try_from(then.plus(WINDOW).since(now)).unwrap_or(0).max(1));
            }
        }
        None
    }

    fn within(&self, now: Moment) -> impl Iterator<Item = &(Moment, u128, u64)> {
        self.levels.iter().filter(move |(then, ..)| now.since(*then) < WINDOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_counts_once_and_leaves_after_thirty_days() {
        let mut odometer = Odometer::default();
        assert_eq!(odometer.add(&[(1, 77), (2, 50), (1, 77)], Moment(0)), [(1, 77), (2, 50)]);
        assert_eq!(odometer.add(&[(2, 50), (3, 77)], Moment(86_400)), [(3, 77)]);
        assert_eq!(odometer.stands(Moment(86_400)), 204);
        assert_eq!(odometer.seconds_until(205, Moment(86_400)), None);
        assert_eq!(odometer.seconds_until(204, Moment(86_400)), Some(29 * 86_400));
        assert_eq!(odometer.seconds_until(77, Moment(86_400)), Some(30 * 86_400));
        assert_eq!(odometer.stands(Moment(WINDOW)), 77);
        assert_eq!(odometer.add(&[(1, 77)], Moment(WINDOW)), [(1, 77)]);
    }

    #[test]
    fn a_release_begins_anew() {
        let mut odometer = Odometer::default();
        odometer.add(&[(1, 77)], Moment(10));
        odometer.add(&[(2, 77)], Moment(20));
        odometer.release(Moment(15));
        assert_eq!(odometer.stands(Moment(20)), 77);
        assert_eq!(odometer.add(&[(1, 77)], Moment(21)), [(1, 77)]);
    }
}
