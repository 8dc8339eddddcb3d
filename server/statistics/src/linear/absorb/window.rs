//! The rows of one piece, demeaned inside their groups.

use std::ops::Range;

use super::groups::{PIECE_ROWS, Piece};
use super::kernel::{demean, demean_weighted};
use super::plan::Plan;
use crate::design::{Chunk, NO_COLUMN};

/// The buffers of one thread, filled piece by piece.
pub(crate) struct Window<'a> {
    pub plan: &'a Plan<'a>,
    pub chunk: Chunk<'a>,
    pub n: usize,
    /// Whether this is only a part of one long group, and whether it is its first.
    pub long: Option<usize>,
    pub is_first_part: bool,
    /// Groups of the piece that have rows.
    pub ids: Vec<usize>,
    /// Where each starts within the piece, and the end.
    pub bounds: Vec<usize>,
    /// Sum of weights of each.
    pub sizes: Vec<f64>,
    /// One over it, 0 without weight.
    pub shares: Vec<f64>,
    /// Rows of each group, if all have as many and there are no weights.
    pub common: Option<usize>,
    /// Weights of the rows, where there are weights.
    pub weights: Vec<f64>,
    /// Demeaned local columns, [`PIECE_ROWS`] places each.
    pub values: Vec<f64>,
    /// Their means by group, [`PIECE_ROWS`] places each.
    pub means: Vec<f64>,
    /// Which codes vary inside which group: `coded blocks × groups`.
    pub varies: Vec<bool>,
}

/// A coded block of the rows of a window.
pub(crate) struct CodedRows<'w> {
    codes: &'w [u32],
    values: Option<&'w [f64]>,
    first: usize,
}

impl CodedRows<'_> {
    /// The coded column of a row (inner number less the local ones) and its value.
    #[inline(always)]
    pub fn column(&self, row: usize) -> Option<(usize, f64)> {
        match self.codes[row] {
            NO_COLUMN => None,
            code => Some((self.first + code as usize, self.values.map_or(1.0, |values| values[row]))),
        }
    }
}

impl<'a> Window<'a> {
    pub fn new(plan: &'a Plan<'a>) -> Self {
        Window {
            plan,
            chunk: Chunk::new(&plan.coded_design),
            n: 0,
            long: None,
            is_first_part: true,
            ids: Vec::with_capacity(PIECE_ROWS),
            bounds: Vec::with_capacity(PIECE_ROWS + 1),
            sizes: Vec::with_capacity(PIECE_ROWS),
            shares: Vec::with_capacity(PIECE_ROWS),
            common: None,
            weights: Vec::new(),
            values: vec![0.0; plan.n_local * PIECE_ROWS],
            means: vec![0.0; plan.n_local * PIECE_ROWS],
            varies: Vec::new(),
        }
    }

    pub fn read(&mut self, piece: &Piece) {
        let plan = self.plan;
        self.n = piece.last - piece.first;
        plan.read(piece.first, piece.last, &mut self.chunk, &mut self.values, &mut self.weights);
        self.long = piece.long;
        self.find_groups(piece);
        if let Some(long) = piece.long {
            let known = &plan.long[long];
            self.sizes[0] = known.size;
            for (column, mean) in known.local.iter().enumerate() {
                self.means[column * PIECE_ROWS] = *mean;
                self.values[column * PIECE_ROWS..column * PIECE_ROWS + self.n].iter_mut().for_each(|v| *v -= mean);
            }
        } else if plan.weights.is_some() {
            for (size, pair) in self.sizes.iter_mut().zip(self.bounds.windows(2)) {
                *size = self.weights[pair[0]..pair[1]].iter().sum();
            }
        }
        self.shares.clear();
        self.shares.extend(self.sizes.iter().map(|size| if *size > 0.0 { 1.0 / size } else { 0.0 }));
        if piece.long.is_none() {
            let columns = self.values.chunks_exact_mut(PIECE_ROWS).zip(self.means.chunks_exact_mut(PIECE_ROWS));
            for (values, means) in columns {
                let values = &mut values[..self.n];
                match plan.weights {
                    None => demean(values, &self.bounds, self.common, means),
                    Some(_) => demean_weighted(values, &self.weights, &self.bounds, &self.shares, means),
                }
            }
        }
        self.find_varying();
    }

