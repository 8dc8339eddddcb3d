//! Passes over residuals of demeaned columns: their squares and gradient, and the meats of robust covariances.

use super::groups::PIECE_ROWS;
use super::kernel::{dot, gram};
use super::plan::Plan;
use super::products::{PIECES, Sums, by_row, weighted};
use super::window::Window;
use crate::compensated::Sum;
use crate::covariance::cluster::add_outer;
use crate::fold::{Accumulator, Cancelled, Watch, fold};
use crate::matrix::Matrix;

/// Scores of all clusters may not need more memory than this many numbers.
const MOST_SCORES: usize = 1 << 28;

/// Σ w e² and Σ w e z̃ (by inner column; `y`'s is not used).
pub(crate) struct ResidualSums {
    pub squares: f64,
    pub gradient: Vec<f64>,
}

struct Residual {
    squares: Sum,
    gradient: Vec<Sum>,
}

impl Accumulator for Residual {
    fn merge(&mut self, later: Self) {
        self.squares.add_sum(later.squares);
        self.gradient.iter_mut().zip(later.gradient).for_each(|(mine, other)| mine.add_sum(other));
    }
}

/// The pass of refinement; `coefficients` by inner column.
pub(crate) fn residual_sums(
    plan: &Plan<'_>,
    coefficients: &[f64],
    watch: Watch<'_>,
) -> Result<ResidualSums, Cancelled> {
    let pieces = &plan.groups.pieces;
    let new = || Residual { squares: Sum::default(), gradient: vec![Sum::default(); plan.order.len()] };
    let found = fold(pieces.len(), PIECES, watch, new, |partial, range| {
        let (mut window, mut e) = (Window::new(plan), Vec::new());
        for piece in &pieces[range] {
            window.read(piece);
            window.residuals(coefficients, &mut e);
            let mut we = e.clone();
            if plan.weights.is_some() {
                we.iter_mut().zip(&window.weights).for_each(|(e, w)| *e *= w);
            }
            partial.squares.add(dot(&we, &e));
            for column in 0..plan.n_local - 1 {
                partial.gradient[column].add(dot(&we, window.column(column)));
            }
            for (group, rows) in window.groups().filter(|_| plan.n_coded > 0) {
                for block in (0..plan.coded.len()).filter(|block| window.varies(*block, group)) {
                    for row in rows.clone() {
                        if let Some((column, value)) = window.coded(block, row) {
                            partial.gradient[plan.n_local + column].add(we[row] * value);
                        }
                    }
                }
            }
        }
    })?;
    Ok(ResidualSums { squares: found.squares.value(), gradient: found.gradient.into_iter().map(Sum::value).collect() })
}

/// A meat in the design's order, in which the constant (a column of ones) has the place of `y`.
pub(crate) struct Meat {
    pub meat: Matrix,
    pub n_clusters: f64,
}

struct Scores {
    sums: Sums,
    n_clusters: f64,
}

impl Accumulator for Scores {
    fn merge(&mut self, later: Self) {
        self.sums.merge(&later.sums);
        self.n_clusters += later.n_clusters;
    }
}

fn finish(plan: &Plan<'_>, found: Scores) -> Meat {
    Meat { meat: found.sums.in_design_order(plan).products, n_clusters: found.n_clusters }
}

/// `Σ w e² z̃ z̃'` (HC0).
pub(crate) fn robust(plan: &Plan<'_>, coefficients: &[f64], watch: Watch<'_>) -> Result<Meat, Cancelled> {
    let pieces = &plan.groups.pieces;
    let new = || Scores { sums: Sums::new(plan), n_clusters: 0.0 };
    let found = fold(pieces.len(), PIECES.max(plan.order.len() / 8), watch, new, |partial, range| {
        let (mut window, mut e, mut scratch, mut rows_of) = (Window::new(plan), Vec::new(), Vec::new(), Vec::new());
        let mut marks = vec![(0.0, 0.0); plan.n_coded];
        let y = (plan.n_local - 1) * PIECE_ROWS;
        for piece in &pieces[range] {
            window.read(piece);
            window.residuals(coefficients, &mut e);
            for (row, e) in e.iter_mut().enumerate() {
                *e = window.weight(row) * *e * *e;
            }
            let n = window.n;
            window.values[y..y + n].fill(1.0);
            weighted(&window.values, &e, n, &mut scratch);
            gram(&scratch, &window.values, PIECE_ROWS, n, plan.n_local, &mut partial.sums.local);
            if plan.n_coded > 0 {
                by_row(&window.values, n, plan.n_local, &mut rows_of);
                coded_squares(&window, &e, &rows_of, &mut marks, &mut partial.sums);
            }
        }
    })?;
    Ok(finish(plan, found))
}

