//! A coarse distribution: numbers fall into buckets between splitters that a sample of rows gives.

use crate::statistic::NumbersView;

/// Rows of the sample.
const SAMPLE: usize = 4096;

/// Places of the sample that become splitters.
const PLACES: usize = 60;

/// Most splitters, one less than a power of two.
const MOST: usize = 127;

/// Ascending splitters s: bucket b holds the numbers from s[b−1] to below s[b]. A number that is common has a bucket of its own.
pub(crate) struct Buckets {
    splitters: [f64; MOST + 1],
    n: usize,
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
        Buckets { splitters, n: found.len() + 1 }
    }

    /// Number of buckets.
    pub(crate) fn len(&self) -> usize {
        self.n
    }

    /// The bucket of a finite number.
    #[inline(always)]
    pub(crate) fn of(&self, value: f64) -> usize {
        let mut bucket = 0;
        for step in [64, 32, 16, 8, 4, 2, 1] {
            let splitter = self.splitters.get((bucket + step - 1) & MOST).copied().unwrap_or(f64::INFINITY);
            bucket += if value >= splitter { step } else { 0 };
        }
        bucket
    }

    /// The numbers of buckets `first` to `last`: from the one to below the other.
    pub(crate) fn ends(&self, first: usize, last: usize) -> (f64, f64) {
        let below = first.checked_sub(1).and_then(|at| self.splitters.get(at)).copied().unwrap_or(f64::NEG_INFINITY);
        (below, self.splitters.get(last).copied().unwrap_or(f64::INFINITY))
    }

    /// Whether a bucket holds one number only.
    pub(crate) fn is_one_number(&self, bucket: usize) -> bool {
        let (low, high) = self.ends(bucket, bucket);
        low.is_finite() && low.next_up() == high
    }
}
