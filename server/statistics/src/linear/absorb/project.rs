//! Further factors taken out of columns that are demeaned by the first: conjugate gradients on the levels' equations.
//!
//! With `M` the demeaning by the first factor and `D` the indicators of the others, `D'W M D γ = D'W M x` is solved for each column by
//! conjugate gradients with the diagonal as preconditioner, which is symmetric alternating projections with acceleration (Gaure 2013;
//! Correia 2017; Guimarães & Portugal 2010). Nothing of the data's length is kept: passes take `D γ` off as they read. Products of columns that were
//! projected alike are off by the square of the tolerance only.

use rayon::prelude::*;

use super::cells::{Cells, Levels};
use super::groups::{Groups, PIECE_ROWS};
use super::plan::Plan;
use super::products::{PIECES, by_row};
use super::window::Window;
use crate::design::Design;
use crate::error::FitError;
use crate::fold::{Accumulator, Watch, fold};
use crate::rows::Rows;

/// Where iterations stop: the residual's norm relative to the first.
const TOLERANCE: f64 = 1e-11;
const MOST_ITERATIONS: usize = 3000;
/// Numbers that the partial sums of all parts may take.
const MOST_SUMS: usize = 1 << 25;
/// A column of which less than this share is left is explained by the factors.
const EXPLAINED: f64 = 1e-13;
const PART: usize = 4096;

/// What to take off each column for each level of the further factors.
#[derive(Clone)]
pub struct Projection<'a> {
    factors: Vec<Levels<'a>>,
    /// Columns of the design and `y`.
    width: usize,
    /// `levels × width`.
    pub(crate) effects: Vec<f64>,
    /// Sum of squares of each column demeaned by the first factor, `width`.
    pub(crate) spread: Vec<f64>,
    /// The diagonal of the equations.
    pub(crate) diagonal: Vec<f64>,
    /// Iterations of the slowest column.
    pub n_iterations: usize,
}

