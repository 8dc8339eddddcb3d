//! Scores of units: what clustered covariances of models on unit means and quasi-demeaned columns are made of.

use crate::covariance::cluster::add_outer;
use crate::error::FitError;
use crate::fold::{Accumulator, Watch, fold};
use crate::linear::absorb::groups::PIECE_ROWS;
use crate::linear::absorb::means::coded_means;
use crate::linear::absorb::plan::Plan;
use crate::linear::absorb::products::PIECES;
use crate::linear::absorb::window::Window;
use crate::linear::absorb::within::by_inner;
use crate::linear::solution::Solution;
use crate::matrix::Matrix;

/// Scores of all clusters may not need more memory than this many numbers.
const MOST_SCORES: usize = 1 << 28;

/// Which units are summed before squares are taken.
#[derive(Clone, Copy)]
pub(crate) enum Summed<'a> {
    /// Each unit by itself, its square divided by its weight: `HC`.
    Weighted,
    /// Each unit by itself.
    Units,
    /// By cluster; each unit is in one.
    Clusters(&'a [u32], usize),
}

struct Scores {
    meat: Matrix,
    table: Vec<f64>,
    has_weight: Vec<bool>,
    n_units: f64,
    is_nested: bool,
}

impl Accumulator for Scores {
    fn merge(&mut self, later: Self) {
        self.meat.values.iter_mut().zip(later.meat.values).for_each(|(m, o)| *m += o);
        self.table.iter_mut().zip(later.table).for_each(|(m, o)| *m += o);
        self.has_weight.iter_mut().zip(later.has_weight).for_each(|(m, o)| *m |= o);
        self.n_units += later.n_units;
        self.is_nested &= later.is_nested;
    }
}

/// `Σ_g s_g s_g'` in the working basis of the solution (kept columns, then the constant) with
/// `s_i = within Σ w z̃ ẽ + factor(W, rows) z̄ ē`, and the number of clusters.
///
/// # Errors
/// [`FitError::Shape`] where a unit is in several clusters.
pub(crate) fn unit_meat(
    plan: &Plan<'_>,
    solution: &Solution,
    has_within: bool,
    factor: &(dyn Fn(f64, f64) -> f64 + Sync),
    summed: Summed<'_>,
    watch: Watch<'_>,
) -> Result<(Matrix, f64), FitError> {
    let k = solution.n_parameters();
    let (clusters, n_clusters): (&[u32], usize) = match summed {
        Summed::Clusters(clusters, n) => (clusters, n),
        _ => (&[], 0),
    };
    if n_clusters.saturating_mul(k) > MOST_SCORES {
        return Err(FitError::OutOfRange);
    }
    let pieces = &plan.groups.pieces;
    let per_part = match n_clusters {
        0 => PIECES,
        n => pieces.len().div_ceil((MOST_SCORES / 8 / (n * k).max(1)).clamp(2, 16)).max(1),
    };
    let new = || Scores {
        meat: Matrix::zeros(k, k),
        table: vec![0.0; n_clusters * k],
        has_weight: vec![false; n_clusters],
        n_units: 0.0,
        is_nested: true,
    };
    let coefficients = by_inner(plan, solution);
    let mut found = fold(pieces.len(), per_part, watch, new, |partial, range| {
        let mut pass = Pass::new(plan, solution, &coefficients);
        for piece in &pieces[range] {
            pass.window.read(piece);
            pass.window.residuals(&coefficients, &mut pass.residuals);
            for group in 0..pass.window.ids.len() {
                let first = piece.first + pass.window.bounds[group];
                let rows = pass.window.bounds[group + 1] - pass.window.bounds[group];
                let Some(scale) = pass.score(group, has_within, factor, plan) else { continue };
                let positions = first..first + rows;
                partial.n_units += f64::from(u8::from(pass.window.is_first_part));
                match summed {
                    Summed::Units => add_outer(&mut partial.meat, &pass.score),
                    Summed::Weighted => {
                        let root = 1.0 / scale.sqrt();
                        pass.score.iter_mut().for_each(|value| *value *= root);
                        add_outer(&mut partial.meat, &pass.score);
                    }
                    Summed::Clusters(..) => {
                        let own = clusters[plan.groups.row(first)] as usize;
                        partial.is_nested &=
                            positions.clone().all(|position| clusters[plan.groups.row(position)] as usize == own);
                        partial.has_weight[own] = true;
                        let target = &mut partial.table[own * k..(own + 1) * k];
                        target.iter_mut().zip(&pass.score).for_each(|(t, s)| *t += s);
                    }
                }
            }
        }
    })?;
    if !found.is_nested {
        return Err(FitError::Shape);
    }
    let mut n = found.n_units;
    if n_clusters > 0 {
        for score in found.table.chunks_exact(k) {
            add_outer(&mut found.meat, score);
        }
        n = found.has_weight.iter().filter(|has| **has).count() as f64;
    }
    found.meat.mirror();
    if n < 2.0 { Err(FitError::TooFewGroups) } else { Ok((found.meat, n)) }
}