    fn find_groups(&mut self, piece: &Piece) {
        let groups = self.plan.groups;
        self.ids.clear();
        self.bounds.clear();
        self.sizes.clear();
        self.common = None;
        if piece.long.is_some() {
            self.ids.push(piece.first_group);
            self.bounds.extend([0, self.n]);
            self.sizes.push(0.0);
            self.is_first_part = groups.starts[piece.first_group] == piece.first;
            return;
        }
        self.is_first_part = true;
        let (mut least, mut most) = (usize::MAX, 0);
        for group in piece.first_group..piece.last_group {
            let size = groups.starts[group + 1] - groups.starts[group];
            if size > 0 {
                self.ids.push(group);
                self.bounds.push(groups.starts[group] - piece.first);
                self.sizes.push(size as f64);
                (least, most) = (least.min(size), most.max(size));
            }
        }
        self.bounds.push(self.n);
        self.common = (least == most && self.plan.weights.is_none()).then_some(most);
    }

    /// An indicator that is the same in all rows of a group is zero once demeaned.
    fn find_varying(&mut self) {
        self.varies.clear();
        if self.plan.n_coded == 0 {
            return;
        }
        for block in &self.chunk.coded {
            let (codes, values) = (self.chunk.codes(block), self.chunk.values(block));
            for pair in self.bounds.windows(2) {
                let codes = &codes[pair[0]..pair[1]];
                let varies = values.is_some() || self.long.is_some() || codes.iter().any(|code| *code != codes[0]);
                self.varies.push(varies);
            }
        }
    }

    /// Values of a local column.
    pub fn column(&self, column: usize) -> &[f64] {
        &self.values[column * PIECE_ROWS..column * PIECE_ROWS + self.n]
    }

    /// Groups with their rows within the piece.
    pub fn groups(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.bounds.windows(2).map(|pair| pair[0]..pair[1]).enumerate()
    }

    /// Weight of a row.
    pub fn weight(&self, row: usize) -> f64 {
        if self.plan.weights.is_some() { self.weights[row] } else { 1.0 }
    }

    /// Rows of weight of a group, those in other pieces included.
    pub fn n_rows(&self, group: usize) -> f64 {
        match self.long {
            Some(long) => self.plan.long[long].n_rows,
            None if self.plan.weights.is_none() => self.sizes[group],
            None => {
                let weights = &self.weights[self.bounds[group]..self.bounds[group + 1]];
                weights.iter().filter(|weight| **weight > 0.0).count() as f64
            }
        }
    }

    /// Whether the codes of a block vary in a group of the piece.
    pub fn varies(&self, block: usize, group: usize) -> bool {
        self.varies[block * self.ids.len() + group]
    }

    /// The coded column (inner number less the local ones) and value of a row in a block.
    pub fn coded(&self, block: usize, row: usize) -> Option<(usize, f64)> {
        let source = &self.chunk.coded[block];
        match self.chunk.codes(source)[row] {
            NO_COLUMN => None,
            code => Some((
                self.plan.coded[block] + code as usize,
                self.chunk.values(source).map_or(1.0, |values| values[row]),
            )),
        }
    }

    /// The coded blocks.
    pub fn coded_blocks(&self) -> Vec<CodedRows<'_>> {
        let of = |(block, first): (&crate::design::CodedColumns, &usize)| CodedRows {
            codes: self.chunk.codes(block),
            values: self.chunk.values(block),
            first: *first,
        };
        self.chunk.coded.iter().zip(&self.plan.coded).map(of).collect()
    }

    /// Residuals of coefficients (by inner column, `y`'s not used) from the demeaned columns.
    pub fn residuals(&self, coefficients: &[f64], output: &mut Vec<f64>) {
        let plan = self.plan;
        let y = plan.n_local - 1;
        output.clear();
        output.extend_from_slice(self.column(y));
        for (column, b) in coefficients[..y].iter().enumerate() {
            if *b != 0.0 {
                super::kernel::subtract(output, *b, self.column(column));
            }
        }
        if plan.n_coded == 0 {
            return;
        }
        let of_coded = &coefficients[plan.n_local..];
        for (group, rows) in self.groups() {
            let mut mean = 0.0;
            for block in 0..plan.coded.len() {
                if !self.varies(block, group) {
                    continue;
                }
                for row in rows.clone() {
                    if let Some((column, value)) = self.coded(block, row) {
                        let fitted = of_coded[column] * value;
                        output[row] -= fitted;
                        mean += self.weight(row) * fitted;
                    }
                }
            }
            let mean = match self.long {
                Some(long) => plan.long[long].coded.iter().zip(of_coded).map(|(m, b)| m * b).sum(),
                None => mean * self.shares[group],
            };
            output[rows].iter_mut().for_each(|e| *e += mean);
        }
    }
}
