//! Least squares from centered, scaled cross products: fast, and right for all but nearly singular designs.

use super::cholesky::{Factor, factor, invert_lower};
use super::cross_products::CrossProducts;
use super::solution::{Solution, gram};
use crate::design::{Block, Design};
use crate::matrix::Matrix;

/// A dense column explained to this degree by those before it (`1 − R²`) is decided by orthogonal decomposition.
pub const GUARD: f64 = 1e-4;
/// An indicator column with less is collinear: its cross products are sums of whole numbers.
pub const INDICATOR_DEPENDENCE: f64 = 1e-10;

/// What the cross products tell.
pub enum Solved {
    /// The solution.
    Solution(Solution),
    /// Too close to singular for cross products; the centers and scales for the orthogonal solver.
    NearlySingular(Basis),
}

/// Centers, scales and candidates of the working basis.
#[derive(Clone, Debug)]
pub struct Basis {
    /// Center of each column (`p`) in the working basis.
    pub centers: Vec<f64>,
    /// Mean of each column in the working basis (`p`): zero for centered ones.
    pub means: Vec<f64>,
    /// Root of the centered sum of squares (`p`).
    pub scales: Vec<f64>,
    /// Center of `y`.
    pub y_center: f64,
    /// Columns that vary.
    pub candidates: Vec<usize>,
    /// Columns that do not.
    pub constant_columns: Vec<usize>,
    /// Largest ratio of a column's mean to its spread: how many digits centering cost.
    pub largest_mean_ratio: f64,
}

/// Solves from cross products taken around `shift`.
pub fn solve(design: &Design<'_>, cross: &CrossProducts, shift: &[f64]) -> Solved {
    let (basis, centered, factor, is_dense) = reduce(design, cross, shift, GUARD);
    let is_doubtful = factor.dropped.iter().any(|&column| is_dense[column]);
    if is_doubtful {
        return Solved::NearlySingular(basis);
    }
    Solved::Solution(finish(design, cross, &centered, basis, factor))
}

/// The same where rows cannot be had again as they are (demeaned ones, means of groups): a dense column is collinear if explained to
/// `1 − guard`; steps of refinement then give the estimates their digits.
pub fn solve_guarded(design: &Design<'_>, cross: &CrossProducts, shift: &[f64], guard: f64) -> Solution {
    let (basis, centered, factor, _) = reduce(design, cross, shift, guard);
    finish(design, cross, &centered, basis, factor)
}

fn reduce(design: &Design<'_>, cross: &CrossProducts, shift: &[f64], guard: f64) -> (Basis, Matrix, Factor, Vec<bool>) {
    let p = design.n_columns();
    let mut centered = cross.products.clone();
    if design.has_constant {
        for row in 0..=p {
            for column in 0..=p {
                centered[(row, column)] -= cross.sums[row] * cross.sums[column] / cross.weight;
            }
        }
    }
    let is_dense = dense_columns(design);
    let basis = basis(design, cross, shift, &centered, &is_dense);
    let mut correlation = Matrix::zeros(p, p);
    for &row in &basis.candidates {
        for &column in &basis.candidates {
            correlation[(row, column)] =
                if row == column { 1.0 } else { centered[(row, column)] / (basis.scales[row] * basis.scales[column]) };
        }
    }
    let factor =
        factor(&correlation, &basis.candidates, |column| if is_dense[column] { guard } else { INDICATOR_DEPENDENCE });
    (basis, centered, factor, is_dense)
}

/// Which columns hold numbers, alone or in their row's place of a factor.
pub fn dense_columns(design: &Design<'_>) -> Vec<bool> {
    let mut result = Vec::with_capacity(design.n_columns());
    for block in &design.blocks {
        let is_dense = matches!(block, Block::Dense(_) | Block::Coded { values: Some(_), .. });
        result.extend(std::iter::repeat_n(is_dense, block.n_columns()));
    }
    result
}

