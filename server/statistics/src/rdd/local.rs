//! A local polynomial fit of one side, and the linear functionals of the outcomes that it is made of.

use std::ops::Range;

use super::legendre::{self, ROOM};
use super::sample::Side;
use super::{Kernel, RddOptions};
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, fold};
use crate::linear::cholesky::inverse;
use crate::matrix::{Matrix, dot};

impl Kernel {
    /// Weight at distance `t` ≥ 0 as a share of the bandwidth.
    #[inline]
    pub(super) fn weight(self, t: f64) -> f64 {
        match self {
            Kernel::Triangular => (1.0 - t).max(0.0),
            Kernel::Uniform => 0.5 * f64::from(u8::from(t <= 1.0)),
            Kernel::Epanechnikov => 0.75 * (1.0 - t * t).max(0.0),
        }
    }

    /// The number of rows, from the nearest, that have weight under a bandwidth.
    pub(super) fn reach(self, side: &Side, bandwidth: f64) -> usize {
        side.distance.partition_point(|distance| self.weight(distance / bandwidth) > 0.0)
    }
}

/// A fitted polynomial in the Legendre basis of t = distance / bandwidth.
#[derive(Clone)]
pub(super) struct Local {
    pub order: usize,
    pub bandwidth: f64,
    pub kernel: Kernel,
    pub sign: f64,
    /// Rows with weight.
    pub n: usize,
    /// `(Σ w K P P')⁻¹`.
    pub inverse: Matrix,
    /// `Σ w K P d` of each column.
    pub right: Vec<Vec<f64>>,
    /// `Σ w K d d'` of the columns.
    pub between: Matrix,
    /// `Σ w K P t^(order + 1)`.
    pub next: Vec<f64>,
}

/// Sums in one vector: triangle, next power, right sides, triangle of the columns.
struct Sums(Vec<f64>);

impl Accumulator for Sums {
    fn merge(&mut self, later: Self) {
        self.0.iter_mut().zip(later.0).for_each(|(m, o)| *m += o);
    }
}

impl Local {
    /// Fits all columns of a side.
    pub fn fit(side: &Side, bandwidth: f64, order: usize, options: &RddOptions<'_>) -> Result<Self, FitError> {
        let kernel = options.kernel;
        let too_few = FitError::TooFewObservations { n_parameters: order + 1 };
        if !(bandwidth > 0.0 && bandwidth.is_finite()) {
            return Err(FitError::Singular);
        }
        let n = kernel.reach(side, bandwidth);
        if side.n_distinct(n) < order + 1 {
            return Err(too_few);
        }
        let (k, d) = (order + 1, side.columns.len());
        let triangle = k * (k + 1) / 2;
        let size = triangle + k + k * d + if d > 1 { d * (d + 1) / 2 } else { 0 };
        let absorb = |partial: &mut Sums, rows: Range<usize>| {
            let mut basis = [0.0; ROOM];
            for row in rows {
                let t = side.distance[row] / bandwidth;
                let weight = side.weight(row) * kernel.weight(t);
                legendre::values(t, k, &mut basis);
                let (grams, rest) = partial.0.split_at_mut(triangle);
                let (next, rest) = rest.split_at_mut(k);
                let (right, between) = rest.split_at_mut(k * d);
                let power = weight * t.powi(k as i32);
                let mut at = 0;
                for i in 0..k {
                    let scaled = weight * basis[i];
                    for value in &basis[..=i] {
                        grams[at] += scaled * value;
                        at += 1;
                    }
                    next[i] += power * basis[i];
                }
                let mut at = 0;
                for (a, (column, right)) in side.columns.iter().zip(right.chunks_exact_mut(k)).enumerate() {
                    let value = weight * column[row];
                    right.iter_mut().zip(&basis).for_each(|(sum, p)| *sum += value * p);
                    if d > 1 {
                        for other in &side.columns[..=a] {
                            between[at] += value * other[row];
                            at += 1;
                        }
                    }
                }
            }
        };
        let sums = fold(n, BLOCK_ROWS, options.watch, || Sums(vec![0.0; size]), absorb)?.0;
        if sums.iter().any(|sum| !sum.is_finite()) {
            return Err(FitError::OutOfRange);
        }
        let lower = |values: &[f64], size: usize| {
            let mut matrix = Matrix::zeros(size, size);
            let mut at = 0;
            for i in 0..size {
                for j in 0..=i {
                    if let Some(value) = values.get(at) {
                        matrix[(i, j)] = *value;
                    }
                    at += 1;
                }
            }
            matrix.mirror();
            matrix
        };
        let inverse = inverse(&lower(&sums[..triangle], k)).ok_or(FitError::Singular)?;
        let rights = &sums[triangle + k..triangle + k + k * d];
        Ok(Local {
            order,
            bandwidth,
            kernel,
            sign: side.sign,
            n,
            inverse,
            right: rights.chunks_exact(k).map(<[f64]>::to_vec).collect(),
            between: lower(&sums[triangle + k + k * d..], d),
            next: sums[triangle..triangle + k].to_vec(),
        })
    }

