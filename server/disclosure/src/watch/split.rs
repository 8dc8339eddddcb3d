//! Splits of a set by user-made columns: what averaging and reconstruction are made of (confidentiality D.5).

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use super::detectors::Partition;
use super::information;
use super::sketch::{Sketch, sketches};
use crate::seed::Keys;
use crate::statistic::{Category, Dimension, MISSING, Origin, Population, RowCodes};
use crate::tally::NO_CELL;

/// So much shared information shows by itself that a split was made from a variable.
const ENOUGH: f64 = 0.1;

/// Most categories of a column that count as sets of their own; of more, the largest.
pub(super) const MAX_CATEGORIES: usize = 1000;

/// A table's population, split by a user-made column or by all of them together. Holds its rows until it is dropped.
pub struct Split {
    /// Keyed hash of the population and the columns: equal for equal normal forms.
    pub partition: u128,
    pub(super) cells: Arc<Cells>,
    /// What its one column was made from; `None` where several columns split together, which are looked at one by one.
    pub(super) origins: Option<Origins>,
}

/// The register variables behind a column.
pub(super) struct Origins {
    /// Those at hand.
    pub(super) known: Vec<Origin>,
    /// How many there are.
    pub(super) n: usize,
}

impl Split {
    /// The largest part of its entropy that the split shares with one of the register variables that it was made from, 0 … 1:
    /// next to nothing for digits, remainders and hashes. `None` where those at hand share little and not all are at hand.
    /// A pass over the rows for each, made after the answer left.
    pub fn information(&self) -> Option<f64> {
        let (Some(origins), [(codes, n)]) = (&self.origins, self.cells.columns.as_slice()) else { return Some(1.0) };
        let shared = |origin: &Origin| information::shared(codes, *n, origin, self.cells.population.rows());
        let most = origins.known.iter().map(shared).fold(0.0, f64::max);
        match origins.n {
            // Made of nothing but literals: one value, or drawn at random.
            0 => Some(information::shared_with_nothing(codes, *n, self.cells.population.rows())),
            n if origins.known.len() < n && most < ENOUGH => None,
            _ => Some(most),
        }
    }

    /// The split with the sketches of its cells, those of the last column side by side, as detector A takes it in: a pass over its
    /// persons, made once, after the answer left.
    pub fn released(&self, keys: &Keys) -> Partition {
        let width = self.cells.columns.last().map_or(0, |(_, n)| *n);
        Partition { partition: self.partition, width, cells: self.cells.sketches(keys).to_vec() }
    }
}

/// Rows in cells that exclude each other.
pub(super) struct Cells {
    population: Population,
    /// Codes, and how many there are, of each column.
    columns: Vec<(RowCodes, usize)>,
    sketches: OnceLock<Vec<Sketch>>,
}

impl Cells {
    pub(super) fn new(population: &Population, columns: Vec<(RowCodes, usize)>) -> Self {
        Cells { population: population.clone(), columns, sketches: OnceLock::new() }
    }

    /// Number of cells.
    pub(super) fn n(&self) -> usize {
        self.columns.iter().map(|(_, n)| *n).fold(1, usize::saturating_mul)
    }

    /// The sketches of all cells.
    pub(super) fn sketches(&self, keys: &Keys) -> &[Sketch] {
        self.sketches.get_or_init(|| {
            let columns: Vec<_> = self.columns.iter().map(|(codes, n)| (codes.view(), *n as u32)).collect();
            let cell_of = |row: usize| {
                columns.iter().try_fold(0_u32, |cell, (codes, n)| {
                    let code = codes.at(row);
                    (code < *n).then(|| cell * n + code)
                })
            };
            sketches(&self.population, self.n(), keys.sketch_seed(), &|row| cell_of(row).unwrap_or(NO_CELL))
        })
    }
}

/// The categories of a column that are looked at: all, or the largest if it has very many (a table lists few of them then).
pub(super) fn largest(column: &Dimension) -> (RowCodes, Vec<&Category>) {
    let n = column.categories.len();
    if n <= MAX_CATEGORIES {
        return (column.codes.clone(), column.categories.iter().collect());
    }
    let mut counts = vec![0_u32; n];
    for code in column.codes.iter() {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let mut by_size: Vec<usize> = (0..n).collect();
    by_size.sort_by_key(|at| Reverse(counts.get(*at).copied()));
    by_size.truncate(MAX_CATEGORIES);
    let mut numbers = vec![MISSING; n];
    for (number, at) in (0..).zip(&by_size) {
        if let Some(slot) = numbers.get_mut(*at) {
            *slot = number;
        }
    }
    let categories = by_size.iter().filter_map(|at| column.categories.get(*at)).collect();
    (column.codes.renumbered(&numbers), categories)
}