/// Centers and scales from cross products and their centered form.
pub fn basis(design: &Design<'_>, cross: &CrossProducts, shift: &[f64], centered: &Matrix, is_dense: &[bool]) -> Basis {
    let p = design.n_columns();
    let mut basis = Basis {
        centers: vec![0.0; p],
        means: vec![0.0; p],
        scales: vec![0.0; p],
        y_center: 0.0,
        candidates: Vec::new(),
        constant_columns: Vec::new(),
        largest_mean_ratio: 1.0,
    };
    let mut is_centered = vec![false; p];
    for (offset, block) in design.offsets() {
        is_centered[offset] |= matches!(block, Block::Dense(_));
    }
    if design.has_constant {
        basis.y_center = shift[p] + cross.sums[p] / cross.weight;
    }
    for column in 0..p {
        let mean = cross.sums[column] / cross.weight;
        if design.has_constant && is_centered[column] {
            basis.centers[column] = shift[column] + mean;
        } else {
            basis.means[column] = mean;
        }
        let spread = centered[(column, column)].max(0.0);
        basis.scales[column] = spread.sqrt();
        let typical = basis.centers[column].abs().max(basis.means[column].abs());
        let ratio = typical / (spread / cross.weight).sqrt();
        let least = if is_dense[column] { 1e14 } else { 1e7 };
        if spread > 0.0 && ratio < least {
            basis.candidates.push(column);
            if is_dense[column] {
                basis.largest_mean_ratio = basis.largest_mean_ratio.max(ratio);
            }
        } else {
            basis.constant_columns.push(column);
        }
    }
    basis
}

fn finish(design: &Design<'_>, cross: &CrossProducts, centered: &Matrix, basis: Basis, factor: Factor) -> Solution {
    let p = design.n_columns();
    let inverse = invert_lower(&factor.lower);
    let right: Vec<f64> = factor.kept.iter().map(|&column| centered[(column, p)] / basis.scales[column]).collect();
    let half = inverse.times(&right);
    let mut coefficients = vec![0.0; p];
    for (i, &column) in factor.kept.iter().enumerate() {
        let value: f64 = (i..half.len()).map(|k| inverse[(k, i)] * half[k]).sum();
        coefficients[column] = value / basis.scales[column];
    }
    let residual_ss = (centered[(p, p)] - half.iter().map(|v| v * v).sum::<f64>()).max(0.0);
    let constant = if design.has_constant {
        -factor.kept.iter().map(|&column| coefficients[column] * basis.means[column]).sum::<f64>()
    } else {
        0.0
    };
    let root = root(&inverse, &factor.kept, &basis, design.has_constant.then_some(cross.weight));
    Solution {
        dropped: sorted(&factor.dropped, &basis.constant_columns),
        kept: factor.kept,
        centers: basis.centers,
        y_center: basis.y_center,
        has_constant: design.has_constant,
        coefficients,
        constant,
        bread: gram(&root),
        root,
        smallest_pivot: factor.smallest,
        residual_ss,
    }
}

/// The root of the inverse cross product over the kept columns, then the constant (`weight` is given if there is one).
fn root(inverse: &Matrix, kept: &[usize], basis: &Basis, weight: Option<f64>) -> Matrix {
    let k = kept.len();
    let size = k + usize::from(weight.is_some());
    let mut result = Matrix::zeros(size, size);
    for row in 0..k {
        let mut lean = 0.0;
        for (i, &column) in kept.iter().enumerate().take(row + 1) {
            let value = inverse[(row, i)] / basis.scales[column];
            result[(row, i)] = value;
            lean += value * basis.means[column];
        }
        if weight.is_some() {
            result[(row, k)] = -lean;
        }
    }
    if let Some(weight) = weight {
        result[(k, k)] = 1.0 / weight.sqrt();
    }
    result
}

fn sorted(a: &[usize], b: &[usize]) -> Vec<usize> {
    let mut all: Vec<usize> = a.iter().chain(b).copied().collect();
    all.sort_unstable();
    all
}
