//! A coarse distribution: numbers fall into buckets between splitters that a sample of rows gives.

use crate::statistic::NumbersView;

/// Rows of the sample.
const SAMPLE: usize = 4096;

/// Places of the sample that become splitters.
const PLACES: usize = 60;

/// Most splitters.
const MOST: usize = 127;

/// Slots of even width between the first splitter and the last: a number's slot tells its bucket, or nearly.
pub(crate) const SLOTS: usize = 1024;

/// Ascending splitters s: bucket b holds the numbers from s[b−1] to below s[b]. A number that is common has a bucket of its own.
pub(crate) struct Buckets {
    splitters: [f64; MOST + 1],
    n: usize,
    low: f64,
    scale: f64,
    /// Slot → number of splitters in the slots before it.
    before: [u8; SLOTS],
}

impl Buckets {
    /// From rows at even distances. Which numbers split decides how fast the passes are, never what they find.
    pub(crate) fn new(numbers: &NumbersView<'_>, rows: usize) -> Self {
        let n = rows.min(SAMPLE);
        let mut sample: Vec<f64> = (0..n).filter_map(|at| numbers.at(at * rows / n)).collect();
        sample.sort_unstable_by(f64::total_cmp);
        let place = |at: usize| sample.get(at * sample.len() / PLACES).copied();
        let mut found = Vec::with_capacity(2 * PLACES);
        for value in (0..PLACES).filter_map(place) {
            match found.last() {
                Some(last) if *last == value => found.push(value.next_up()),
                Some(last) if *last > value => {}
                _ => found.push(value),
            }
        }
        found.truncate(MOST);
        let mut splitters = [f64::INFINITY; MOST + 1];
        splitters.iter_mut().zip(&found).for_each(|(slot, value)| *slot = *value);
        let (low, high) = (found.first().copied().unwrap_or(0.0), found.last().copied().unwrap_or(0.0));
        let scale = SLOTS as f64 / (high - low);
        let scale = if scale.is_finite() { scale } else { 0.0 };
        let mut buckets = Buckets { splitters, n: found.len() + 1, low, scale, before: [0; SLOTS] };
        // A splitter in an earlier slot is below every number of this one, as slots ascend with numbers.
        let mut before = [0_u8; SLOTS];
        for (slot, count) in before.iter_mut().enumerate() {
            *count = found.iter().filter(|splitter| (buckets.slot(**splitter) as usize) < slot).count() as u8;
        }
        buckets.before = before;
        buckets
    }

    /// Number of buckets.
    pub(crate) fn len(&self) -> usize {
        self.n
    }

    /// The slot of a number; numbers beyond the splitters are in the first or last.
    #[inline(always)]
    pub(crate) fn slot(&self, value: f64) -> u32 {
        ((value - self.low) * self.scale).max(0.0).min((SLOTS - 1) as f64) as i32 as u32
    }

    /// The bucket of a finite number whose slot is known.
    #[inline(always)]
    pub(crate) fn in_slot(&self, slot: usize, value: f64) -> usize {
        let mut bucket = usize::from(self.before.get(slot & (SLOTS - 1)).copied().unwrap_or_default());
        while self.splitters.get(bucket & MOST).is_some_and(|splitter| value >= *splitter) {
            bucket += 1;
        }
        bucket & MOST
    }

    /// The buckets that numbers of a slot may be in, as bits.
    pub(crate) fn of_slot(&self, slot: usize) -> u128 {
        let before = |slot: usize| self.before.get(slot).map_or(self.n - 1, |count| usize::from(*count));
        (before(slot)..=before(slot + 1)).fold(0, |bits, bucket| bits | 1 << (bucket & MOST))
    }

    /// The numbers of buckets `first` to `last`: from the one to below the other.
    pub(crate) fn ends(&self, first: usize, last: usize) -> (f64, f64) {
        let below = first.checked_sub(1).and_then(|at| self.splitters.get(at)).copied().unwrap_or(f64::NEG_INFINITY);
        (below, self.splitters.get(last).copied().unwrap_or(f64::INFINITY))
    }

    /// A distance from a number, as large as the buckets tell, that at least `k` of a target's numbers have; 0 if it has fewer.
    pub(crate) fn farthest(&self, counts: &[u64], from: f64, k: usize) -> f64 {
        // Rounded differences keep the order of exact ones, so a bucket's end is no farther than what lies beyond it.
        let distance = |bucket: usize| match self.ends(bucket, bucket) {
            (low, _) if low > from => low - from,
            (_, high) if high <= from => from - high,
            _ => 0.0,
        };
        let mut distances: Vec<(f64, u64)> =
            counts.iter().enumerate().map(|(bucket, count)| (distance(bucket), *count)).collect();
        distances.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut found = 0;
        let enough = distances.iter().find(|(_, count)| {
            found += count;
            found >= k as u64
        });
        enough.map_or(0.0, |(distance, _)| *distance)
    }

    /// Whether a bucket holds one number only.
    pub(crate) fn is_one_number(&self, bucket: usize) -> bool {
        let (low, high) = self.ends(bucket, bucket);
        low.is_finite() && low.next_up() == high
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::statistic::Numbers;

    proptest! {
        #[test]
        fn buckets_are_between_their_splitters(
            values in prop::collection::vec(-1000_i32..1000, 0..300),
            power in 1_i32..30,
            others in prop::collection::vec(-1e12_f64..1e12, 0..50),
        ) {
            let values: Vec<f64> = values.into_iter().map(|value| f64::from(value / 7).powi(power)).collect();
            let numbers = Numbers { values: values.clone().into(), valid: None };
            let buckets = Buckets::new(&numbers.view(), values.len());
            for value in values.iter().chain(&others).copied().filter(|value| value.is_finite()) {
                let slot = buckets.slot(value) as usize;
                let bucket = buckets.in_slot(slot, value);
                let (from, to) = buckets.ends(bucket, bucket);
                prop_assert!(bucket < buckets.len() && from <= value && value < to, "{} in {}..{}", value, from, to);
                prop_assert!(buckets.of_slot(slot) >> bucket & 1 == 1);
            }
            let mut counts = vec![0; buckets.len()];
            for value in &values {
                counts[buckets.in_slot(buckets.slot(*value) as usize, *value)] += 1;
            }
            for (from, k) in [(0.0, 3), (700.5, 20), (-1e15, values.len()), (3.0, values.len() + 1)] {
                let distance = buckets.farthest(&counts, from, k);
                let beyond = values.iter().filter(|value| (**value - from).abs() >= distance).count();
                prop_assert!(beyond >= k.min(values.len()) && (k <= values.len() || distance == 0.0));
            }
        }
    }
}
