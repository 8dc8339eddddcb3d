//! The least-squares solution of demeaned columns.

use super::meat::{Meat, by_cluster, by_group, residual_sums, robust};
use super::plan::Plan;
use super::products::{PanelProducts, panel_products};
use crate::design::Design;
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::cholesky::factor;
use crate::linear::cross_products::{CrossProducts, cross_products};
use crate::linear::normal_equations::solve_guarded;
use crate::linear::shift::provisional_means;
use crate::linear::solution::Solution;
use crate::matrix::Matrix;
use crate::rows::Rows;

/// A column is collinear if no more than this share of it is left beside those before it.
pub(crate) const GUARD: f64 = 1e-11;
/// What rounding can leave of an indicator that does not vary in groups, and of a number, as a share of their squares.
const INDICATOR_NOISE: f64 = 1e-12;
const NOISE: f64 = 1e-26;
/// Worse conditioned or closer fits are refined.
const PIVOT: f64 = 1e-3;
const CLOSE: f64 = 1e-4;

/// The solution and the sums that it follows from.
#[derive(Clone)]
pub(crate) struct Within {
    /// Without constant, over all columns of the design that was demeaned.
    pub solution: Solution,
    pub products: PanelProducts,
    /// Sums of the columns as they are around `shift`.
    pub total: CrossProducts,
    pub shift: Vec<f64>,
    /// Sum of squares of demeaned `y`.
    pub within_ss: f64,
}

impl Within {
    /// Mean of each column, `y` last.
    pub fn means(&self) -> Vec<f64> {
        self.shift.iter().zip(&self.total.sums).map(|(shift, sum)| shift + sum / self.total.weight).collect()
    }

    /// Sum of squares of `y` around its mean.
    pub fn total_ss(&self) -> f64 {
        let p = self.shift.len() - 1;
        (self.total.products[(p, p)] - self.total.sums[p] * self.total.sums[p] / self.total.weight).max(0.0)
    }

    /// What is left of `y`'s sum of squares beside the first `n_hidden` columns.
    pub fn left_beside(&self, n_hidden: usize) -> f64 {
        let p = self.shift.len() - 1;
        let hidden: Vec<usize> = self.solution.kept.iter().copied().filter(|column| *column < n_hidden).collect();
        let products = &self.products.within.products;
        self.within_ss - explained(products, &hidden, p)
    }
}

/// The part of column `y`'s square that these columns explain.
pub(crate) fn explained(products: &Matrix, columns: &[usize], y: usize) -> f64 {
    let mut scaled = Matrix::zeros(products.n_rows, products.n_rows);
    let scale: Vec<f64> = (0..products.n_rows).map(|i| products[(i, i)].max(0.0).sqrt()).collect();
    for i in columns {
        for j in columns {
            scaled[(*i, *j)] = if i == j { 1.0 } else { products[(*i, *j)] / (scale[*i] * scale[*j]) };
        }
    }
    let found = factor(&scaled, columns, |_| GUARD);
    let mut solved: Vec<f64> = Vec::with_capacity(found.kept.len());
    for (i, column) in found.kept.iter().enumerate() {
        let inner = crate::matrix::dot(&solved, &found.lower.row(i)[..i]);
        solved.push((products[(*column, y)] / scale[*column] - inner) / found.lower[(i, i)]);
    }
    solved.iter().map(|value| value * value).sum()
}

/// Takes the products and solves. `design` is without constant; columns as they are get a pass of their own where factors are projected out.
pub(crate) fn solve(plan: &Plan<'_>, design: &Design<'_>, shift: &[f64], watch: Watch<'_>) -> Result<Within, FitError> {
    let products = panel_products(plan, plan.projection.is_none(), watch)?;
    let total = match &products.between {
        Some(between) => {
            let mut total = between.clone();
            total.products.values.iter_mut().zip(&products.within.products.values).for_each(|(t, w)| *t += w);
            total
        }
        None => cross_products(design, plan.y, plan.weights, shift, watch)?,
    };
    solve_from(plan, design, products, total, shift, watch)
}

/// Solves from such sums.
pub(crate) fn solve_from(
    plan: &Plan<'_>,
    design: &Design<'_>,
    mut products: PanelProducts,
    total: CrossProducts,
    shift: &[f64],
    watch: Watch<'_>,
) -> Result<Within, FitError> {
    let p = design.n_columns();
    if products.weight <= 0.0 {
        return Err(FitError::TooFewObservations { n_parameters: p });
    }
    let all = products.within.products.values.iter().chain(&total.products.values);
    if all.into_iter().any(|product| !product.is_finite()) {
        return Err(FitError::OutOfRange);
    }
    drop_noise(plan, design, &mut products.within, &total);
    let within_ss = products.within.products[(p, p)];
    if within_ss <= 0.0 {
        return Err(FitError::ConstantDependent);
    }
    let mut cross = products.within.clone();
    cross.weight = products.weight;
    let mut solution = solve_guarded(design, &cross, &vec![0.0; p + 1], GUARD);
    refine(plan, &mut solution, within_ss, watch)?;
    Ok(Within { solution, products, total, shift: shift.to_vec(), within_ss })
}

fn drop_noise(plan: &Plan<'_>, design: &Design<'_>, within: &mut CrossProducts, total: &CrossProducts) {
    let p = design.n_columns();
    let mut is_coded = vec![false; p + 1];
    for (offset, block) in design.offsets().filter(|(_, block)| block.is_coded()) {
        is_coded[offset..offset + block.n_columns()].fill(true);
    }
    for (column, is_coded) in is_coded.iter().enumerate() {
        let left = within.products[(column, column)];
        let is_noise = match plan.projection {
            Some(projection) => projection.explains(column, left),
            None => {
                let noise = if *is_coded { INDICATOR_NOISE } else { NOISE };
                left <= noise * total.products[(column, column)]
            }
        };
        if is_noise {
            for other in 0..=p {
                within.products[(column, other)] = 0.0;
                within.products[(other, column)] = 0.0;
            }
        }
    }
}

