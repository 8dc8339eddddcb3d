//! Which unions of a partition's cells are looked at.

use super::Partition;
use crate::watch::sketch::{Counts, Sketch};

/// Of so many cells all unions are looked at.
const ALL_UNIONS: usize = 8;

/// Of so many, all runs of neighbours.
const ALL_RUNS: usize = 32;

/// Some cells of a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Union {
    /// The cells with a bit.
    Bits(u8),
    /// So many cells from one on, each so far from the one before.
    Steps { from: u16, step: u16, n: u16 },
    /// All but one.
    Without(u16),
}

/// The unions that are looked at, each once.
pub(super) fn unions(partition: &Partition) -> Vec<Union> {
    let n = partition.cells.len();
    if n <= ALL_UNIONS {
        return (1..1_u16 << n).map(|bits| Union::Bits(bits as u8)).collect();
    }
    let n = n.min(usize::from(u16::MAX)) as u16;
    let run = |from: u16, n: u16| Union::Steps { from, step: 1, n };
    let mut unions = vec![run(0, n)];
    if usize::from(n) <= ALL_RUNS {
        let inner = |from: u16| (1..=n - from).map(move |n| (from, n));
        unions.extend((0..n).flat_map(inner).filter(|(_, long)| *long < n).map(|(from, n)| run(from, n)));
    } else {
        unions.extend((0..n).map(|from| run(from, 1)));
    }
    unions.extend((1..n.saturating_sub(1)).map(Union::Without));
    let width = partition.width.min(usize::from(n)) as u16;
    if width > 1 && width < n && n % width == 0 {
        if usize::from(n) > ALL_RUNS {
            unions.extend((0..n / width).map(|row| run(row * width, width)));
        }
        unions.extend((0..width).map(|from| Union::Steps { from, step: width, n: n / width }));
    }
    unions
}

impl Union {
    /// The places of its cells among `cells` ones.
    fn places(self, cells: usize) -> impl Iterator<Item = usize> {
        let holds = move |at: usize| match self {
            Union::Bits(bits) => at < 8 && bits >> at & 1 == 1,
            Union::Steps { from, step, n } => {
                let (from, step, n) = (usize::from(from), usize::from(step.max(1)), usize::from(n));
                at >= from && (at - from).is_multiple_of(step) && (at - from) / step < n
            }
            Union::Without(out) => at != usize::from(out),
        };
        (0..cells).filter(move |at| holds(*at))
    }

    fn cells(self, partition: &Partition) -> impl Iterator<Item = &Sketch> {
        self.places(partition.cells.len()).filter_map(|at| partition.cells.get(at))
    }

    /// Number of persons.
    pub(super) fn n(self, partition: &Partition) -> u64 {
        self.cells(partition).map(Sketch::n).sum()
    }

    /// Number of persons in each bucket.
    pub(super) fn counts(self, partition: &Partition) -> Counts {
        self.cells(partition).fold(Counts::default(), |union, cell| union.with(cell.counts()))
    }

    pub(super) fn sketch(self, partition: &Partition) -> Sketch {
        self.cells(partition).fold(Sketch::default(), |union, cell| union.with(cell))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(n: usize, width: usize) -> Partition {
        Partition { partition: 0, width, cells: vec![Sketch::default(); n] }
    }

    fn places(partition: &Partition) -> Vec<Vec<usize>> {
        unions(partition).into_iter().map(|union| union.places(partition.cells.len()).collect()).collect()
    }

    #[test]
    fn each_union_is_looked_at_once() {
        for (n, width, unions) in
            [(1, 1, 1), (3, 3, 7), (8, 4, 255), (9, 9, 45 + 7), (12, 4, 78 + 10 + 4), (100, 100, 199)]
        {
            let mut found = places(&partition(n, width));
            assert_eq!(found.len(), unions, "{n} cells");
            assert!(found.iter().all(|cells| !cells.is_empty()));
            found.sort();
            found.dedup();
            assert_eq!(found.len(), unions, "{n} cells, each once");
        }
    }

    #[test]
    fn lines_of_a_table_are_among_them() {
        let found = places(&partition(40, 10));
        assert!(found.contains(&(10..20).collect()));
        assert!(found.contains(&vec![3, 13, 23, 33]));
    }
}
