//! Unions of intervals on the number line, in one canonical form.

use super::digest::Canonical;

/// An interval; infinite ends are open. Whole-number columns use closed ends only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Whether `low` itself belongs to it.
    pub low_closed: bool,
    /// Upper end.
    pub high: f64,
    /// Whether `high` itself belongs to it.
    pub high_closed: bool,
}

impl Interval {
    /// The whole line.
    pub const ALL: Interval =
        Interval { low: f64::NEG_INFINITY, low_closed: false, high: f64::INFINITY, high_closed: false };

    /// `low..=high`.
    pub fn closed(low: f64, high: f64) -> Self {
        Interval { low, low_closed: true, high, high_closed: true }
    }

    /// `low..high`.
    pub fn half_open(low: f64, high: f64) -> Self {
        Interval { low, low_closed: true, high, high_closed: false }
    }

    /// Numbers above `low` (`closed`: or equal).
    pub fn above(low: f64, closed: bool) -> Self {
        Interval { low, low_closed: closed, ..Interval::ALL }
    }

    /// Numbers below `high` (`closed`: or equal).
    pub fn below(high: f64, closed: bool) -> Self {
        Interval { high, high_closed: closed, ..Interval::ALL }
    }

    fn is_empty(&self) -> bool {
        self.low > self.high || (self.low == self.high && !(self.low_closed && self.high_closed))
    }

    /// Whether the number lies in it.
    pub fn contains(&self, number: f64) -> bool {
        (number > self.low || (self.low_closed && number == self.low))
            && (number < self.high || (self.high_closed && number == self.high))
    }

    fn intersect(&self, other: &Interval) -> Interval {
        let (low, low_closed) = match self.low.total_cmp(&other.low) {
            std::cmp::Ordering::Less => (other.low, other.low_closed),
            std::cmp::Ordering::Greater => (self.low, self.low_closed),
            std::cmp::Ordering::Equal => (self.low, self.low_closed && other.low_closed),
        };
        let (high, high_closed) = match self.high.total_cmp(&other.high) {
            std::cmp::Ordering::Less => (self.high, self.high_closed),
            std::cmp::Ordering::Greater => (other.high, other.high_closed),
            std::cmp::Ordering::Equal => (self.high, self.high_closed && other.high_closed),
        };
        Interval { low, low_closed, high, high_closed }
    }

    /// Closed whole-number ends that hold the same whole numbers.
    fn whole(mut self) -> Self {
        if self.low.is_finite() {
            let up = self.low.ceil();
            self.low = if up == self.low && !self.low_closed { up + 1.0 } else { up };
            self.low_closed = true;
        }
        if self.high.is_finite() {
            let down = self.high.floor();
            self.high = if down == self.high && !self.high_closed { down - 1.0 } else { down };
            self.high_closed = true;
        }
        self
    }

    /// No negative zero, infinite ends open.
    fn canonical(mut self) -> Self {
        self.low += 0.0;
        self.high += 0.0;
        self.low_closed &= self.low.is_finite();
        self.high_closed &= self.high.is_finite();
        self
    }
}

/// Sorted, disjoint, not touching.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Intervals {
    parts: Vec<Interval>,
    whole: bool,
}

impl Intervals {
    pub(crate) fn new(parts: impl IntoIterator<Item = Interval>, whole: bool) -> Self {
        let mut parts: Vec<Interval> = parts
            .into_iter()
            .map(|part| if whole { part.whole().canonical() } else { part.canonical() })
            .filter(|part| !part.is_empty())
            .collect();
        parts.sort_by(|a, b| a.low.total_cmp(&b.low).then(b.low_closed.cmp(&a.low_closed)));
        let mut merged: Vec<Interval> = Vec::with_capacity(parts.len());
        for part in parts {
            match merged.last_mut() {
                Some(last) if Self::touches(last, &part, whole) => {
                    if part.high > last.high || (part.high == last.high && part.high_closed) {
                        (last.high, last.high_closed) = (part.high, part.high_closed);
                    }
                }
                _ => merged.push(part),
            }
        }
        Intervals { parts: merged, whole }
    }

    fn touches(left: &Interval, right: &Interval, whole: bool) -> bool {
        right.low < left.high
            || (right.low == left.high && (right.low_closed || left.high_closed))
            || (whole && right.low == left.high + 1.0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(crate) fn is_all(&self) -> bool {
        self.parts == [Interval::ALL]
    }

    pub(crate) fn contains(&self, number: f64) -> bool {
        self.parts.iter().any(|part| part.contains(number))
    }

    pub(crate) fn union(&self, other: &Intervals) -> Intervals {
        Intervals::new(self.parts.iter().chain(&other.parts).copied(), self.whole)
    }

    pub(crate) fn intersect(&self, other: &Intervals) -> Intervals {
        let pairs = self.parts.iter().flat_map(|a| other.parts.iter().map(move |b| a.intersect(b)));
        Intervals::new(pairs, self.whole)
    }

    pub(crate) fn complement(&self) -> Intervals {
        let mut rest = Intervals::new([Interval::ALL], self.whole);
        for part in &self.parts {
            let outside = Intervals::new(
                [
                    Interval { high: part.low, high_closed: !part.low_closed, ..Interval::ALL },
                    Interval { low: part.high, low_closed: !part.high_closed, ..Interval::ALL },
                ]
                .into_iter()
                .filter(|side| side.low.is_finite() || side.high.is_finite()),
                self.whole,
            );
            rest = rest.intersect(&outside);
        }
        rest
    }

    pub(crate) fn write(&self, to: &mut Canonical) {
        to.flag(self.whole);
        to.count(self.parts.len());
        for part in &self.parts {
            to.number(part.low);
            to.flag(part.low_closed);
            to.number(part.high);
            to.flag(part.high_closed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_number_ends_close_and_neighbors_join() {
        let joined = Intervals::new([Interval::above(17.0, false), Interval::closed(3.0, 17.0)], true);
        assert_eq!(joined, Intervals::new([Interval::above(2.5, true)], true));
    }

    #[test]
    fn complement_twice_is_the_same() {
        for whole in [false, true] {
            let set = Intervals::new([Interval::half_open(1.0, 4.0), Interval::closed(9.0, 9.0)], whole);
            assert_eq!(set.complement().complement(), set);
            assert!(!set.complement().contains(1.0) && set.complement().contains(4.0));
        }
    }

    #[test]
    fn complement_of_everything_is_empty() {
        let all = Intervals::new([Interval::ALL], false);
        assert!(all.complement().is_empty());
        assert!(all.complement().complement().is_all());
    }
}
