//! What a pass over groups reads, and in which order it keeps columns.

use rayon::prelude::*;

use super::groups::{Groups, PIECE_ROWS};
use super::project::Projection;
use crate::design::{Block, Chunk, Design, NO_COLUMN};
use crate::rows::Rows;

/// Weight and means of a group that is read in several parts.
pub(crate) struct LongGroup {
    /// Sum of its weights.
    pub size: f64,
    /// Rows of weight.
    pub n_rows: f64,
    /// Means of the local columns.
    pub local: Vec<f64>,
    /// Means of the coded columns.
    pub coded: Vec<f64>,
}

/// The columns of a pass: *local* ones are demeaned in place (dense columns, `y` last), *coded* ones are never made dense.
/// Where other factors are projected out as well, all columns are local.
pub(crate) struct Plan<'a> {
    dense: Vec<&'a dyn Rows<f64>>,
    /// The coded blocks alone.
    pub coded_design: Design<'a>,
    pub y: &'a dyn Rows<f64>,
    pub weights: Option<&'a dyn Rows<f64>>,
    pub groups: &'a Groups,
    pub projection: Option<&'a Projection<'a>>,
    /// Local columns, `y` included.
    pub n_local: usize,
    /// Inner number (after the local ones) of the first column of each coded block; empty where all are local.
    pub coded: Vec<usize>,
    pub n_coded: usize,
    /// Design column of each inner column, `p` for `y`.
    pub order: Vec<usize>,
    /// What means of local columns are taken relative to.
    pub shift: Vec<f64>,
    pub long: Vec<LongGroup>,
    /// Whether products of means of coded columns are wanted, not only their sums and squares.
    pub has_all_means: bool,
}

impl<'a> Plan<'a> {
    /// `shift` is by design column, `y` last; `None`: zeros.
    pub fn new(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        weights: Option<&'a dyn Rows<f64>>,
        groups: &'a Groups,
        projection: Option<&'a Projection<'a>>,
        shift: Option<&[f64]>,
    ) -> Self {
        Self::make(design, y, weights, groups, projection, shift, projection.is_some())
    }

    /// A plan in which all columns are local.
    pub fn all_local(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        weights: Option<&'a dyn Rows<f64>>,
        groups: &'a Groups,
    ) -> Self {
        Self::make(design, y, weights, groups, None, None, true)
    }

    fn make(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        weights: Option<&'a dyn Rows<f64>>,
        groups: &'a Groups,
        projection: Option<&'a Projection<'a>>,
        shift: Option<&[f64]>,
        is_all_local: bool,
    ) -> Self {
        let p = design.n_columns();
        let is_dense = |block: &Block<'_>| !block.is_coded();
        let dense = design.blocks.iter().filter_map(|block| match block {
            Block::Dense(values) => Some(*values),
            Block::Coded { .. } => None,
        });
        let coded_blocks = design.blocks.iter().filter(|block| !is_dense(block)).copied().collect();
        let coded_design = Design { n_rows: design.n_rows, blocks: coded_blocks, has_constant: false };
        let mut order: Vec<usize> =
            design.offsets().filter(|(_, block)| is_dense(block)).map(|(offset, _)| offset).collect();
        let mut coded = Vec::new();
        let blocks: Vec<(usize, usize)> = design
            .offsets()
            .filter(|(_, block)| block.is_coded())
            .map(|(offset, block)| (offset, block.n_columns()))
            .collect();
        if is_all_local {
            order.extend(blocks.iter().flat_map(|(first, n)| *first..first + n));
            order.push(p);
        } else {
            order.push(p);
            let mut next = 0;
            for (first, n) in &blocks {
                coded.push(next);
                next += n;
                order.extend(*first..first + n);
            }
        }
        let n_coded = if is_all_local { 0 } else { blocks.iter().map(|(_, n)| n).sum() };
        let n_local = order.len() - n_coded;
        let shift = order[..n_local].iter().map(|column| shift.map_or(0.0, |shift| shift[*column])).collect();
        let mut plan = Plan {
            dense: dense.collect(),
            coded_design,
            y,
            weights,
            groups,
            projection,
            n_local,
            coded,
            n_coded,
            order,
            shift,
            long: Vec::new(),
            has_all_means: true,
        };
        plan.long = groups.long.par_iter().map(|group| plan.long_group(*group)).collect();
        plan
    }

