//! Detector A: the same set asked for as the union of groups of many different partitions, whose noise averages out (C.5).
//!
//! *Method*: sketches of disjoint sets add up, so the union of some cells of a partition has a sketch without a look at persons.
//! For each new partition the detector looks, union by union, how many earlier partitions have a union within twenty persons of
//! it; the reading is the largest such number. The set itself need not have been asked about: the partitions give it away. Of
//! partitions with up to eight cells all unions are looked at; of more, neighbours, single cells, all but one cell, and the lines of a
//! table are, so a set that is scattered over a partition of many cells is not seen.

mod bytes;
mod unions;

use std::collections::HashSet;

use self::unions::{Union, unions};
use crate::watch::meter::DAY;
use crate::watch::sketch::{Counts, Sketch};

/// When the detector says what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AveragingLimits {
    /// Unions that differ by fewer persons are one set.
    pub radius: u32,
    /// How long partitions are remembered, in seconds.
    pub memory: u64,
    /// So many partitions of one set are flagged.
    pub flag: usize,
    /// So many delay the account's results until somebody has looked.
    pub review: usize,
    /// Most cells of partitions that are remembered.
    pub remembered: usize,
}

impl AveragingLimits {
    /// As the meter's.
    pub const CURRENT: AveragingLimits =
        AveragingLimits { radius: 20, memory: 30 * DAY, flag: 25, review: 40, remembered: 10_000 };
}

/// A split that was released.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    /// Its identity ([`Split::partition`](crate::watch::Split)).
    pub partition: u128,
    /// Number of cells side by side: categories of its last column ([`Split::released`](crate::watch::Split)).
    pub width: usize,
    /// Its cells.
    pub cells: Vec<Sketch>,
}

/// What detector A says of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AveragingReading {
    /// The most partitions that have one set in common.
    pub partitions_of_one_set: usize,
    /// For the auditor to look at.
    pub is_flagged: bool,
    /// Results wait until somebody has looked.
    pub needs_review: bool,
}

/// The memory of one account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Averaging {
    known: Vec<Known>,
    /// The unions of all of them, ascending.
    by_size: Vec<Entry>,
}

/// A union of a remembered partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    n: u64,
    /// The place of its partition in `known`.
    at: usize,
    union: Union,
    counts: Counts,
}

impl Entry {
    fn of(partition: &Partition, at: usize) -> impl Iterator<Item = Entry> {
        unions(partition).into_iter().map(move |union| {
            let counts = union.counts(partition);
            Entry { n: union.n(partition), at, union, counts }
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Known {
    partition: Partition,
    when: u64,
    /// The most earlier partitions that shared a union with it, and itself.
    shared: usize,
}

impl Averaging {
    /// Takes in a split that was released at `now` (seconds), and reads the detector. One that is known counts once.
    pub fn note(&mut self, limits: &AveragingLimits, partition: Partition, now: u64) -> AveragingReading {
        self.forget(limits, now);
        if !self.known.iter().any(|known| known.partition.partition == partition.partition) {
            let own: Vec<Entry> = Entry::of(&partition, self.known.len()).collect();
            let shared = own.iter().map(|union| self.sharing(limits, &partition, union)).max().unwrap_or(0) + 1;
            self.by_size.extend(own);
            self.by_size.sort_unstable();
            self.known.push(Known { partition, when: now, shared });
        }
        self.read(limits, now)
    }

    /// Reads the detector at `now`.
    pub fn read(&self, limits: &AveragingLimits, now: u64) -> AveragingReading {
        let known = self.known.iter().filter(|known| known.when + limits.memory > now);
        let partitions_of_one_set = known.map(|known| known.shared).max().unwrap_or(0);
        AveragingReading {
            partitions_of_one_set,
            is_flagged: partitions_of_one_set >= limits.flag,
            needs_review: partitions_of_one_set >= limits.review,
        }
    }

    /// How many remembered partitions have a union near to this one.
    fn sharing(&self, limits: &AveragingLimits, partition: &Partition, own: &Entry) -> usize {
        let n = own.n;
        let radius = u32::try_from(n / 2 + 1).map_or(limits.radius, |half| half.min(limits.radius));
        if n == 0 {
            return 0;
        }
        let reach = u64::from(radius - 1);
        let sketch = own.union.sketch(partition);
        let from = self.by_size.partition_point(|other| other.n < n.saturating_sub(reach).max(1));
        let candidates = self.by_size.get(from..).unwrap_or_default().iter().take_while(|other| other.n <= n + reach);
        let mut sharing = HashSet::new();
        // Most are far: the numbers of persons in the buckets say so.
        for other in candidates.filter(|other| own.counts.off(other.counts) < radius) {
            let Some(known) = self.known.get(other.at).filter(|_| !sharing.contains(&other.at)) else { continue };
            if sketch.distance_below(&other.union.sketch(&known.partition), radius).is_some() {
                sharing.insert(other.at);
            }
        }
        sharing.len()
    }

    /// Leaves out what is old, and the oldest beyond what is kept.
    fn forget(&mut self, limits: &AveragingLimits, now: u64) {
        let before = self.known.len();
        self.known.retain(|known| known.when + limits.memory > now);
        let mut cells: usize = self.known.iter().map(|known| known.partition.cells.len()).sum();
        let beyond = self.known.iter().take_while(|known| {
            let is_beyond = cells > limits.remembered;
            cells -= known.partition.cells.len();
            is_beyond
        });
        let beyond = beyond.count();
        self.known.drain(..beyond);
        if self.known.len() < before {
            self.index();
        }
    }

    fn index(&mut self) {
        let known = self.known.iter().enumerate();
        self.by_size = known.flat_map(|(at, known)| Entry::of(&known.partition, at)).collect();
        self.by_size.sort_unstable();
    }
}

#[cfg(test)]
mod tests;
