//! The exact optimum: a vertex, where as many rows as there are parameters lie on the plane, reached from a point near it by steps of
//! the simplex method along edges (Barrodale & Roberts 1974), each to the lowest point of its edge.

use super::compact::{Compact, Nonzeros};
use crate::error::FitError;
use crate::fold::Watch;
use crate::matrix::{Matrix, dot};

/// A residual of this size, relative to the typical one of `y`, is zero.
const ZERO: f64 = 1e-12;
/// How far beyond its bounds a multiplier may be.
const SLACK: f64 = 1e-9;
/// A row that depends on those chosen before it to this degree is not chosen.
const DEPENDENCE: f64 = 1e-7;

/// Rows on the plane, and the inverse of their matrix.
struct Basis {
    rows: Vec<usize>,
    inverse: Matrix,
}

/// The optimum near `start`, in the scaled basis; `None` if the rows do not determine all coefficients.
pub(super) fn vertex(data: &Compact, tau: f64, start: &[f64], watch: Watch<'_>) -> Result<Option<Vec<f64>>, FitError> {
    let n = data.n();
    let size = data.y.iter().map(|y| y.abs()).sum::<f64>() / n as f64;
    let zero = ZERO * size;
    let mut residuals: Vec<f64> = (0..n).map(|row| data.y[row] - data.dot(row, start)).collect();
    let Some(mut basis) = nearest(data, &residuals) else { return Ok(None) };
    let mut coefficients = basis.solve(data);
    let mut is_above: Vec<bool> = Vec::new();
    let mut is_basic = vec![false; n];
    basis.rows.iter().for_each(|row| is_basic[*row] = true);
    let most = 200 + 50 * data.p;
    let mut is_optimal = false;
    for step in 0..most {
        watch.check()?;
        for (row, residual) in residuals.iter_mut().enumerate() {
            *residual = if is_basic[row] { 0.0 } else { data.y[row] - data.dot(row, &coefficients) };
        }
        if step == 0 {
            is_above = residuals.iter().map(|r| *r >= 0.0).collect();
        }
        for (above, residual) in is_above.iter_mut().zip(&residuals) {
            if residual.abs() > zero {
                *above = *residual > 0.0;
            }
        }
        let multipliers = basis.multipliers(data, tau, &is_above, &is_basic);
        let excess = |d: f64| (d - tau).max(tau - 1.0 - d);
        let worst =
            (0..data.p).fold(0, |best, at| if excess(multipliers[at]) > excess(multipliers[best]) { at } else { best });
        let over = excess(multipliers[worst]);
        is_optimal = over <= SLACK;
        if is_optimal || over.is_nan() {
            break;
        }
        // Above its bound the row goes above the plane, so the plane goes down there.
        let goes_above = multipliers[worst] > tau;
        let sign = if goes_above { -1.0 } else { 1.0 };
        let direction: Vec<f64> = (0..data.p).map(|k| sign * basis.inverse[(k, worst)]).collect();
        let mut crossings: Vec<(f64, f64, usize)> = Vec::new();
        for row in (0..n).filter(|row| !is_basic[*row]) {
            let slope = data.dot(row, &direction);
            // The residual falls by slope · t.
            if slope != 0.0 && (slope > 0.0) == is_above[row] {
                let residual = if residuals[row].abs() <= zero { 0.0 } else { residuals[row] };
                crossings.push(((residual / slope).max(0.0), slope.abs(), row));
            }
        }
        crossings.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        let mut rate = -over;
        let Some(&(_, _, entering)) = crossings.iter().find(|(_, change, row)| {
            rate += change;
            let is_found = rate >= -1e-14;
            if !is_found {
                is_above[*row] = !is_above[*row];
            }
            is_found
        }) else {
            return Err(FitError::Singular);
        };
        let leaving = basis.rows[worst];
        is_above[leaving] = goes_above;
        is_basic[leaving] = false;
        is_basic[entering] = true;
        basis.replace(data, worst, entering);
        if step % 50 == 49 {
            let rows = basis.rows.clone();
            basis = invert(data, &rows).ok_or(FitError::Singular)?;
        }
        coefficients = basis.solve(data);
    }
    // Where steps of no length never end, the point is as good as the one it began from, or it is none.
    let loss = |at: &[f64]| -> f64 {
        let each = |row: usize| {
            let r = data.y[row] - data.dot(row, at);
            r * (tau - f64::from(u8::from(r < 0.0)))
        };
        (0..n).map(each).sum()
    };
    if is_optimal || loss(&coefficients) <= loss(start) * (1.0 + SLACK) + zero {
        return Ok(Some(coefficients));
    }
    Err(FitError::NotConverged { iterations: most })
}

