//! Linear sketches of sets of persons: of two sketches it can be told how many persons are in one set and not in the other, if
//! those are few, without telling who.
//!
//! *Method*: set reconciliation by power sums (Minsky, Trachtenberg, Zippel 2003). Each person has a secret place x in the field of
//! 2^31 − 1 and one of eight buckets; a bucket holds Σ x^j, j = 0 … 15. The difference of two buckets is a sum of d powers with
//! coefficients ±1, and the shortest recurrence that gives it (Berlekamp, Massey) has exactly d terms as long as d ≤ 8. Twenty
//! persons put more than eight into one bucket about once in two hundred times, and then count as too few. Sums of disjoint sets
//! are the sketch of their union.

mod field;
mod pass;

use serde::{Deserialize, Serialize};

use self::field::{add, recurrence, subtract};
pub(super) use self::pass::sketches;
use crate::tally::SetId;

/// Parts that persons fall into; the distances of the parts add up.
const BUCKETS: usize = 8;

/// Power sums of a bucket: twice the largest distance that it tells.
const SUMS: usize = 16;

/// Distances from here on are not told: too much may have been lost in full buckets.
const FAR: u32 = 40;

/// The power sums of one bucket.
type Bucket = [u32; SUMS];

/// Numbers of persons in the buckets: they differ by no more than the sets do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::watch) struct Counts([u32; BUCKETS]);

impl Counts {
    pub(in crate::watch) fn with(mut self, other: Counts) -> Counts {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own = own.saturating_add(other));
        self
    }

    /// The least that sets with these numbers differ by.
    pub(in crate::watch) fn off(self, other: Counts) -> u32 {
        self.0.iter().zip(other.0).map(|(own, other)| own.abs_diff(other)).fold(0, u32::saturating_add)
    }
}

/// A sketch of a set of persons; secret like the set. Comparable with those under the same keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    n: u64,
    sum: u128,
    buckets: [Bucket; BUCKETS],
}

impl Default for Sketch {
    /// The sketch of the empty set.
    fn default() -> Self {
        Sketch { n: 0, sum: 0, buckets: [[0; SUMS]; BUCKETS] }
    }
}

impl Sketch {
    /// Bytes of [`Sketch::to_bytes`].
    pub const BYTES: usize = 8 + 16 + 4 * SUMS * BUCKETS;

    /// Number of persons.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Identity of the set: how many, and the sum of their record keys modulo 2^128.
    pub fn set(&self) -> (u64, u128) {
        (self.n, self.sum)
    }

    /// The sketch of the union with a set that has no person in common with this one.
    #[must_use]
    pub fn with(&self, other: &Sketch) -> Sketch {
        let SetId { n, sum } = SetId { n: self.n, sum: self.sum }.merged(SetId { n: other.n, sum: other.sum });
        Sketch { n, sum, buckets: self.each(other, add) }
    }

    /// The sketch of what is left without a set that lies in this one.
    #[must_use]
    pub fn without(&self, part: &Sketch) -> Sketch {
        let (n, sum) = (self.n.saturating_sub(part.n), self.sum.wrapping_sub(part.sum));
        Sketch { n, sum, buckets: self.each(part, subtract) }
    }

    fn each(&self, other: &Sketch, combine: fn(u32, u32) -> u32) -> [Bucket; BUCKETS] {
        let mut buckets = self.buckets;
        for (own, other) in buckets.iter_mut().zip(&other.buckets) {
            own.iter_mut().zip(other).for_each(|(own, other)| *own = combine(*own, *other));
        }
        buckets
    }

    /// Number of persons in each bucket.
    pub(in crate::watch) fn counts(&self) -> Counts {
        Counts(self.buckets.map(|[count, ..]| count))
    }

    /// |S xor R|, if it is below forty; beyond twenty it may be told as one or two less than it is.
    pub fn distance(&self, other: &Sketch) -> Option<u32> {
        self.distance_below(other, FAR)
    }

    /// The same if it is below `limit`, more quickly.
    pub fn distance_below(&self, other: &Sketch, limit: u32) -> Option<u32> {
        if self.set() == other.set() {
            return Some(0);
        }
        if self.counts().off(other.counts()) >= limit.min(FAR) {
            return None;
        }
        let mut distance = 0;
        for (own, other) in self.buckets.iter().zip(&other.buckets) {
            let mut difference = *own;
            difference.iter_mut().zip(other).for_each(|(own, other)| *own = subtract(*own, *other));
            distance += recurrence(&difference);
            if distance >= limit.min(FAR) {
                return None;
            }
        }
        Some(distance)
    }

    /// For keeping; [`Sketch::from_bytes`] reads it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Sketch::BYTES);
        bytes.extend(self.n.to_le_bytes());
        bytes.extend(self.sum.to_le_bytes());
        bytes.extend(self.buckets.iter().flatten().flat_map(|sum| sum.to_le_bytes()));
        bytes
    }

    /// `None` if these are no bytes of a sketch.
    pub fn from_bytes(bytes: &[u8]) -> Option<Sketch> {
        let (n, rest) = bytes.split_first_chunk::<8>()?;
        let (sum, rest) = rest.split_first_chunk::<16>()?;
        let (words, []) = rest.as_chunks::<4>() else { return None };
        let mut words = words.iter().map(|word| u32::from_le_bytes(*word));
        let mut sketch = Sketch { n: u64::from_le_bytes(*n), sum: u128::from_le_bytes(*sum), ..Sketch::default() };
        for slot in sketch.buckets.iter_mut().flatten() {
            *slot = words.next().filter(|sum| *sum < field::P)?;
        }
        words.next().is_none().then_some(sketch)
    }
}

#[cfg(test)]
pub(in crate::watch) mod made_up;
#[cfg(test)]
mod tests;
