//! The Frisch–Newton interior point method for the dual of quantile regression (Portnoy & Koenker 1997), with Mehrotra's corrector.
//!
//! The dual has a variable in 0..1 for each row: max y'a subject to X'a = (1 − τ) X'1. Work per iteration is one weighted cross product
//! and a few passes over the rows, in blocks of fixed size that are merged in their order.

use rayon::prelude::*;

use super::compact::{Compact, Nonzeros, add_outer};
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::cholesky::{Factor, factor};
use crate::matrix::{Matrix, dot};

const BLOCK: usize = 4096;
const MOST_ITERATIONS: usize = 200;
/// Share of the way to the boundary that a step goes.
const STEP: f64 = 0.99995;
/// Duality gap, relative to the objective, at which the vertex is looked for.
const GAP: f64 = 1e-9;
/// Pivot below which a direction is taken for undetermined.
const DEPENDENCE: f64 = 1e-13;

/// What one block of rows has.
struct Block {
    first: usize,
    /// Dual variable, its distance from 1, and their multipliers.
    x: Vec<f64>,
    s: Vec<f64>,
    z: Vec<f64>,
    w: Vec<f64>,
    /// Steps, and the corrector's terms.
    dx: Vec<f64>,
    dz: Vec<f64>,
    dw: Vec<f64>,
    q: Vec<f64>,
}

/// Sums over rows: a matrix, a vector, and two numbers.
struct Sums {
    matrix: Matrix,
    vector: Vec<f64>,
}

/// Longest primal and dual steps.
#[derive(Clone, Copy)]
struct Steps {
    primal: f64,
    dual: f64,
}

struct Program<'a> {
    data: &'a Compact,
    blocks: Vec<Block>,
    /// Minus the coefficients.
    y: Vec<f64>,
}

/// Coefficients near the optimum, in the scaled basis.
pub(super) fn interior(data: &Compact, tau: f64, watch: Watch<'_>) -> Result<Vec<f64>, FitError> {
    let mut program = Program::start(data, tau)?;
    let scale = data.y.iter().map(|y| y.abs()).sum::<f64>();
    let mut least = f64::INFINITY;
    let mut since = 0;
    for _ in 0..MOST_ITERATIONS {
        watch.check()?;
        let gap = program.gap();
        if !gap.is_finite() {
            return Err(FitError::OutOfRange);
        }
        let objective = program.objective(tau);
        if gap <= GAP * objective.max(1e-12 * scale) {
            break;
        }
        // What no longer falls is at the end of its digits: the vertex decides.
        since = if gap < 0.9 * least { 0 } else { since + 1 };
        least = least.min(gap);
        if since > 5 {
            break;
        }
        program.iterate(gap);
    }
    Ok(program.y.iter().map(|value| -value).collect())
}

impl<'a> Program<'a> {
    fn start(data: &'a Compact, tau: f64) -> Result<Self, FitError> {
        let n = data.n();
        let blocks = (0..n.div_ceil(BLOCK))
            .map(|at| {
                let rows = BLOCK.min(n - at * BLOCK);
                let zeros = || vec![0.0; rows];
                Block {
                    first: at * BLOCK,
                    x: vec![1.0 - tau; rows],
                    s: vec![tau; rows],
                    z: zeros(),
                    w: zeros(),
                    dx: zeros(),
                    dz: zeros(),
                    dw: zeros(),
                    q: vec![1.0; rows],
                }
            })
            .collect();
        let mut program = Program { data, blocks, y: vec![0.0; data.p] };
        // Least squares to begin with.
        let sums = program.products(|data, _, row, _| -data.y[row]);
        program.y = solve(&factored(&sums.matrix), &sums.matrix, &sums.vector);
        let y = &program.y;
        program.blocks.par_iter_mut().for_each(|block| {
            for at in 0..block.x.len() {
                let row = block.first + at;
                let mut r = -data.y[row] - data.dot(row, y);
                if r == 0.0 {
                    r = 1e-3;
                }
                block.z[at] = r.max(0.0);
                block.w[at] = (-r).max(0.0);
            }
        });
        // Multipliers inside their range, so that the first steps are long.
        let size = program.blocks.iter().flat_map(|b| b.z.iter().zip(&b.w)).map(|(z, w)| z + w).sum::<f64>() / n as f64;
        let floor = (1e-3 * size).max(f64::MIN_POSITIVE);
        program.blocks.iter_mut().for_each(|block| {
            block.z.iter_mut().chain(&mut block.w).for_each(|value| *value += floor);
        });
        Ok(program)
    }

