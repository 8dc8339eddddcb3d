//! The right-hand side of a model as blocks: dense columns, factors as codes, products of both.
//!
//! No dummy column is ever built: a factor with 356 levels is one code a row, and its cross products are group sums
//! and contingency tables. Nothing is copied either: passes read [`Chunk`]s of rows.

use std::ops::Range;

use crate::rows::{CHUNK, Rows};

/// Marks a row that belongs to no column of a coded block (the base level).
pub const NO_COLUMN: u32 = u32::MAX;

/// One term of the design: one or several columns of which a row has at most one nonzero.
#[derive(Clone, Copy)]
pub enum Block<'a> {
    /// One column of numbers, one a row.
    Dense(&'a dyn Rows<f64>),
    /// `n_columns` indicator columns: each row has its column, or [`NO_COLUMN`].
    Coded {
        /// Column of each row.
        columns: &'a dyn Rows<u32>,
        /// Number of columns.
        n_columns: usize,
        /// What stands in the row's column instead of 1 (factor times number).
        values: Option<&'a dyn Rows<f64>>,
    },
}

impl Block<'_> {
    /// Number of columns.
    pub fn n_columns(&self) -> usize {
        match self {
            Block::Dense(_) => 1,
            Block::Coded { n_columns, .. } => *n_columns,
        }
    }

    /// Whether its columns are indicators, with or without numbers in them.
    pub(crate) fn is_coded(&self) -> bool {
        matches!(self, Block::Coded { .. })
    }

    fn fits(&self, n_rows: usize) -> bool {
        match self {
            Block::Dense(values) => values.len() == n_rows,
            Block::Coded { columns, values, .. } => {
                columns.len() == n_rows && values.is_none_or(|values| values.len() == n_rows)
            }
        }
    }
}

/// A design matrix: blocks in the order of the formula. Columns are numbered through the blocks; the constant is apart.
#[derive(Clone)]
pub struct Design<'a> {
    /// Number of rows.
    pub n_rows: usize,
    /// Terms in order.
    pub blocks: Vec<Block<'a>>,
    /// Whether there is a constant term.
    pub has_constant: bool,
}

impl Design<'_> {
    /// Columns without the constant.
    pub fn n_columns(&self) -> usize {
        self.blocks.iter().map(Block::n_columns).sum()
    }

    /// Whether all blocks have `n_rows` rows.
    pub fn is_consistent(&self) -> bool {
        self.blocks.iter().all(|block| block.fits(self.n_rows))
    }

    /// Each block with the number of its first column.
    pub(crate) fn offsets(&self) -> impl Iterator<Item = (usize, &Block<'_>)> {
        self.blocks.iter().scan(0, |next, block| {
            let offset = *next;
            *next += block.n_columns();
            Some((offset, block))
        })
    }
}

/// A dense column of a chunk.
pub(crate) struct DenseColumn {
    /// Its number in the design.
    pub column: usize,
    slot: usize,
}

/// A coded block of a chunk.
pub(crate) struct CodedColumns {
    /// Number of its first column in the design.
    pub first: usize,
    slot: usize,
    values: Option<usize>,
}

/// At most [`CHUNK`] rows of a design, read once for a pass.
pub(crate) struct Chunk<'d> {
    design: &'d Design<'d>,
    n: usize,
    /// The dense columns in the design's order.
    pub dense: Vec<DenseColumn>,
    /// The coded blocks in the design's order.
    pub coded: Vec<CodedColumns>,
    numbers: Vec<f64>,
    codes: Vec<u32>,
}

impl<'d> Chunk<'d> {
    /// Room for the rows of a design.
    pub fn new(design: &'d Design<'_>) -> Self {
        let (mut dense, mut coded) = (Vec::new(), Vec::new());
        let (mut n_numbers, mut n_codes) = (0, 0);
        let slot = |n: &mut usize| {
            *n += 1;
            *n - 1
        };
        for (offset, block) in design.offsets() {
            match block {
                Block::Dense(_) => dense.push(DenseColumn { column: offset, slot: slot(&mut n_numbers) }),
                Block::Coded { values, .. } => {
                    let values = values.map(|_| slot(&mut n_numbers));
                    coded.push(CodedColumns { first: offset, slot: slot(&mut n_codes), values });
                }
            }
        }
        let (numbers, codes) = (vec![0.0; n_numbers * CHUNK], vec![0; n_codes * CHUNK]);
        Chunk { design, n: 0, dense, coded, numbers, codes }
    }

