//! Detector B: splits that look random, the cheapest way to rebuild many secrets at once (C.6): each cuts the population into halves
//! that have nothing to do with any variable, by digits, remainders, hashes or samples.
//!
//! *Method*: a column made by the script is compared with each register variable that it was made from. If it shares less than .02 of
//! its own entropy with every one of them, nothing but the split itself can have been the reason for making it.

use std::collections::HashMap;

use crate::watch::meter::DAY;
use crate::watch::rest::Rest;

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
    /// Different splits that could not be judged: not all of their sources were at hand.
    pub unjudged: usize,
    /// For the auditor to look at.
    pub is_flagged: bool,
}

/// The memory of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RandomSplits(HashMap<u128, Kept>);

/// A split that looked random, or could not be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kept {
    last: u64,
    is_judged: bool,
}

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
        if information.is_none_or(|information| information < limits.information) {
            self.0.insert(partition, Kept { last: now, is_judged: information.is_some() });
        }
        self.0.retain(|_, kept| kept.last + limits.memory > now);
        while self.0.len() > limits.remembered {
            let Some(oldest) =
                self.0.iter().min_by_key(|(split, kept)| (kept.last, **split)).map(|(oldest, _)| *oldest)
            else {
                break;
            };
            self.0.remove(&oldest);
        }
        self.read(limits, now)
    }

    /// Reads the detector at `now`.
    pub fn read(&self, limits: &RandomSplitsLimits, now: u64) -> RandomSplitsReading {
        let recent = self.0.values().filter(|kept| kept.last + limits.memory > now);
        let (splits, unjudged) = recent.fold((0, 0), |(splits, unjudged), kept| match kept.is_judged {
            true => (splits + 1, unjudged),
            false => (splits, unjudged + 1),
        });
        RandomSplitsReading { splits, unjudged, is_flagged: splits >= limits.flag }
    }

    /// For keeping; [`RandomSplits::from_bytes`] reads it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut splits: Vec<_> = self.0.iter().collect();
        splits.sort_unstable_by_key(|(partition, _)| **partition);
        let mut bytes = Vec::with_capacity(25 * splits.len());
        for (partition, kept) in splits {
            bytes.extend(partition.to_le_bytes());
            bytes.extend(kept.last.to_le_bytes());
            bytes.push(kept.is_judged.into());
        }
        bytes
    }

    /// `None` if these are no bytes of a detector.
    pub fn from_bytes(bytes: &[u8]) -> Option<RandomSplits> {
        let mut rest = Rest(bytes);
        let mut found = RandomSplits::default();
        while !rest.0.is_empty() {
            let (partition, last) = (rest.u128()?, rest.u64()?);
            let is_judged = match rest.take::<1>()? {
                [0] => false,
                [1] => true,
                _ => return None,
            };
            found.0.insert(partition, Kept { last, is_judged });
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: RandomSplitsLimits = RandomSplitsLimits::CURRENT;

    #[test]
    fn ten_different_splits_that_look_random_are_flagged() {
        let mut detector = RandomSplits::default();
        for split in 0..10 {
            assert!(!detector.note(&LIMITS, 100 + split, Some(0.5), 0).is_flagged, "a recode");
            assert!(!detector.note(&LIMITS, 200 + split, None, 0).is_flagged, "not judged");
            detector.note(&LIMITS, split, Some(0.001), 0);
            let reading = detector.note(&LIMITS, split, Some(0.001), 1);
            assert_eq!((reading.splits as u128, reading.unjudged as u128), (split + 1, split + 1));
            assert_eq!(reading.is_flagged, split == 9);
        }
        assert_eq!(RandomSplits::from_bytes(&detector.to_bytes()), Some(detector.clone()));
        assert_eq!(RandomSplits::from_bytes(&detector.to_bytes()[1..]), None);
        assert_eq!(detector.read(&LIMITS, LIMITS.memory + 1).splits, 0);
        let few = RandomSplitsLimits { remembered: 3, ..LIMITS };
        assert_eq!(detector.note(&few, 500, Some(0.0), 2).splits, 3);
    }
}