    /// Σ q x x' and Σ q v(row) x.
    fn products(&self, value: impl Fn(&Compact, &Block, usize, usize) -> f64 + Sync) -> Sums {
        let p = self.data.p;
        let parts: Vec<Sums> = self
            .blocks
            .par_iter()
            .map(|block| {
                let mut sums = Sums { matrix: Matrix::zeros(p, p), vector: vec![0.0; p] };
                let mut nonzeros = Nonzeros::new();
                for at in 0..block.x.len() {
                    let row = block.first + at;
                    self.data.nonzeros(row, &mut nonzeros);
                    add_outer(&mut sums.matrix, &nonzeros, block.q[at]);
                    let v = block.q[at] * value(self.data, block, row, at);
                    nonzeros.iter().for_each(|(column, x)| sums.vector[*column] += v * x);
                }
                sums
            })
            .collect();
        let mut total = Sums { matrix: Matrix::zeros(p, p), vector: vec![0.0; p] };
        for part in parts {
            total.matrix.values.iter_mut().zip(part.matrix.values).for_each(|(t, v)| *t += v);
            total.vector.iter_mut().zip(part.vector).for_each(|(t, v)| *t += v);
        }
        total.matrix.mirror();
        total
    }

    /// Σ q v(row) x.
    fn vector(&self, value: impl Fn(&Block, usize) -> f64 + Sync) -> Vec<f64> {
        let p = self.data.p;
        let parts: Vec<Vec<f64>> = self
            .blocks
            .par_iter()
            .map(|block| {
                let mut sum = vec![0.0; p];
                let mut nonzeros = Nonzeros::new();
                for at in 0..block.x.len() {
                    self.data.nonzeros(block.first + at, &mut nonzeros);
                    let v = block.q[at] * value(block, at);
                    nonzeros.iter().for_each(|(column, x)| sum[*column] += v * x);
                }
                sum
            })
            .collect();
        parts.into_iter().fold(vec![0.0; p], |mut total, part| {
            total.iter_mut().zip(part).for_each(|(t, v)| *t += v);
            total
        })
    }

    fn sum(&self, of: impl Fn(&Block, usize) -> f64 + Sync) -> f64 {
        let parts: Vec<f64> =
            self.blocks.par_iter().map(|block| (0..block.x.len()).map(|at| of(block, at)).sum()).collect();
        parts.iter().sum()
    }

    fn gap(&self) -> f64 {
        self.sum(|b, at| b.z[at] * b.x[at] + b.w[at] * b.s[at])
    }

    /// Σ ρ(residual) at the present coefficients.
    fn objective(&self, tau: f64) -> f64 {
        self.sum(|block, at| {
            let row = block.first + at;
            let r = self.data.y[row] + self.data.dot(row, &self.y);
            r * (tau - f64::from(u8::from(r < 0.0)))
        })
    }