    /// What a vector in the Legendre basis has at the power `nu` of (x − cutoff), in units of the running variable.
    fn at_power(&self, nu: usize) -> Vec<f64> {
        let scale = (self.sign / self.bandwidth).powi(nu as i32);
        legendre::coefficients(nu, self.order + 1).iter().map(|c| c * scale).collect()
    }

    /// Coefficient of (x − cutoff)^nu of each column.
    pub fn coefficients(&self, nu: usize) -> Vec<f64> {
        let row = self.inverse.times(&self.at_power(nu));
        self.right.iter().map(|right| dot(&row, right)).collect()
    }

    /// The functional of the outcomes that is this coefficient.
    pub fn functional(&self, nu: usize) -> Functional {
        Functional { kernel: self.kernel, bandwidth: self.bandwidth, basis: self.inverse.times(&self.at_power(nu)) }
    }

    /// The coefficient at nu of ((x − cutoff) / h)^(order + 1), in powers of (x − cutoff) / h: what the bias is a multiple of.
    pub fn bias_constant(&self, nu: usize) -> f64 {
        let row = self.inverse.times(&legendre::coefficients(nu, self.order + 1));
        self.sign.powi((self.order + 1 + nu) as i32) * dot(&row, &self.next)
    }

    /// Coefficients of the fit of each column in the Legendre basis.
    pub fn fitted(&self) -> Vec<Vec<f64>> {
        self.right.iter().map(|right| self.inverse.times(right)).collect()
    }

    /// Leverage of a row at distance `distance`, without its weight.
    pub fn leverage(&self, distance: f64) -> f64 {
        let mut basis = [0.0; ROOM];
        let t = distance / self.bandwidth;
        let k = self.order + 1;
        legendre::values(t, k, &mut basis);
        self.kernel.weight(t) * dot(&self.inverse.times(&basis[..k]), &basis[..k])
    }
}

/// A linear functional Σ w l(x) d of the rows of one side.
pub(super) struct Functional {
    kernel: Kernel,
    bandwidth: f64,
    basis: Vec<f64>,
}

impl Functional {
    /// l at a distance.
    #[inline]
    pub fn at(&self, distance: f64, room: &mut [f64; ROOM]) -> f64 {
        let t = distance / self.bandwidth;
        let weight = self.kernel.weight(t);
        if weight == 0.0 {
            return 0.0;
        }
        legendre::values(t, self.basis.len(), room);
        weight * self.basis.iter().zip(room.iter()).map(|(a, b)| a * b).sum::<f64>()
    }

    /// Times a number.
    pub fn scaled(mut self, by: f64) -> Self {
        self.basis.iter_mut().for_each(|value| *value *= by);
        self
    }
}