impl<'a> Projection<'a> {
    /// Solves for all columns of the design and `y`. `start` may hold the effects of a solution under other weights.
    pub(crate) fn new(
        design: &Design<'_>,
        y: &dyn Rows<f64>,
        weights: Option<&dyn Rows<f64>>,
        groups: &Groups,
        codes: &[(&'a [u32], usize)],
        start: Option<&[f64]>,
        watch: Watch<'_>,
    ) -> Result<Self, FitError> {
        let mut offset = 0;
        let factors: Vec<Levels<'a>> = codes
            .iter()
            .map(|(codes, n_levels)| {
                let levels = Levels { codes, offset, n_levels: *n_levels };
                offset += n_levels;
                levels
            })
            .collect();
        let all_weights = weights.map(|source| {
            let mut all = vec![0.0; source.len()];
            crate::fold::fill(&mut all, |rows, part| source.read(rows.start, part));
            all
        });
        let cells = Cells::new(groups, &factors, all_weights.as_deref(), watch)?;
        let plan = Plan::all_local(design, y, weights, groups);
        let (right, spread) = right_sides(&plan, &factors, offset, watch)?;
        let diagonal = cells.diagonal();
        let width = design.n_columns() + 1;
        let mut result =
            Projection { factors, width, effects: vec![0.0; offset * width], spread, diagonal, n_iterations: 0 };
        for first in (0..width).step_by(8) {
            let last = (first + 8).min(width);
            let iterations = match last - first {
                1 => result.solve::<1>(&cells, &right, first, start, watch),
                2 => result.solve::<2>(&cells, &right, first, start, watch),
                3 => result.solve::<3>(&cells, &right, first, start, watch),
                4 => result.solve::<4>(&cells, &right, first, start, watch),
                5 => result.solve::<5>(&cells, &right, first, start, watch),
                6 => result.solve::<6>(&cells, &right, first, start, watch),
                7 => result.solve::<7>(&cells, &right, first, start, watch),
                _ => result.solve::<8>(&cells, &right, first, start, watch),
            }?;
            result.n_iterations = result.n_iterations.max(iterations);
        }
        Ok(result)
    }

    /// Takes the effects off `n` rows of columns; `row` tells the row of a place, `order` the design column of each.
    pub(crate) fn subtract(&self, row: impl Fn(usize) -> usize, n: usize, order: &[usize], values: &mut [f64]) {
        for at in 0..n {
            let row = row(at);
            for factor in &self.factors {
                let level = factor.offset + factor.codes[row] as usize;
                let line = &self.effects[level * self.width..(level + 1) * self.width];
                for (local, column) in order.iter().enumerate() {
                    values[local * PIECE_ROWS + at] -= line[*column];
                }
            }
        }
    }

    /// What further factors add to the leverage of a row: that of the one level that adds most, beside the group's effect. `share` tells which part of
    /// the row's group, by weight, has the row's level of a factor. Exact where a level is tied to the rest by this row alone; less than the whole otherwise.
    pub(crate) fn leverage(&self, row: usize, share: impl Fn(&[u32]) -> f64) -> f64 {
        let of = |factor: &Levels<'_>| {
            let diagonal = self.diagonal[factor.offset + factor.codes[row] as usize];
            let own = 1.0 - share(factor.codes);
            if diagonal > 1e-10 { own * own / diagonal } else { 0.0 }
        };
        self.factors.iter().map(of).fold(0.0, f64::max)
    }

    /// Whether nothing of a column is left beside the factors, given the sum of squares that is.
    pub(crate) fn explains(&self, column: usize, left: f64) -> bool {
        left <= EXPLAINED * self.spread[column]
    }

    fn solve<const W: usize>(
        &mut self,
        cells: &Cells,
        right: &[f64],
        first: usize,
        start: Option<&[f64]>,
        watch: Watch<'_>,
    ) -> Result<usize, FitError> {
        let (n, width) = (cells.n_levels, self.width);
        let take = |source: &[f64]| -> Vec<[f64; W]> {
            (0..n).map(|level| std::array::from_fn(|column| source[level * width + first + column])).collect()
        };
        let inverse: Vec<f64> =
            self.diagonal.iter().map(|value| if *value > 1e-10 { 1.0 / value } else { 0.0 }).collect();
        let n_stripes = (MOST_SUMS / (n * W).max(1)).clamp(2, 16);
        let mut stripes = vec![vec![[0.0; W]; n]; n_stripes];
        let mut residual = take(right);
        let target: [f64; W] = inner(&residual, &residual, &inverse).map(|value| value * TOLERANCE * TOLERANCE);
        let mut x = vec![[0.0; W]; n];
        let mut product = vec![[0.0; W]; n];
        if let Some(start) = start {
            x = take(start);
            cells.multiply(&x, &mut stripes, &mut product);
            step(&mut residual, &product, &[-1.0; W]);
        }
        let mut size = inner(&residual, &residual, &inverse);
        let mut direction: Vec<[f64; W]> =
            residual.iter().zip(&inverse).map(|(r, d)| r.map(|value| value * d)).collect();
        let mut iterations = 0;
        while size.iter().zip(&target).any(|(size, target)| size > target) {
            watch.check()?;
            if iterations == MOST_ITERATIONS {
                return Err(FitError::NotConverged { iterations });
            }
            iterations += 1;
            cells.multiply(&direction, &mut stripes, &mut product);
            let curvature = inner(&direction, &product, &[]);
            let length: [f64; W] = std::array::from_fn(|column| {
                let runs = size[column] > target[column] && curvature[column] > 0.0;
                if runs { size[column] / curvature[column] } else { 0.0 }
            });
            step(&mut x, &direction, &length);
            step(&mut residual, &product, &length.map(|value| -value));
            let next = inner(&residual, &residual, &inverse);
            let turn: [f64; W] =
                std::array::from_fn(|column| if length[column] == 0.0 { 0.0 } else { next[column] / size[column] });
            for column in 0..W {
                // A column at its end, or one without curvature left, rests.
                size[column] = if length[column] == 0.0 { 0.0 } else { next[column] };
            }
            direction.par_chunks_mut(PART).enumerate().for_each(|(part, direction)| {
                let at = part * PART;
                for ((d, r), share) in direction.iter_mut().zip(&residual[at..]).zip(&inverse[at..]) {
                    for column in 0..W {
                        d[column] = r[column] * share + turn[column] * d[column];
                    }
                }
            });
        }
        for (level, values) in x.iter().enumerate() {
            self.effects[level * width + first..level * width + first + W].copy_from_slice(values);
        }
        Ok(iterations)
    }
}

/// `Σ a b c` by column; without `c` where that is empty.
fn inner<const W: usize>(a: &[[f64; W]], b: &[[f64; W]], c: &[f64]) -> [f64; W] {
    let parts: Vec<[f64; W]> = a
        .par_chunks(PART)
        .enumerate()
        .map(|(part, a)| {
            let at = part * PART;
            let mut sums = [0.0; W];
            for (i, (a, b)) in a.iter().zip(&b[at..]).enumerate() {
                let factor = if c.is_empty() { 1.0 } else { c[at + i] };
                for column in 0..W {
                    sums[column] += a[column] * b[column] * factor;
                }
            }
            sums
        })
        .collect();
    let mut result = [0.0; W];
    for part in parts {
        for column in 0..W {
            result[column] += part[column];
        }
    }
    result
}

/// `target += length · direction` by column.
fn step<const W: usize>(target: &mut [[f64; W]], direction: &[[f64; W]], length: &[f64; W]) {
    target.par_chunks_mut(PART).zip(direction.par_chunks(PART)).for_each(|(target, direction)| {
        for (t, d) in target.iter_mut().zip(direction) {
            for column in 0..W {
                t[column] += length[column] * d[column];
            }
        }
    });
}

struct Right {
    sums: Vec<f64>,
    spread: Vec<f64>,
}

impl Accumulator for Right {
    fn merge(&mut self, later: Self) {
        self.sums.iter_mut().zip(later.sums).for_each(|(m, o)| *m += o);
        self.spread.iter_mut().zip(later.spread).for_each(|(m, o)| *m += o);
    }
}

/// `D'W M x` for all columns (`levels × width`), and `x'W M x`.
fn right_sides(
    plan: &Plan<'_>,
    factors: &[Levels<'_>],
    n_levels: usize,
    watch: Watch<'_>,
) -> Result<(Vec<f64>, Vec<f64>), FitError> {
    let width = plan.n_local;
    let parts = (MOST_SUMS / (n_levels * width).max(1)).clamp(2, 16);
    let pieces = &plan.groups.pieces;
    let per_part = pieces.len().div_ceil(parts).max(PIECES.min(pieces.len().div_ceil(2)).max(1));
    let new = || Right { sums: vec![0.0; n_levels * width], spread: vec![0.0; width] };
    let found = fold(pieces.len(), per_part, watch, new, |right, range| {
        let (mut window, mut rows) = (Window::new(plan), Vec::new());
        for piece in &pieces[range] {
            window.read(piece);
            by_row(&window.values, window.n, width, &mut rows);
            for (at, values) in rows.chunks_exact(width).enumerate() {
                let (row, weight) = (plan.groups.row(piece.first + at), window.weight(at));
                for (sum, value) in right.spread.iter_mut().zip(values) {
                    *sum += weight * value * value;
                }
                for factor in factors {
                    let level = factor.offset + factor.codes[row] as usize;
                    let target = &mut right.sums[level * width..(level + 1) * width];
                    for (t, value) in target.iter_mut().zip(values) {
                        *t += weight * value;
                    }
                }
            }
        }
    })?;
    let (mut sums, mut spread) = (vec![0.0; n_levels * width], vec![0.0; width]);
    for (at, column) in plan.order.iter().enumerate() {
        spread[*column] = found.spread[at];
        for level in 0..n_levels {
            sums[level * width + column] = found.sums[level * width + at];
        }
    }
    Ok((sums, spread))
}
