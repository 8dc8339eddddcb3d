//! What single rows do to a correlation or covariance matrix, and to the principal components that are told from it.

use std::ops::Range;

use super::correlation::Covariances;
use crate::design::{Block, Design};
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::cholesky::{factor, invert_lower};
use crate::linear::cross_products::{CrossProducts, cross_products, reweighted};
use crate::linear::shift::provisional_means;
use crate::matrix::{Matrix, dot};
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::{CHUNK, FewWeights, Rows};

/// A variable explained to this degree by those before it (`1 − R²`) adds no direction.
const DEPENDENCE: f64 = 1e-10;

/// A correlation matrix that is told again and again.
///
/// *Leverage* is 1/Σw + (x − x̄)'(Σ w (x − x̄)(x − x̄)')⁻¹(x − x̄), the hat value of a row in a regression on all variables: Mahalanobis's
/// distance on the scale that sums to the number of variables and one. *Influence* is the mean over pairs of the squared influence
/// function of the correlation, z z' − r (z² + z'²) / 2 (Devlin, Gnanadesikan & Kettenring 1975), over its variance in a normal
/// population, (1 − r²)², and over n.
pub struct Reweighting<'a> {
    design: Design<'a>,
    last: &'a dyn Rows<f64>,
    shift: Vec<f64>,
    cross: CrossProducts,
    plain: Result<Shape, FitError>,
}

/// Means and the root of the inverse of the centered products.
struct Shape {
    covariances: Covariances,
    /// `root (x − mean)` has the leverage without 1/Σw as its square.
    root: Matrix,
    kept: Vec<usize>,
}

impl<'a> Reweighting<'a> {
    /// Takes the cross products of at least one variable, all of equal length and without missing values.
    ///
    /// # Errors
    /// No variable, columns of different length, cancellation.
    pub fn new(variables: &[&'a dyn Rows<f64>], watch: Watch<'a>) -> Result<Self, FitError> {
        let Some((last, first)) = variables.split_last() else { return Err(FitError::Shape) };
        let blocks = first.iter().map(|values| Block::Dense(*values)).collect();
        let design = Design { n_rows: last.len(), blocks, has_constant: true };
        if !design.is_consistent() {
            return Err(FitError::Shape);
        }
        let shift = provisional_means(&design, *last, None);
        let cross = cross_products(&design, *last, None, &shift, watch)?;
        let plain = shape(&cross, &shift);
        Ok(Reweighting { design, last: *last, shift, cross, plain })
    }

    /// Covariances under weights that are 1 but in the rows of `changed`.
    ///
    /// # Errors
    /// At most one observation.
    pub fn covariances(&self, changed: &Changed) -> Result<Covariances, FitError> {
        self.shape(changed).map(|shape| shape.covariances)
    }

    fn shape(&self, changed: &Changed) -> Result<Shape, FitError> {
        shape(&reweighted(&self.cross, &self.design, self.last, changed, &self.shift), &self.shift)
    }

    /// Calls `visit(row of the range, values)`.
    fn each(&self, rows: Range<usize>, mut visit: impl FnMut(usize, &[f64])) {
        let k = self.shift.len();
        let mut columns = vec![vec![0.0; CHUNK]; k];
        let mut row = vec![0.0; k];
        for (start, rows) in crate::design::chunks(rows) {
            let n = rows.len();
            let blocks = self.design.blocks.iter().filter_map(|block| match block {
                Block::Dense(values) => Some(*values),
                Block::Coded { .. } => None,
            });
            for (column, source) in columns.iter_mut().zip(blocks.chain([self.last])) {
                source.read(rows.start, &mut column[..n]);
            }
            for at in 0..n {
                row.iter_mut().zip(&columns).for_each(|(value, column)| *value = column[at]);
                visit(start + at, &row);
            }
        }
    }
}

fn shape(cross: &CrossProducts, shift: &[f64]) -> Result<Shape, FitError> {
    let k = shift.len();
    let weight = cross.weight;
    if weight <= 1.0 || weight.is_nan() {
        return Err(FitError::TooFewObservations { n_parameters: 1 });
    }
    let mut squares = cross.products.clone();
    for i in 0..k {
        for j in 0..k {
            squares[(i, j)] -= cross.sums[i] * cross.sums[j] / weight;
        }
    }
    if squares.values.iter().any(|value| !value.is_finite()) {
        return Err(FitError::OutOfRange);
    }
    let means: Vec<f64> = shift.iter().zip(&cross.sums).map(|(shift, sum)| shift + sum / weight).collect();
    let scales: Vec<f64> = (0..k).map(|i| squares[(i, i)].max(0.0).sqrt()).collect();
    let varying: Vec<usize> = (0..k).filter(|i| scales[*i] > 1e-14 * means[*i].abs() * weight.sqrt()).collect();
    if varying.is_empty() {
        return Err(FitError::Collinear { columns: (0..k).collect() });
    }
    let mut scaled = Matrix::zeros(k, k);
    for &i in &varying {
        for &j in &varying {
            scaled[(i, j)] = if i == j { 1.0 } else { squares[(i, j)] / (scales[i] * scales[j]) };
        }
    }
    let factor = factor(&scaled, &varying, |_| DEPENDENCE);
    let mut root = invert_lower(&factor.lower);
    for row in 0..root.n_rows {
        root.row_mut(row).iter_mut().zip(&factor.kept).for_each(|(value, column)| *value /= scales[*column]);
    }
    squares.scale(1.0 / (weight - 1.0));
    Ok(Shape { covariances: Covariances { weight, means, covariance: squares }, root, kept: factor.kept })
}

impl Shape {
    fn leverage(&self, row: &[f64]) -> f64 {
        let centered: Vec<f64> =
            self.kept.iter().map(|column| row[*column] - self.covariances.means[*column]).collect();
        let distance: f64 = (0..self.root.n_rows)
            .map(|i| {
                let value = dot(&self.root.row(i)[..=i], &centered[..=i]);
                value * value
            })
            .sum();
        1.0 / self.covariances.weight + distance
    }

