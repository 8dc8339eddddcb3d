//! Covariances of the estimates.

use libm::{cbrt, exp};

use super::compact::Compact;
use super::interior::interior;
use super::vertex::vertex;
use super::{Problem, QuantileOptions, StandardErrors};
use crate::describe::quantile::Sorted;
use crate::distribution::normal;
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, fold};
use crate::linear::cholesky::inverse;
use crate::linear::cross_products::cross_products;
use crate::linear::solution::{Solution, gram};
use crate::matrix::Matrix;

/// Level that Hall & Sheather's width is made for.
const ALPHA: f64 = 0.05;

/// Residuals below this share of their mean size are those of rows on the plane.
const ON_PLANE: f64 = 1e-10;

/// Sums.
pub(super) struct Totals(pub Vec<f64>);

impl Accumulator for Totals {
    fn merge(&mut self, later: Self) {
        self.0.iter_mut().zip(later.0).for_each(|(m, o)| *m += o);
    }
}

/// Hall & Sheather's width on the scale of probabilities.
fn bandwidth(tau: f64, n: f64) -> f64 {
    let z = normal::quantile(tau);
    let density = normal::density(z);
    let level = normal::upper_quantile(0.5 * ALPHA);
    cbrt(level * level * 1.5 * density * density / ((2.0 * z * z + 1.0) * n))
}

/// The smallest value with at least `tau Σw` up to it: a minimiser of Σ w ρ.
pub(super) fn quantile(values: &[f64], weights: Option<&[f64]>, tau: f64) -> f64 {
    if weights.is_some() {
        return Sorted::new(values, weights).quantile_averaged(tau).unwrap_or(0.0);
    }
    let mut values = values.to_vec();
    let at = ((tau * values.len() as f64).ceil() as usize).saturating_sub(1);
    match at < values.len() {
        true => *values.select_nth_unstable_by(at, f64::total_cmp).1,
        false => 0.0,
    }
}