/// Adds the parts of the coded columns, `z − z̄`, group by group. `factors` are `w e²`; `marks` holds a column's mean and its sum of `w e² z`.
fn coded_squares(window: &Window<'_>, factors: &[f64], by_row: &[f64], marks: &mut [(f64, f64)], sums: &mut Sums) {
    let plan = window.plan;
    let n_local = plan.n_local;
    for (group, rows) in window.groups() {
        let mut touched: Vec<usize> = Vec::new();
        let blocks: Vec<usize> = (0..plan.coded.len()).filter(|block| window.varies(*block, group)).collect();
        let mut local = vec![0.0; n_local];
        let mut whole = 0.0;
        for row in rows.clone() {
            whole += factors[row];
            let dense = &by_row[row * n_local..(row + 1) * n_local];
            local.iter_mut().zip(dense).for_each(|(sum, z)| *sum += factors[row] * z);
            for block in &blocks {
                let Some((column, number)) = window.coded(*block, row) else { continue };
                if !touched.contains(&column) {
                    touched.push(column);
                }
                marks[column].0 += window.weight(row) * number * window.shares[group];
                marks[column].1 += factors[row] * number;
                let line = sums.coded.row_mut(column);
                line[..n_local].iter_mut().zip(dense).for_each(|(t, z)| *t += factors[row] * number * z);
                for other in blocks.iter().take_while(|other| *other <= block) {
                    if let Some((other, value)) = window.coded(*other, row) {
                        line[n_local + other] += factors[row] * number * value;
                    }
                }
            }
        }
        if let Some(long) = window.long {
            for (column, mean) in plan.long[long].coded.iter().enumerate().filter(|(_, mean)| **mean != 0.0) {
                if !touched.contains(&column) {
                    touched.push(column);
                }
                marks[column].0 = *mean;
            }
        }
        for (at, a) in touched.iter().enumerate() {
            let line = sums.coded.row_mut(*a);
            line[..n_local].iter_mut().zip(&local).for_each(|(t, sum)| *t -= marks[*a].0 * sum);
            for b in &touched[..=at] {
                let ((mean_a, sum_a), (mean_b, sum_b)) = (marks[*a], marks[*b]);
                let place = (*a.max(b), n_local + *a.min(b));
                sums.coded[place] += whole * mean_a * mean_b - sum_a * mean_b - mean_a * sum_b;
            }
        }
        touched.iter().for_each(|column| marks[*column] = (0.0, 0.0));
    }
}

/// `Σ_g s_g s_g'` with the groups themselves as clusters; no group may be longer than a piece.
pub(crate) fn by_group(plan: &Plan<'_>, coefficients: &[f64], watch: Watch<'_>) -> Result<Meat, Cancelled> {
    let pieces = &plan.groups.pieces;
    let new = || Scores { sums: Sums::new(plan), n_clusters: 0.0 };
    let found = fold(pieces.len(), PIECES.max(plan.order.len() / 8), watch, new, |partial, range| {
        let (mut window, mut e, mut scores) = (Window::new(plan), Vec::new(), vec![0.0; plan.n_local * PIECE_ROWS]);
        for piece in &pieces[range] {
            window.read(piece);
            window.residuals(coefficients, &mut e);
            if plan.weights.is_some() {
                e.iter_mut().zip(&window.weights).for_each(|(e, w)| *e *= w);
            }
            partial.n_clusters += window.sizes.iter().filter(|size| **size > 0.0).count() as f64;
            // The constant's scores are zero: residuals sum to zero in each group. Its place, the last, is left as it is.
            for (column, sums) in scores.chunks_exact_mut(PIECE_ROWS).take(plan.n_local - 1).enumerate() {
                super::kernel::group_dots(&e, window.column(column), &window.bounds, window.common, sums);
            }
            gram(&scores, &scores, PIECE_ROWS, window.ids.len(), plan.n_local - 1, &mut partial.sums.local);
            if plan.n_coded > 0 {
                coded_scores(&window, &e, &scores, &mut partial.sums);
            }
        }
    })?;
    Ok(finish(plan, found))
}

/// Adds the products of the coded columns' scores in each group: as `Σ w e = 0` there, means need not be taken off.
fn coded_scores(window: &Window<'_>, we: &[f64], scores: &[f64], sums: &mut Sums) {
    let plan = window.plan;
    let mut of_group: Vec<(usize, f64)> = Vec::new();
    for (group, rows) in window.groups() {
        of_group.clear();
        for block in (0..plan.coded.len()).filter(|block| window.varies(*block, group)) {
            for row in rows.clone() {
                if let Some((column, value)) = window.coded(block, row) {
                    match of_group.iter_mut().find(|(known, _)| *known == column) {
                        Some((_, sum)) => *sum += we[row] * value,
                        None => of_group.push((column, we[row] * value)),
                    }
                }
            }
        }
        of_group.sort_unstable_by_key(|(column, _)| *column);
        for (at, (column, score)) in of_group.iter().enumerate() {
            let line = sums.coded.row_mut(*column);
            for local in 0..plan.n_local - 1 {
                line[local] += score * scores[local * PIECE_ROWS + group];
            }
            for (other, value) in &of_group[..=at] {
                line[plan.n_local + other] += score * value;
            }
        }
    }
}

