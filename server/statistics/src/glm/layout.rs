//! Where the columns of a design stand during passes.

use crate::design::{Chunk, Design};

/// Columns of one equation in the order of passes: dense ones, the constant, room up to a multiple of four, coded ones.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Number of dense columns.
    pub n_dense: usize,
    /// Dense columns, constant and room.
    pub width: usize,
    /// All places.
    pub size: usize,
    /// First place of each coded block.
    pub coded: Vec<usize>,
    /// The design's column at each place, the number of columns for the constant, `usize::MAX` for room.
    pub order: Vec<usize>,
}

impl Layout {
    /// Of a design.
    pub fn new(design: &Design<'_>) -> Self {
        let chunk = Chunk::new(design);
        let mut order: Vec<usize> = chunk.dense.iter().map(|column| column.column).collect();
        let n_dense = order.len();
        order.push(design.n_columns());
        let width = order.len().next_multiple_of(4);
        order.resize(width, usize::MAX);
        let mut coded = Vec::with_capacity(chunk.coded.len());
        for (offset, block) in design.offsets().filter(|(_, block)| block.is_coded()) {
            coded.push(order.len());
            order.extend(offset..offset + block.n_columns());
        }
        Layout { n_dense, width, size: order.len(), coded, order }
    }

    /// Places with what stands there in the design's numbering.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.order.iter().copied().enumerate().filter(|(_, column)| *column != usize::MAX)
    }

    /// One equation's values in the order of passes, from those in the design's order with the constant last.
    pub fn inner(&self, values: &[f64]) -> Vec<f64> {
        let mut result = vec![0.0; self.size];
        self.places().for_each(|(place, column)| result[place] = values[column]);
        result
    }

    /// The way back.
    pub fn outer(&self, inner: &[f64], values: &mut [f64]) {
        self.places().for_each(|(place, column)| values[column] = inner[place]);
    }
}