impl Problem<'_> {
    /// Covariance of the estimates of the design as written.
    pub(super) fn covariance(
        &self,
        solution: &Solution,
        residuals: &[f64],
        options: &QuantileOptions<'_>,
    ) -> Result<Matrix, FitError> {
        let (tau, n) = (options.tau, self.least_squares.n_observations);
        let bread = gram(&solution.design_root());
        let width = || {
            let mut h = bandwidth(tau, n);
            while tau - h < 0.0 || tau + h > 1.0 {
                h *= 0.5;
            }
            h
        };
        match options.standard_errors {
            StandardErrors::Iid => {
                let sparsity = self.sparsity(residuals, tau)?;
                let mut result = bread;
                result.scale(sparsity * sparsity * tau * (1.0 - tau));
                Ok(result)
            }
            StandardErrors::Nid => {
                let h = width();
                let (high, low) = (self.solve(tau + h)?, self.solve(tau - h)?);
                // Residuals below minus residuals above: the distance of both planes.
                let (above, below) = (self.residuals(&high), self.residuals(&low));
                // As quantreg has it.
                let tiny = f64::EPSILON.sqrt();
                let density = |row: usize| {
                    let distance = below[row] - above[row] - tiny;
                    if distance > 0.0 { 2.0 * h / distance } else { 0.0 }
                };
                let densities: Vec<f64> = (0..residuals.len()).map(density).collect();
                self.sandwich(solution, &densities, None, tau * (1.0 - tau))
            }
            StandardErrors::Kernel => {
                let h = width();
                let spread = self.spread(residuals)?;
                let h = (normal::quantile(tau + h) - normal::quantile(tau - h)) * spread;
                if h <= 0.0 || h.is_nan() {
                    return Err(FitError::Singular);
                }
                let density = |r: &f64| {
                    let u = r / h;
                    exp(-0.5 * u * u) / (h * (2.0 * std::f64::consts::PI).sqrt())
                };
                let densities: Vec<f64> = residuals.iter().map(density).collect();
                self.sandwich(solution, &densities, None, tau * (1.0 - tau))
            }
            StandardErrors::RobustKernel => {
                let density = self.density(residuals, tau)?;
                let ones = vec![density; residuals.len()];
                // Rows on the plane have no sign but by rounding: they count as below it.
                let zero = ON_PLANE * self.scale(residuals);
                let scores: Vec<f64> =
                    residuals.iter().map(|r| if *r > zero { tau * tau } else { (1.0 - tau) * (1.0 - tau) }).collect();
                self.sandwich(solution, &ones, Some(&scores), 1.0)
            }
        }
    }

    /// `factor · F⁻¹ M F⁻¹` with F = Σ w f x x' and M = Σ w m x x' (m is 1 if not given).
    fn sandwich(
        &self,
        solution: &Solution,
        densities: &[f64],
        scores: Option<&[f64]>,
        factor: f64,
    ) -> Result<Matrix, FitError> {
        let f = inverse(&self.products(solution, Some(densities))?).ok_or(FitError::Singular)?;
        let m = self.products(solution, scores)?;
        // From the basis of the solution to the design as written: the constant takes what the centers had.
        let mut turn = Matrix::zeros(f.n_rows, f.n_rows);
        (0..f.n_rows).for_each(|i| turn[(i, i)] = 1.0);
        if solution.has_constant {
            for (i, column) in solution.kept.iter().enumerate() {
                turn[(f.n_rows - 1, i)] = -solution.centers[*column];
            }
        }
        let half = turn.product(&f);
        let mut result = half.product(&m);
        let mut transposed = Matrix::zeros(half.n_columns, half.n_rows);
        for i in 0..half.n_rows {
            for j in 0..half.n_columns {
                transposed[(j, i)] = half[(i, j)];
            }
        }
        result = result.product(&transposed);
        result.scale(factor);
        Ok(result)
    }

    /// Σ w v x x' over the kept columns and the constant, in the basis of the solution.
    fn products(&self, solution: &Solution, values: Option<&[f64]>) -> Result<Matrix, FitError> {
        let n = self.design.n_rows;
        let mut weights = vec![1.0; n];
        if let Some(source) = self.weights {
            source.read(0, &mut weights);
        }
        if let Some(values) = values {
            weights.iter_mut().zip(values).for_each(|(w, v)| *w *= v);
        }
        let mut shift = solution.centers.clone();
        shift.push(0.0);
        let cross = cross_products(self.design, self.y, Some(&weights), &shift, self.watch)?;
        let k = solution.kept.len();
        let mut result = Matrix::zeros(solution.n_parameters(), solution.n_parameters());
        for (i, &row) in solution.kept.iter().enumerate() {
            for (j, &column) in solution.kept.iter().enumerate() {
                result[(i, j)] = cross.products[(row, column)];
            }
            if solution.has_constant {
                result[(i, k)] = cross.sums[row];
                result[(k, i)] = cross.sums[row];
            }
        }
        if solution.has_constant {
            result[(k, k)] = cross.weight;
        }
        Ok(result)
    }

    /// The derivative of the residuals' quantile function: slope of the middle residuals on their ranks.
    fn sparsity(&self, residuals: &[f64], tau: f64) -> Result<f64, FitError> {
        let (n, k) = (self.least_squares.n_observations, self.least_squares.coefficients.len() as f64);
        let tiny = ON_PLANE * self.scale(residuals);
        let mut weights = vec![1.0; residuals.len()];
        if let Some(source) = self.weights {
            source.read(0, &mut weights);
        }
        let mut order: Vec<(f64, u32)> = (0..residuals.len() as u32)
            .filter(|row| weights[*row as usize] > 0.0)
            .map(|row| (residuals[row as usize].abs(), row))
            .collect();
        let zeros: f64 =
            order.iter().filter(|(size, _)| *size < tiny).map(|(_, row)| weights[*row as usize]).sum::<f64>().round();
        let width = (k + 1.0).max((n * bandwidth(tau, n)).ceil());
        // Only the nearest are sorted: enough of them to have the weight wanted.
        let least = weights.iter().copied().filter(|w| *w > 0.0).fold(1.0, f64::min);
        let enough = (((zeros + width + 2.0) / least).ceil() as usize).min(order.len());
        if enough < order.len() {
            order.select_nth_unstable_by(enough, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            order.truncate(enough);
        }
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut middle = Vec::new();
        let (mut passed, mut at) = (0.0, 0);
        for position in 0..=(width + zeros) as usize {
            while at < order.len() && passed + weights[order[at].1 as usize] <= position as f64 {
                passed += weights[order[at].1 as usize];
                at += 1;
            }
            if position as f64 >= zeros
                && let Some((_, row)) = order.get(at)
            {
                middle.push(residuals[*row as usize]);
            }
        }
        if middle.len() < 3 {
            return Err(FitError::Singular);
        }
        middle.sort_unstable_by(f64::total_cmp);
        let ranks: Vec<f64> = (0..middle.len()).map(|i| (zeros + 1.0 + i as f64) / (n - k)).collect();
        let center = ranks[ranks.len() / 2];
        let centered: Vec<f64> = ranks.iter().map(|rank| rank - center).collect();
        let line = Compact::line(&centered, &middle);
        let near = interior(&line, 0.5, self.watch)?;
        let exact = vertex(&line, 0.5, &near, self.watch)?.ok_or(FitError::Singular)?;
        let slope = line.unscaled(&exact)[0];
        if slope > 0.0 { Ok(slope) } else { Err(FitError::Singular) }
    }

    /// A typical size of y's deviations, so that zero has a scale.
    fn scale(&self, residuals: &[f64]) -> f64 {
        let sum: f64 = residuals.iter().map(|r| r.abs()).sum();
        (sum / residuals.len().max(1) as f64).max(f64::MIN_POSITIVE)
    }

    fn sorted(&self, values: &[f64]) -> Sorted {
        let mut weights = self.weights.map(|_| vec![0.0; values.len()]);
        if let (Some(values), Some(source)) = (&mut weights, self.weights) {
            source.read(0, values);
        }
        Sorted::new(values, weights.as_deref())
    }

    fn interquartile(&self, values: &[f64]) -> f64 {
        let sorted = self.sorted(values);
        sorted.quantile(0.75).unwrap_or(0.0) - sorted.quantile(0.25).unwrap_or(0.0)
    }

    /// The smaller of standard deviation and scaled interquartile range.
    fn spread(&self, residuals: &[f64]) -> Result<f64, FitError> {
        let rows = residuals.to_vec();
        let moments = crate::describe::moments::moments(&rows, self.weights, self.watch)?;
        Ok(moments.standard_deviation.min(self.interquartile(residuals) / 1.34))
    }

    /// Density of the residuals at zero by an Epanechnikov kernel.
    fn density(&self, residuals: &[f64], tau: f64) -> Result<f64, FitError> {
        let n = self.least_squares.n_observations;
        let h = bandwidth(tau, n);
        // Its authors take the spread of y itself.
        let deviation = crate::describe::moments::moments(self.y, self.weights, self.watch)?;
        let deviation = (deviation.variance * (n - 1.0) / n).sqrt();
        let spread = deviation.min(self.interquartile(residuals) / 1.34);
        let h = spread * (normal::quantile((tau + h).min(1.0)) - normal::quantile((tau - h).max(0.0)));
        if !(h > 0.0 && h.is_finite()) {
            return Err(FitError::Singular);
        }
        let total = fold(
            residuals.len(),
            BLOCK_ROWS,
            self.watch,
            || Totals(vec![0.0]),
            |partial, rows| {
                let mut weight = vec![1.0; rows.len()];
                if let Some(weights) = self.weights {
                    weights.read(rows.start, &mut weight);
                }
                for (r, w) in residuals[rows].iter().zip(&weight) {
                    let u = r / h;
                    if u.abs() <= 1.0 {
                        partial.0[0] += w * 0.75 * (1.0 - u * u);
                    }
                }
            },
        )?;
        let density = total.0[0] / (n * h);
        if density > 0.0 { Ok(density) } else { Err(FitError::Singular) }
    }
}