struct Table {
    /// `clusters × inner columns`.
    scores: Vec<f64>,
    has_weight: Vec<bool>,
}

impl Accumulator for Table {
    fn merge(&mut self, later: Self) {
        self.scores.iter_mut().zip(later.scores).for_each(|(m, o)| *m += o);
        self.has_weight.iter_mut().zip(later.has_weight).for_each(|(m, o)| *m |= o);
    }
}

/// `Σ_g s_g s_g'` for clusters of any kind; `None` if their scores need too much memory.
pub(crate) fn by_cluster(
    plan: &Plan<'_>,
    coefficients: &[f64],
    clusters: &[u32],
    n_clusters: usize,
    watch: Watch<'_>,
) -> Result<Option<Meat>, Cancelled> {
    let width = plan.order.len();
    if n_clusters.saturating_mul(width) > MOST_SCORES {
        return Ok(None);
    }
    let pieces = &plan.groups.pieces;
    // Few parts, as each has a table of its own; their number depends on the problem only.
    let parts = (MOST_SCORES / 8 / (n_clusters * width).max(1)).clamp(2, 16);
    let new = || Table { scores: vec![0.0; n_clusters * width], has_weight: vec![false; n_clusters] };
    let per_part = pieces.len().div_ceil(parts).max(1);
    let table = fold(pieces.len(), per_part, watch, new, |table, range| {
        let (mut window, mut e, mut rows_of) = (Window::new(plan), Vec::new(), Vec::new());
        let y = (plan.n_local - 1) * PIECE_ROWS;
        for piece in &pieces[range] {
            window.read(piece);
            window.residuals(coefficients, &mut e);
            let n = window.n;
            window.values[y..y + n].fill(1.0);
            by_row(&window.values, n, plan.n_local, &mut rows_of);
            for (group, rows) in window.groups() {
                scatter(&window, group, rows, piece.first, &e, &rows_of, clusters, table);
            }
        }
    })?;
    let mut sums = Matrix::zeros(width, width);
    for score in table.scores.chunks_exact(width) {
        add_outer(&mut sums, score);
    }
    sums.mirror();
    let mut meat = Matrix::zeros(width, width);
    for (i, row) in plan.order.iter().enumerate() {
        for (j, column) in plan.order.iter().enumerate() {
            meat[(*row, *column)] = sums[(i, j)];
        }
    }
    let n_clusters = table.has_weight.iter().filter(|has| **has).count() as f64;
    Ok(Some(Meat { meat, n_clusters }))
}

#[expect(clippy::too_many_arguments, reason = "the parts of one piece")]
fn scatter(
    window: &Window<'_>,
    group: usize,
    rows: std::ops::Range<usize>,
    first: usize,
    e: &[f64],
    by_row: &[f64],
    clusters: &[u32],
    table: &mut Table,
) {
    let plan = window.plan;
    let (width, n_local) = (plan.order.len(), plan.n_local);
    let mut means: Vec<(usize, f64)> = Vec::new();
    if let Some(long) = window.long {
        means.extend(plan.long[long].coded.iter().copied().enumerate().filter(|(_, mean)| *mean != 0.0));
    } else {
        for block in (0..plan.coded.len()).filter(|block| window.varies(*block, group)) {
            for row in rows.clone() {
                if let Some((column, value)) = window.coded(block, row) {
                    let part = window.weight(row) * value * window.shares[group];
                    match means.iter_mut().find(|(known, _)| *known == column) {
                        Some((_, mean)) => *mean += part,
                        None => means.push((column, part)),
                    }
                }
            }
        }
    }
    for row in rows {
        let weight = window.weight(row);
        if weight == 0.0 {
            continue;
        }
        let cluster = clusters[plan.groups.row(first + row)] as usize;
        table.has_weight[cluster] = true;
        let score = &mut table.scores[cluster * width..(cluster + 1) * width];
        let factor = weight * e[row];
        let dense = &by_row[row * n_local..(row + 1) * n_local];
        score[..n_local].iter_mut().zip(dense).for_each(|(s, z)| *s += factor * z);
        for (column, mean) in &means {
            score[n_local + column] -= factor * mean;
        }
        for block in (0..plan.coded.len()).filter(|block| window.varies(*block, group)) {
            if let Some((column, value)) = window.coded(block, row) {
                score[n_local + column] += factor * value;
            }
        }
    }
}