    /// The same columns by other groups of the same rows; only groups with all their rows.
    pub fn of_groups<'b>(&'b self, groups: &'b Groups) -> Plan<'b> {
        let mut plan = Plan {
            dense: self.dense.clone(),
            coded_design: self.coded_design.clone(),
            y: self.y,
            weights: self.weights,
            groups,
            projection: self.projection,
            n_local: self.n_local,
            coded: self.coded.clone(),
            n_coded: self.n_coded,
            order: self.order.clone(),
            shift: self.shift.clone(),
            long: Vec::new(),
            has_all_means: self.has_all_means,
        };
        plan.long = groups.long.par_iter().map(|group| plan.long_group(*group)).collect();
        plan
    }

    /// Inner number of each design column (`y` is `p`).
    pub fn inner(&self) -> Vec<usize> {
        let mut inner = vec![0; self.order.len()];
        for (at, column) in self.order.iter().enumerate() {
            inner[*column] = at;
        }
        inner
    }

    /// Reads rows of the columns: local ones into `values` ([`PIECE_ROWS`] places each), weights into `weights`.
    pub fn read(&self, first: usize, last: usize, chunk: &mut Chunk<'_>, values: &mut [f64], weights: &mut Vec<f64>) {
        let n = last - first;
        let y_start = (self.n_local - 1) * PIECE_ROWS;
        let read = |source: &dyn Rows<f64>, output: &mut [f64]| match &self.groups.order {
            None => source.read(first, output),
            Some(order) => source.gather(&order[first..last], output),
        };
        if !self.coded_design.blocks.is_empty() {
            match &self.groups.order {
                None => chunk.read(first..last),
                Some(order) => chunk.gather(&order[first..last]),
            }
        }
        read(self.y, &mut values[y_start..y_start + n]);
        for (column, slot) in self.dense.iter().zip(values.chunks_exact_mut(PIECE_ROWS)) {
            read(*column, &mut slot[..n]);
        }
        if let Some(source) = self.weights {
            weights.resize(n, 0.0);
            read(source, weights);
        }
        if self.n_coded == 0 && !chunk.coded.is_empty() {
            let n_dense = self.dense.len();
            values[n_dense * PIECE_ROWS..y_start].fill(0.0);
            let mut next = n_dense;
            for (block, of_design) in chunk.coded.iter().zip(&self.coded_design.blocks) {
                let numbers = chunk.values(block);
                for (row, code) in chunk.codes(block).iter().enumerate() {
                    if *code != NO_COLUMN {
                        values[(next + *code as usize) * PIECE_ROWS + row] =
                            numbers.map_or(1.0, |numbers| numbers[row]);
                    }
                }
                next += of_design.n_columns();
            }
        }
        if let Some(projection) = self.projection {
            projection.subtract(|position| self.groups.row(first + position), n, &self.order, values);
        }
    }

    fn long_group(&self, group: usize) -> LongGroup {
        let positions = self.groups.positions(group);
        let mut chunk = Chunk::new(&self.coded_design);
        let mut values = vec![0.0; self.n_local * PIECE_ROWS];
        let mut weights = Vec::new();
        let mut found =
            LongGroup { size: 0.0, n_rows: 0.0, local: vec![0.0; self.n_local], coded: vec![0.0; self.n_coded] };
        let mut origin: Option<Vec<f64>> = None;
        for first in positions.clone().step_by(PIECE_ROWS) {
            let last = (first + PIECE_ROWS).min(positions.end);
            let n = last - first;
            self.read(first, last, &mut chunk, &mut values, &mut weights);
            let weight = |row: usize| if self.weights.is_some() { weights[row] } else { 1.0 };
            let Some(start) = (0..n).find(|row| weight(*row) > 0.0) else { continue };
            let origin = origin
                .get_or_insert_with(|| (0..self.n_local).map(|column| values[column * PIECE_ROWS + start]).collect());
            found.size += (0..n).map(weight).sum::<f64>();
            found.n_rows += (0..n).filter(|row| weight(*row) > 0.0).count() as f64;
            for (column, (sum, origin)) in found.local.iter_mut().zip(origin).enumerate() {
                let values = &values[column * PIECE_ROWS..column * PIECE_ROWS + n];
                *sum += values.iter().enumerate().map(|(row, value)| weight(row) * (value - *origin)).sum::<f64>();
            }
            for (block, offset) in chunk.coded.iter().zip(&self.coded) {
                let numbers = chunk.values(block);
                for (row, code) in chunk.codes(block).iter().enumerate() {
                    if *code != NO_COLUMN {
                        found.coded[offset + *code as usize] +=
                            weight(row) * numbers.map_or(1.0, |numbers| numbers[row]);
                    }
                }
            }
        }
        if let (true, Some(origin)) = (found.size > 0.0, origin) {
            for (mean, origin) in found.local.iter_mut().zip(origin) {
                *mean = origin + *mean / found.size;
            }
            found.coded.iter_mut().for_each(|mean| *mean /= found.size);
        }
        found
    }
}
