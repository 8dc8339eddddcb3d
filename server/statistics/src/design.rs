//! The right-hand side of a model as blocks: dense columns, factors as codes, products of both.
//!
//! No dummy column is ever built: a factor with 356 levels is one code a row, and its cross products are group sums
//! and contingency tables.

/// Marks a row that belongs to no column of a coded block (the base level).
pub const NO_COLUMN: u32 = u32::MAX;

/// One term of the design: one or several columns of which a row has at most one nonzero.
#[derive(Clone, Copy, Debug)]
pub enum Block<'a> {
    /// One column of numbers, one a row.
    Dense(&'a [f64]),
    /// `n_columns` indicator columns: `columns[row]` is the row's column, or [`NO_COLUMN`].
    Coded {
        /// Column of each row.
        columns: &'a [u32],
        /// Number of columns.
        n_columns: usize,
        /// What stands in the row's column instead of 1 (factor times number).
        values: Option<&'a [f64]>,
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
#[derive(Clone, Debug)]
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

    /// Calls `visit(column, value)` for the nonzero columns of `row`; dense columns are given minus their center.
    #[inline]
    pub(crate) fn visit(&self, row: usize, centers: &[f64], mut visit: impl FnMut(usize, f64)) {
        let mut offset = 0;
        for block in &self.blocks {
            match block {
                Block::Dense(values) => {
                    visit(offset, values[row] - centers[offset]);
                    offset += 1;
                }
                Block::Coded { columns, n_columns, values } => {
                    if columns[row] != NO_COLUMN {
                        visit(offset + columns[row] as usize, values.map_or(1.0, |values| values[row]));
                    }
                    offset += n_columns;
                }
            }
        }
    }
}