    fn influence(&self, row: &[f64]) -> f64 {
        let found = &self.covariances;
        let z: Vec<Option<f64>> = (0..row.len())
            .map(|i| {
                let variance = found.covariance[(i, i)];
                (variance > 0.0).then(|| (row[i] - found.means[i]) / variance.sqrt())
            })
            .collect();
        let (mut sum, mut n_pairs) = (0.0, 0.0);
        for i in 0..z.len() {
            for j in 0..i {
                if let (Some(a), Some(b), Some(r)) = (z[i], z[j], found.correlation(i, j)) {
                    let spread = ((1.0 - r) * (1.0 + r)).max(f64::EPSILON);
                    let pull = (a * b - 0.5 * r * (a * a + b * b)) / spread;
                    sum += pull * pull;
                    n_pairs += 1.0;
                }
            }
        }
        // A single variable has its variance only: the influence function of ln s² over its spread.
        if n_pairs == 0.0 {
            let a = z.iter().flatten().next().copied().unwrap_or(0.0);
            return 0.5 * (a * a - 1.0) * (a * a - 1.0) / found.weight;
        }
        sum / n_pairs / found.weight
    }
}

impl Reweighted for Reweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.plain.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        let Ok(shape) = &self.plain else {
            influence.fill(0.0);
            leverage.fill(0.0);
            return;
        };
        self.each(rows, |at, row| {
            influence[at] = shape.influence(row);
            leverage[at] = shape.leverage(row);
        });
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        let shape = self.shape(changed)?;
        let weights = FewWeights { n_rows: self.design.n_rows, changed };
        look(&|rows: Range<usize>, output: &mut [f64]| {
            let mut weight = vec![0.0; rows.len()];
            weights.read(rows.start, &mut weight);
            self.each(rows, |at, row| output[at] = weight[at] * shape.leverage(row));
        });
        Ok(())
    }
}