    fn iterate(&mut self, gap: f64) {
        self.blocks.par_iter_mut().for_each(|b| {
            for at in 0..b.x.len() {
                b.q[at] = 1.0 / (b.z[at] / b.x[at] + b.w[at] / b.s[at]);
            }
        });
        let sums = self.products(|_, b, _, at| b.z[at] - b.w[at]);
        let factor = factored(&sums.matrix);
        let mut dy = solve(&factor, &sums.matrix, &sums.vector);
        let data = self.data;
        let mut steps = self.steps(&dy, |b, at, slope| {
            let dx = b.q[at] * (slope - (b.z[at] - b.w[at]));
            (dx, -b.z[at] * (dx / b.x[at] + 1.0), -b.w[at] * (1.0 - dx / b.s[at]))
        });
        if steps.primal.min(steps.dual) < 1.0 {
            let Steps { primal, dual } = steps;
            let after = self.sum(|b, at| {
                (b.z[at] + dual * b.dz[at]) * (b.x[at] + primal * b.dx[at])
                    + (b.w[at] + dual * b.dw[at]) * (b.s[at] - primal * b.dx[at])
            });
            let share = after / gap;
            let mu = gap * share * share * share / (2.0 * data.n() as f64);
            // Second-order terms of the complementarity conditions.
            let terms = move |b: &Block, at: usize| {
                let (xi, si) = (1.0 / b.x[at], 1.0 / b.s[at]);
                (b.dx[at] * b.dz[at] * xi, -b.dx[at] * b.dw[at] * si, mu * (xi - si))
            };
            let correction = self.vector(|b, at| {
                let (of_z, of_w, center) = terms(b, at);
                of_z - of_w - center
            });
            let right: Vec<f64> = sums.vector.iter().zip(&correction).map(|(a, b)| a + b).collect();
            dy = solve(&factor, &sums.matrix, &right);
            steps = self.steps(&dy, |b, at, slope| {
                let (of_z, of_w, center) = terms(b, at);
                let (xi, si) = (1.0 / b.x[at], 1.0 / b.s[at]);
                let dx = b.q[at] * (slope + center - (b.z[at] - b.w[at]) - of_z + of_w);
                let dz = mu * xi - b.z[at] - xi * b.z[at] * dx - of_z;
                let dw = mu * si - b.w[at] + si * b.w[at] * dx - of_w;
                (dx, dz, dw)
            });
        }
        let Steps { primal, dual } = steps;
        self.y.iter_mut().zip(&dy).for_each(|(y, d)| *y += dual * d);
        self.blocks.par_iter_mut().for_each(|b| {
            for at in 0..b.x.len() {
                b.x[at] += primal * b.dx[at];
                b.s[at] -= primal * b.dx[at];
                b.z[at] += dual * b.dz[at];
                b.w[at] += dual * b.dw[at];
            }
        });
    }

    /// Sets the steps of all rows; how far they may go.
    fn steps(&mut self, dy: &[f64], step: impl Fn(&Block, usize, f64) -> (f64, f64, f64) + Sync) -> Steps {
        let data = self.data;
        let parts: Vec<(f64, f64)> = self
            .blocks
            .par_iter_mut()
            .map(|b| {
                let (mut primal, mut dual) = (f64::INFINITY, f64::INFINITY);
                for at in 0..b.x.len() {
                    let slope = data.dot(b.first + at, dy);
                    let (dx, dz, dw) = step(b, at, slope);
                    (b.dx[at], b.dz[at], b.dw[at]) = (dx, dz, dw);
                    let bound = |value: f64, change: f64| if change < 0.0 { -value / change } else { f64::INFINITY };
                    primal = primal.min(bound(b.x[at], dx)).min(bound(b.s[at], -dx));
                    dual = dual.min(bound(b.z[at], dz)).min(bound(b.w[at], dw));
                }
                (primal, dual)
            })
            .collect();
        let least = |of: fn(&(f64, f64)) -> f64| parts.iter().map(of).fold(f64::INFINITY, f64::min);
        Steps { primal: (STEP * least(|part| part.0)).min(1.0), dual: (STEP * least(|part| part.1)).min(1.0) }
    }
}

fn factored(matrix: &Matrix) -> Factor {
    let p = matrix.n_rows;
    let mut scaled = Matrix::zeros(p, p);
    let varying: Vec<usize> = (0..p).filter(|i| matrix[(*i, *i)] > 0.0).collect();
    for &i in &varying {
        for &j in &varying {
            let scale = (matrix[(i, i)] * matrix[(j, j)]).sqrt();
            scaled[(i, j)] = if i == j { 1.0 } else { matrix[(i, j)] / scale };
        }
    }
    factor(&scaled, &varying, |_| DEPENDENCE)
}

/// Solves in the directions that are determined; 0 in the others.
fn solve(factor: &Factor, matrix: &Matrix, right: &[f64]) -> Vec<f64> {
    let kept = &factor.kept;
    let scale = |column: usize| matrix[(column, column)].sqrt();
    let mut half: Vec<f64> = Vec::with_capacity(kept.len());
    for (i, &column) in kept.iter().enumerate() {
        let inner = dot(&half, &factor.lower.row(i)[..i]);
        half.push((right[column] / scale(column) - inner) / factor.lower[(i, i)]);
    }
    let mut result = vec![0.0; right.len()];
    for i in (0..kept.len()).rev() {
        let value = half[i] / factor.lower[(i, i)];
        for (j, slot) in half[..i].iter_mut().enumerate() {
            *slot -= factor.lower[(i, j)] * value;
        }
        result[kept[i]] = value / scale(kept[i]);
    }
    result
}