    /// Reads neighbouring rows.
    pub fn read(&mut self, rows: Range<usize>) {
        self.fill(
            rows.len(),
            |source, output| source.read(rows.start, output),
            |source, output| {
                source.read(rows.start, output);
            },
        );
    }

    /// Reads any rows.
    pub fn gather(&mut self, rows: &[u32]) {
        self.fill(
            rows.len(),
            |source, output| source.gather(rows, output),
            |source, output| {
                source.gather(rows, output);
            },
        );
    }

    fn fill(
        &mut self,
        n: usize,
        numbers: impl Fn(&dyn Rows<f64>, &mut [f64]),
        codes: impl Fn(&dyn Rows<u32>, &mut [u32]),
    ) {
        self.n = n;
        let (mut next_number, mut next_code) = (0, 0);
        let mut take_numbers = |source: &dyn Rows<f64>| {
            numbers(source, &mut self.numbers[next_number * CHUNK..next_number * CHUNK + n]);
            next_number += 1;
        };
        for block in &self.design.blocks {
            match block {
                Block::Dense(values) => take_numbers(*values),
                Block::Coded { columns, values, .. } => {
                    if let Some(values) = values {
                        take_numbers(*values);
                    }
                    codes(*columns, &mut self.codes[next_code * CHUNK..next_code * CHUNK + n]);
                    next_code += 1;
                }
            }
        }
    }

    /// Values of a dense column.
    pub fn numbers(&self, column: &DenseColumn) -> &[f64] {
        &self.numbers[column.slot * CHUNK..column.slot * CHUNK + self.n]
    }

    /// The column of each row within a coded block, or [`NO_COLUMN`].
    pub fn codes(&self, block: &CodedColumns) -> &[u32] {
        &self.codes[block.slot * CHUNK..block.slot * CHUNK + self.n]
    }

    /// What stands there instead of 1.
    pub fn values(&self, block: &CodedColumns) -> Option<&[f64]> {
        block.values.map(|slot| &self.numbers[slot * CHUNK..slot * CHUNK + self.n])
    }

    /// Calls `visit(numbers, (codes, n_columns))` for each block in the design's order, with what it has.
    pub fn in_order(&self, mut visit: impl FnMut(Option<&[f64]>, Option<(&[u32], usize)>)) {
        let (mut dense, mut coded) = (self.dense.iter(), self.coded.iter());
        for block in &self.design.blocks {
            match block {
                Block::Dense(_) => visit(dense.next().map(|column| self.numbers(column)), None),
                Block::Coded { n_columns, .. } => {
                    if let Some(block) = coded.next() {
                        visit(self.values(block), Some((self.codes(block), *n_columns)));
                    }
                }
            }
        }
    }

    /// Calls `visit(column, value)` for the nonzero columns of row `at` of the chunk, dense before coded ones; dense columns are
    /// given minus their center.
    #[inline]
    pub fn visit(&self, at: usize, centers: &[f64], mut visit: impl FnMut(usize, f64)) {
        // Coded columns have no center.
        self.visit_raw(at, |column, value| visit(column, value - centers[column]));
    }

    /// The same with the values as they are.
    #[inline]
    pub fn visit_raw(&self, at: usize, mut visit: impl FnMut(usize, f64)) {
        for column in &self.dense {
            visit(column.column, self.numbers[column.slot * CHUNK + at]);
        }
        self.visit_coded(at, visit);
    }

    /// The same for the coded columns only.
    #[inline]
    pub fn visit_coded(&self, at: usize, mut visit: impl FnMut(usize, f64)) {
        for block in &self.coded {
            let code = self.codes[block.slot * CHUNK + at];
            if code != NO_COLUMN {
                visit(block.first + code as usize, block.values.map_or(1.0, |slot| self.numbers[slot * CHUNK + at]));
            }
        }
    }
}

/// The parts of a range of rows that chunks hold, with where each starts in the range.
pub(crate) fn chunks(rows: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
    let (start, end) = (rows.start, rows.end);
    rows.step_by(CHUNK).map(move |first| (first - start, first..(first + CHUNK).min(end)))
}
