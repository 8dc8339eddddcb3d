//! Rows by the levels of one factor (a unit of a panel, an absorbed factor): where each level's rows are, and the parts that passes read.

use rayon::prelude::*;

use crate::error::FitError;

/// Rows of a part, unless one group alone has more.
pub const PIECE_ROWS: usize = 512;

/// A part of the rows that is read at once: whole groups, or a piece of one long group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    /// First and last-but-one position.
    pub first: usize,
    pub last: usize,
    /// Groups that have rows in it.
    pub first_group: usize,
    pub last_group: usize,
    /// Number of the long group of which this is a part.
    pub long: Option<usize>,
}

/// Rows ordered by group. Rows that already are in order are not copied, and are read fastest.
#[derive(Clone, Debug)]
pub struct Groups {
    n_rows: usize,
    /// Row of each position, where rows are not in order.
    pub(crate) order: Option<Vec<u32>>,
    /// First position of each group, `n_groups + 1`.
    pub(crate) starts: Vec<usize>,
    pub(crate) pieces: Vec<Piece>,
    /// Groups with more rows than [`PIECE_ROWS`].
    pub(crate) long: Vec<usize>,
}

impl Groups {
    /// Rows by `codes` (one a row, `0..n_groups`); groups may be empty.
    ///
    /// # Errors
    /// [`FitError::Shape`] where a code is too large, or rows are too many to be counted in 32 bits.
    pub fn new(codes: &[u32], n_groups: usize) -> Result<Self, FitError> {
        if u32::try_from(codes.len()).is_err() || !all_below(codes, n_groups) {
            return Err(FitError::Shape);
        }
        let is_sorted = is_ascending(codes);
        let (order, starts) = match is_sorted {
            true => (None, starts_of_sorted(codes, n_groups)),
            false => {
                let (starts, order) = sorted(codes, n_groups);
                (Some(order), starts)
            }
        };
        Ok(Self::from_parts(codes.len(), order, starts))
    }

    fn from_parts(n_rows: usize, order: Option<Vec<u32>>, starts: Vec<usize>) -> Self {
        let (pieces, long) = pieces(&starts);
        Groups { n_rows, order, starts, pieces, long }
    }

    /// Number of groups, empty ones included.
    pub fn n_groups(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of rows of the columns that the groups refer to.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Rows of a group, as positions.
    pub(crate) fn positions(&self, group: usize) -> std::ops::Range<usize> {
        self.starts[group]..self.starts[group + 1]
    }

    /// The row at a position.
    pub(crate) fn row(&self, position: usize) -> usize {
        self.order.as_ref().map_or(position, |order| order[position] as usize)
    }

    /// Only these groups (ascending), of the same columns.
    pub(crate) fn select(&self, groups: &[usize]) -> Groups {
        let (mut order, mut starts) = (Vec::new(), vec![0]);
        for group in groups {
            order.extend(self.positions(*group).map(|position| self.row(position) as u32));
            starts.push(order.len());
        }
        Groups::from_parts(self.n_rows, Some(order), starts)
    }

    /// Number of rows of each group if all that have rows have as many.
    pub fn common_size(&self) -> Option<usize> {
        let mut sizes = self.starts.windows(2).map(|pair| pair[1] - pair[0]).filter(|size| *size > 0);
        let first = sizes.next()?;
        sizes.all(|size| size == first).then_some(first)
    }
}

/// Whether all codes are below `n`.
pub(crate) fn all_below(codes: &[u32], n: usize) -> bool {
    let largest = codes.par_chunks(65_536).map(|part| part.iter().copied().fold(0, u32::max)).max();
    largest.is_none_or(|largest| (largest as usize) < n)
}

fn is_ascending(codes: &[u32]) -> bool {
    let part = |part: usize| {
        let first = part * 65_536;
        let part = &codes[first..(first + 65_537).min(codes.len())];
        part.iter().zip(&part[1..]).fold(true, |all, (a, b)| all & (a <= b))
    };
    (0..codes.len().div_ceil(65_536)).into_par_iter().all(part)
}

fn starts_of_sorted(codes: &[u32], n_groups: usize) -> Vec<usize> {
    const PART: usize = 65_536;
    let mut starts = vec![0; n_groups + 1];
    starts.par_chunks_mut(PART).enumerate().for_each(|(part, starts)| {
        let mut position = codes.partition_point(|code| (*code as usize) < part * PART);
        for (at, start) in starts.iter_mut().enumerate() {
            let group = part * PART + at;
            while codes.get(position).is_some_and(|code| (*code as usize) < group) {
                position += 1;
            }
            *start = position;
        }
    });
    starts
}

/// Rows ordered by code (counting sort), and where each code starts.
pub(crate) fn sorted(codes: &[u32], n_groups: usize) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0usize; n_groups + 1];
    for code in codes {
        starts[*code as usize + 1] += 1;
    }
    for group in 0..n_groups {
        starts[group + 1] += starts[group];
    }
    let mut next = starts.clone();
    let mut order = vec![0u32; codes.len()];
    for (row, code) in codes.iter().enumerate() {
        let next = &mut next[*code as usize];
        order[*next] = row as u32;
        *next += 1;
    }
    (starts, order)
}

fn pieces(starts: &[usize]) -> (Vec<Piece>, Vec<usize>) {
    let n_groups = starts.len() - 1;
    let (mut pieces, mut long) = (Vec::new(), Vec::new());
    let mut group = 0;
    while group < n_groups {
        let first = starts[group];
        if starts[group + 1] - first > PIECE_ROWS {
            for first in (first..starts[group + 1]).step_by(PIECE_ROWS) {
                let last = (first + PIECE_ROWS).min(starts[group + 1]);
                pieces.push(Piece { first, last, first_group: group, last_group: group + 1, long: Some(long.len()) });
            }
            long.push(group);
            group += 1;
            continue;
        }
        let first_group = group;
        while group < n_groups && starts[group + 1] - first <= PIECE_ROWS {
            group += 1;
        }
        if starts[group] > first {
            pieces.push(Piece { first, last: starts[group], first_group, last_group: group, long: None });
        }
    }
    (pieces, long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_all_rows_in_order() {
        let sizes = [3, 0, 2, 1300, 1, 511, 1, 0, 512, 513];
        let codes: Vec<u32> =
            sizes.iter().enumerate().flat_map(|(code, size)| std::iter::repeat_n(code as u32, *size)).collect();
        let groups = Groups::new(&codes, sizes.len()).unwrap_or_else(|_| unreachable!());
        assert!(groups.order.is_none());
        assert_eq!(groups.long, [3, 9]);
        let mut next = 0;
        for piece in &groups.pieces {
            assert_eq!(piece.first, next);
            assert!(piece.last - piece.first <= PIECE_ROWS);
            next = piece.last;
        }
        assert_eq!(next, codes.len());
        let turned: Vec<u32> = codes.iter().rev().copied().collect();
        let groups = Groups::new(&turned, sizes.len()).unwrap_or_else(|_| unreachable!());
        for (group, size) in sizes.iter().enumerate() {
            assert_eq!(groups.positions(group).len(), *size);
            assert!(groups.positions(group).all(|position| turned[groups.row(position)] as usize == group));
        }
    }
}
