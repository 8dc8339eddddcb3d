//! Products of group means with any factor for each group.

use super::groups::PIECE_ROWS;
use super::kernel::{dot, gram};
use super::plan::Plan;
use super::products::{PIECES, Sums, note, weighted};
use super::window::Window;
use crate::fold::{Accumulator, Cancelled, Watch, fold};
use crate::linear::cross_products::CrossProducts;

struct MeanSums {
    sums: Sums,
    group_sums: Vec<f64>,
    touched: Vec<usize>,
    scratch: Vec<f64>,
}

impl Accumulator for MeanSums {
    fn merge(&mut self, later: Self) {
        self.sums.merge(&later.sums);
    }
}

/// Σ over groups of `factor(W, rows) · z̄ z̄'` with means relative to the shift; `rows` are those of weight.
pub(crate) fn mean_products(
    plan: &Plan<'_>,
    factor: &(dyn Fn(f64, f64) -> f64 + Sync),
    watch: Watch<'_>,
) -> Result<CrossProducts, Cancelled> {
    let pieces = &plan.groups.pieces;
    let new = || MeanSums {
        sums: Sums::new(plan),
        group_sums: vec![0.0; plan.n_coded],
        touched: Vec::new(),
        scratch: Vec::new(),
    };
    let found = fold(pieces.len(), PIECES.max(plan.order.len() / 8), watch, new, |partial, range| {
        let mut window = Window::new(plan);
        let mut factors = Vec::new();
        for piece in &pieces[range] {
            window.read(piece);
            if !window.is_first_part {
                continue;
            }
            factors.clear();
            factors.extend(window.groups().map(|(group, _)| {
                let size = window.sizes[group];
                if size > 0.0 { factor(size, window.n_rows(group)) } else { 0.0 }
            }));
            partial.absorb(&window, &factors);
        }
    })?;
    Ok(found.sums.in_design_order(plan))
}

impl MeanSums {
    fn absorb(&mut self, window: &Window<'_>, factors: &[f64]) {
        let plan = window.plan;
        let (m, n_local) = (window.ids.len(), plan.n_local);
        let mut shifted = window.means.clone();
        for (column, shift) in shifted.chunks_exact_mut(PIECE_ROWS).zip(&plan.shift) {
            column[..m].iter_mut().for_each(|mean| *mean -= shift);
        }
        self.sums.weight += factors.iter().sum::<f64>();
        for (column, values) in shifted.chunks_exact(PIECE_ROWS).enumerate() {
            self.sums.local_sums[column] += dot(&values[..m], factors);
        }
        weighted(&shifted, factors, m, &mut self.scratch);
        gram(&self.scratch, &shifted, PIECE_ROWS, m, n_local, &mut self.sums.local);
        if plan.n_coded == 0 {
            return;
        }
        for (group, rows) in window.groups() {
            coded_means(window, group, rows, &mut self.group_sums, &mut self.touched);
            let factor = factors[group];
            for (at, a) in self.touched.iter().enumerate() {
                let mean = self.group_sums[*a];
                self.sums.coded_sums[*a] += factor * mean;
                for column in 0..n_local {
                    self.sums.coded[(*a, column)] += factor * mean * shifted[column * PIECE_ROWS + group];
                }
                for b in &self.touched[..=at] {
                    self.sums.coded[(*a.max(b), n_local + *a.min(b))] += factor * mean * self.group_sums[*b];
                }
            }
            self.touched.iter().for_each(|column| self.group_sums[*column] = 0.0);
        }
    }
}

/// The means of the coded columns in a group, into `means`, which is zero before; `touched` tells where.
pub(crate) fn coded_means(
    window: &Window<'_>,
    group: usize,
    rows: std::ops::Range<usize>,
    means: &mut [f64],
    touched: &mut Vec<usize>,
) {
    touched.clear();
    if let Some(long) = window.long {
        for (column, mean) in window.plan.long[long].coded.iter().enumerate().filter(|(_, mean)| **mean != 0.0) {
            note(means, touched, column, *mean);
        }
        return;
    }
    let share = window.shares[group];
    for block in 0..window.plan.coded.len() {
        if !window.varies(block, group) {
            if let (true, Some((column, _))) = (share > 0.0, window.coded(block, rows.start)) {
                note(means, touched, column, 1.0);
            }
            continue;
        }
        for row in rows.clone() {
            if let Some((column, value)) = window.coded(block, row) {
                note(means, touched, column, window.weight(row) * value * share);
            }
        }
    }
}