struct Pass<'a> {
    window: Window<'a>,
    solution: &'a Solution,
    place: Vec<usize>,
    coefficients: &'a [f64],
    residuals: Vec<f64>,
    means: Vec<f64>,
    touched: Vec<usize>,
    score: Vec<f64>,
}

impl<'a> Pass<'a> {
    fn new(plan: &'a Plan<'a>, solution: &'a Solution, coefficients: &'a [f64]) -> Self {
        Pass {
            window: Window::new(plan),
            solution,
            place: solution.places(),
            coefficients,
            residuals: Vec::new(),
            means: vec![0.0; plan.n_coded],
            touched: Vec::new(),
            score: vec![0.0; solution.n_parameters()],
        }
    }

    /// The score of a group of the window; `None` without weight. Gives the factor.
    fn score(
        &mut self,
        group: usize,
        has_within: bool,
        factor: &(dyn Fn(f64, f64) -> f64 + Sync),
        plan: &Plan<'_>,
    ) -> Option<f64> {
        let window = &self.window;
        let size = window.sizes[group];
        if size <= 0.0 {
            return None;
        }
        let rows = window.bounds[group]..window.bounds[group + 1];
        let n_rows = window.n_rows(group);
        self.score.fill(0.0);
        let solution = self.solution;
        let y = plan.n_local - 1;
        if has_within {
            for row in rows.clone() {
                let we = window.weight(row) * self.residuals[row];
                for column in 0..y {
                    if let Some(score) = self.score.get_mut(self.place[plan.order[column]]) {
                        *score += we * window.values[column * PIECE_ROWS + row];
                    }
                }
                for block in 0..plan.coded.len() {
                    // As Σ w ẽ = 0, coded columns need not be demeaned.
                    if let Some((column, value)) = window.coded(block, row)
                        && let Some(score) = self.score.get_mut(self.place[plan.order[plan.n_local + column]])
                    {
                        *score += we * value;
                    }
                }
            }
        }
        let factor = factor(size, n_rows);
        if !window.is_first_part {
            return Some(factor);
        }
        coded_means(window, group, rows, &mut self.means, &mut self.touched);
        let mut e = window.means[y * PIECE_ROWS + group] - solution.y_center - solution.constant;
        for column in 0..y {
            let center = solution.centers[plan.order[column]];
            e -= self.coefficients[column] * (window.means[column * PIECE_ROWS + group] - center);
        }
        for column in &self.touched {
            e -= self.coefficients[plan.n_local + column] * self.means[*column];
        }
        let scaled = factor * e;
        for column in 0..y {
            let of_design = plan.order[column];
            if let Some(score) = self.score.get_mut(self.place[of_design]) {
                *score += scaled * (window.means[column * PIECE_ROWS + group] - solution.centers[of_design]);
            }
        }
        for column in &self.touched {
            if let Some(score) = self.score.get_mut(self.place[plan.order[plan.n_local + column]]) {
                *score += scaled * self.means[*column];
            }
            self.means[*column] = 0.0;
        }
        if let (true, Some(score)) = (solution.has_constant, self.score.last_mut()) {
            *score += scaled;
        }
        Some(factor)
    }
}