/// A basis of the rows with the smallest residuals.
fn nearest(data: &Compact, residuals: &[f64]) -> Option<Basis> {
    let mut order: Vec<usize> = (0..data.n_single()).collect();
    let key = |row: &usize| residuals[*row].abs();
    order.sort_unstable_by(|a, b| key(a).total_cmp(&key(b)).then(a.cmp(b)));
    // Orthogonalised rows chosen so far.
    let mut chosen: Vec<Vec<f64>> = Vec::new();
    let mut rows = Vec::new();
    let mut nonzeros = Nonzeros::new();
    for row in order {
        let mut vector = vec![0.0; data.p];
        data.nonzeros(row, &mut nonzeros);
        nonzeros.iter().for_each(|(column, value)| vector[*column] += value);
        let length = dot(&vector, &vector).sqrt();
        for _ in 0..2 {
            for other in &chosen {
                let share = dot(&vector, other);
                vector.iter_mut().zip(other).for_each(|(v, o)| *v -= share * o);
            }
        }
        let left = dot(&vector, &vector).sqrt();
        if length > 0.0 && left > DEPENDENCE * length {
            vector.iter_mut().for_each(|value| *value /= left);
            chosen.push(vector);
            rows.push(row);
            if rows.len() == data.p {
                return invert(data, &rows);
            }
        }
    }
    None
}

/// The inverse of the matrix of some rows, by elimination with pivots.
fn invert(data: &Compact, rows: &[usize]) -> Option<Basis> {
    let p = data.p;
    let mut work = Matrix::zeros(p, 2 * p);
    let mut nonzeros = Nonzeros::new();
    for (i, row) in rows.iter().enumerate() {
        data.nonzeros(*row, &mut nonzeros);
        nonzeros.iter().for_each(|(column, value)| work[(i, *column)] += value);
        work[(i, p + i)] = 1.0;
    }
    for column in 0..p {
        let pivot = (column..p)
            .fold(column, |best, row| if work[(row, column)].abs() > work[(best, column)].abs() { row } else { best });
        let value = work[(pivot, column)];
        if value == 0.0 || !value.is_finite() {
            return None;
        }
        for k in 0..2 * p {
            let moved = work[(pivot, k)];
            work[(pivot, k)] = work[(column, k)];
            work[(column, k)] = moved / value;
        }
        let source = work.row(column).to_vec();
        for row in (0..p).filter(|row| *row != column) {
            let factor = work[(row, column)];
            if factor != 0.0 {
                work.row_mut(row).iter_mut().zip(&source).for_each(|(t, s)| *t -= factor * s);
            }
        }
    }
    let mut inverse = Matrix::zeros(p, p);
    (0..p).for_each(|i| inverse.row_mut(i).copy_from_slice(&work.row(i)[p..]));
    Some(Basis { rows: rows.to_vec(), inverse })
}

impl Basis {
    /// The plane through the rows, refined once.
    fn solve(&self, data: &Compact) -> Vec<f64> {
        let y: Vec<f64> = self.rows.iter().map(|row| data.y[*row]).collect();
        let mut result = self.inverse.times(&y);
        let rest: Vec<f64> = self.rows.iter().map(|row| data.y[*row] - data.dot(*row, &result)).collect();
        result.iter_mut().zip(self.inverse.times(&rest)).for_each(|(value, more)| *value += more);
        result
    }

    /// What the rows on the plane must have for ψ so that Σ ψ x is zero.
    fn multipliers(&self, data: &Compact, tau: f64, is_above: &[bool], is_basic: &[bool]) -> Vec<f64> {
        let p = data.p;
        let mut gradient = vec![0.0; p];
        let mut nonzeros = Nonzeros::new();
        for row in (0..data.n()).filter(|row| !is_basic[*row]) {
            let psi = if is_above[row] { tau } else { tau - 1.0 };
            data.nonzeros(row, &mut nonzeros);
            nonzeros.iter().for_each(|(column, value)| gradient[*column] += psi * value);
        }
        (0..p).map(|at| -(0..p).map(|k| gradient[k] * self.inverse[(k, at)]).sum::<f64>()).collect()
    }

    /// Another row in the place of one.
    fn replace(&mut self, data: &Compact, at: usize, row: usize) {
        let p = data.p;
        let mut nonzeros = Nonzeros::new();
        data.nonzeros(row, &mut nonzeros);
        // x' B⁻¹: what the new row is in terms of the old.
        let mut terms = vec![0.0; p];
        for (column, value) in &nonzeros {
            terms.iter_mut().zip(self.inverse.row(*column)).for_each(|(t, b)| *t += value * b);
        }
        let pivot = terms[at];
        for k in 0..p {
            let line = self.inverse.row_mut(k);
            let share = line[at] / pivot;
            for (j, value) in line.iter_mut().enumerate() {
                if j != at {
                    *value -= share * terms[j];
                }
            }
            line[at] = share;
        }
        self.rows[at] = row;
    }
}
