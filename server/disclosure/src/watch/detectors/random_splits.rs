//! Detector B: splits that look random, the cheapest way to rebuild many secrets at once (C.6): each cuts the population into halves
//! that have nothing to do with any variable, by digits, remainders, hashes or samples.
//!
//! *Method*: a column made by the script is compared with each register variable that it was made from. If it shares less than .02 of
//! its own entropy with every one of them, nothing but the split itself can have been the reason for making it.

use std::collections::HashMap;

use crate::watch::meter::{DAY, Rest};

/// When the detector says what.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomSplitsLimits {
    /// A split looks random if it shares less than this part of its entropy with each of its sources.
    pub information: f64,
    /// How long splits are remembered, in seconds.
    pub memory: u64,
    /// So many splits that look random are flagged.
    pub flag: usize,
    /// Most splits that are remembered; beyond it the oldest go.
    pub remembered: usize,
}

impl RandomSplitsLimits {
    /// Those of confidentiality D.5.
    pub const CURRENT: RandomSplitsLimits =
        RandomSplitsLimits { information: 0.02, memory: 30 * DAY, flag: 10, remembered: 10_000 };
}

/// What detector B says of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RandomSplitsReading {
    /// Different splits that looked random.
    pub splits: usize,
    /// For the auditor to look at.
    pub is_flagged: bool,
}

/// The memory of one account: the random-looking splits, with the last time of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RandomSplits(HashMap<u128, u64>);

impl RandomSplits {
    /// Takes in a split that was released at `now` (seconds), and reads the detector. `information`: the largest part of its
    /// entropy that it shares with one of its sources ([`Split::information`](crate::watch::Split)); `None` where the sources were
    /// not at hand.
    pub fn note(
        &mut self,
        limits: &RandomSplitsLimits,
        partition: u128,
        information: Option<f64>,
        now: u64,
    ) -> RandomSplitsReading {
        if information.is_some_and(|information| information < limits.information) {
            self.0.insert(partition, now);
        }
        self.0.retain(|_, when| *when + limits.memory > now);
        while self.0.len() > limits.remembered {
            let oldest = self.0.iter().min_by_key(|(partition, when)| (**when, **partition)).map(|(oldest, _)| *oldest);
            oldest.map(|oldest| self.0.remove(&oldest));
        }
        self.read(limits, now)
    }

    /// Reads the detector at `now`.
    pub fn read(&self, limits: &RandomSplitsLimits, now: u64) -> RandomSplitsReading {
        let splits = self.0.values().filter(|when| **when + limits.memory > now).count();
        RandomSplitsReading { splits, is_flagged: splits >= limits.flag }
    }

    /// For keeping; [`RandomSplits::from_bytes`] reads it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut splits: Vec<_> = self.0.iter().collect();
        splits.sort_unstable();
        let of_one = |(partition, when): &(&u128, &u64)| [&partition.to_le_bytes()[..], &when.to_le_bytes()].concat();
        splits.iter().flat_map(of_one).collect()
    }

    /// `None` if these are no bytes of a detector.
    pub fn from_bytes(bytes: &[u8]) -> Option<RandomSplits> {
        let mut rest = Rest(bytes);
        let mut found = RandomSplits::default();
        while !rest.0.is_empty() {
            let partition = rest.u128()?;
            found.0.insert(partition, rest.u64()?);
        }
        Some(found)
    }
}