fn refine(plan: &Plan<'_>, solution: &mut Solution, within_ss: f64, watch: Watch<'_>) -> Result<(), FitError> {
    if solution.kept.is_empty() || (solution.smallest_pivot > PIVOT && solution.residual_ss > CLOSE * within_ss) {
        return Ok(());
    }
    let n_steps = if solution.smallest_pivot > PIVOT { 1 } else { 2 };
    let inner = plan.inner();
    for _ in 0..n_steps {
        let sums = residual_sums(plan, &by_inner(plan, solution), watch)?;
        let gradient: Vec<f64> = solution.kept.iter().map(|column| sums.gradient[inner[*column]]).collect();
        let moved: f64 = gradient.iter().zip(solution.bread.times(&gradient)).map(|(g, d)| g * d).sum();
        solution.step(&gradient);
        solution.residual_ss = (sums.squares - moved).max(0.0);
    }
    Ok(())
}

/// Coefficients by inner column.
pub(crate) fn by_inner(plan: &Plan<'_>, solution: &Solution) -> Vec<f64> {
    plan.order.iter().map(|column| solution.coefficients.get(*column).copied().unwrap_or(0.0)).collect()
}

/// Which meat.
#[derive(Clone, Copy)]
pub(crate) enum MeatOf<'a> {
    Rows,
    /// The groups themselves, and their codes.
    Groups(&'a [u32]),
    Clusters(&'a [u32], usize),
}

/// The meat of a solution, by design column, the constant last.
pub(crate) fn meat(plan: &Plan<'_>, solution: &Solution, of: MeatOf<'_>, watch: Watch<'_>) -> Result<Meat, FitError> {
    let coefficients = by_inner(plan, solution);
    match of {
        MeatOf::Rows => Ok(robust(plan, &coefficients, watch)?),
        MeatOf::Groups(_) if plan.groups.long.is_empty() => Ok(by_group(plan, &coefficients, watch)?),
        MeatOf::Groups(codes) => {
            by_cluster(plan, &coefficients, codes, plan.groups.n_groups(), watch)?.ok_or(FitError::OutOfRange)
        }
        MeatOf::Clusters(codes, n) => by_cluster(plan, &coefficients, codes, n, watch)?.ok_or(FitError::OutOfRange),
    }
}

/// Covariance of the kept columns from `n_hidden` on and of the constant, from a meat scaled as it should be; `means` are the
/// columns' (`y` last), `weight` is Σ w.
pub(crate) fn sandwich(solution: &Solution, meat: &Matrix, means: &[f64], n_hidden: usize, weight: f64) -> Matrix {
    let size = solution.kept.len() + 1;
    let p = means.len() - 1;
    let places: Vec<usize> = solution.kept.iter().copied().chain([p]).collect();
    let mut bread = Matrix::zeros(size, size);
    for i in 0..size - 1 {
        bread.row_mut(i)[..size - 1].copy_from_slice(solution.bread.row(i));
    }
    bread[(size - 1, size - 1)] = 1.0 / weight;
    let all = bread.product(&meat.select(&places)).product(&bread);
    with_constant(&all, solution, means, n_hidden)
}

/// The classical covariance.
pub(crate) fn classical(solution: &Solution, variance: f64, means: &[f64], n_hidden: usize, weight: f64) -> Matrix {
    let size = solution.kept.len() + 1;
    let mut all = Matrix::zeros(size, size);
    for i in 0..size - 1 {
        all.row_mut(i)[..size - 1].copy_from_slice(solution.bread.row(i));
    }
    all[(size - 1, size - 1)] = 1.0 / weight;
    all.scale(variance);
    with_constant(&all, solution, means, n_hidden)
}

/// From the basis in which the constant is `y`'s mean to the constant at regressors of zero.
fn with_constant(all: &Matrix, solution: &Solution, means: &[f64], n_hidden: usize) -> Matrix {
    let size = solution.kept.len() + 1;
    let shown: Vec<usize> = (0..size - 1).filter(|i| solution.kept[*i] >= n_hidden).collect();
    let k = shown.len();
    let mut turn = Matrix::zeros(k + 1, size);
    for (row, at) in shown.iter().enumerate() {
        turn[(row, *at)] = 1.0;
        turn[(k, *at)] = -means[solution.kept[*at]];
    }
    turn[(k, size - 1)] = 1.0;
    let mut back = Matrix::zeros(size, k + 1);
    for row in 0..=k {
        for column in 0..size {
            back[(column, row)] = turn[(row, column)];
        }
    }
    let mut result = turn.product(all).product(&back);
    result.mirror();
    result
}

/// A solution for the columns as they are: the constant is that of the means, and coefficients of hidden columns are left out.
pub(crate) fn with_level(within: &Within, n_hidden: usize) -> Solution {
    let means = within.means();
    let p = means.len() - 1;
    let mut solution = within.solution.clone();
    solution.has_constant = true;
    solution.y_center = means[p];
    solution.coefficients[..n_hidden].fill(0.0);
    solution.constant = -solution.coefficients.iter().zip(&means).map(|(b, mean)| b * mean).sum::<f64>();
    solution
}

/// Means of the first rows.
pub(crate) fn shift(design: &Design<'_>, y: &dyn Rows<f64>, weights: Option<&dyn Rows<f64>>) -> Vec<f64> {
    let with_constant = Design { has_constant: true, ..design.clone() };
    provisional_means(&with_constant, y, weights)
}
