//! Leverage of rows beside absorbed effects.

use super::groups::PIECE_ROWS;
use super::means::coded_means;
use super::plan::Plan;
use super::window::Window;
use super::within::by_inner;
use crate::linear::solution::Solution;
use crate::matrix::Matrix;

/// Leverage and residual of the rows of a window, one piece after the other.
pub(crate) struct Leverages<'a> {
    pub window: Window<'a>,
    coefficients: Vec<f64>,
    /// The bread by inner column, zero where a column is not kept.
    bread: Matrix,
    means: Vec<f64>,
    touched: Vec<usize>,
    /// Of each row of the window: without weight, that of the regressors.
    pub regressors: Vec<f64>,
    /// The same of the effects.
    pub effects: Vec<f64>,
    pub residuals: Vec<f64>,
}

impl<'a> Leverages<'a> {
    pub fn new(plan: &'a Plan<'a>, solution: &Solution) -> Self {
        let size = plan.order.len();
        let place = solution.places();
        let mut bread = Matrix::zeros(size, size);
        let of = |column: usize| place.get(column).copied().filter(|at| *at != usize::MAX);
        for (i, row) in plan.order.iter().enumerate() {
            for (j, column) in plan.order.iter().enumerate() {
                if let (Some(a), Some(b)) = (of(*row), of(*column)) {
                    bread[(i, j)] = solution.bread[(a, b)];
                }
            }
        }
        Leverages {
            window: Window::new(plan),
            coefficients: by_inner(plan, solution),
            bread,
            means: vec![0.0; plan.n_coded],
            touched: Vec::new(),
            regressors: Vec::new(),
            effects: Vec::new(),
            residuals: Vec::new(),
        }
    }

    /// Reads a piece and computes all three.
    pub fn read(&mut self, piece: &super::groups::Piece) {
        self.window.read(piece);
        self.window.residuals(&self.coefficients, &mut self.residuals);
        let plan = self.window.plan;
        let (n, y) = (self.window.n, plan.n_local - 1);
        self.regressors.clear();
        self.regressors.resize(n, 0.0);
        let mut mixed = [0.0; PIECE_ROWS];
        for a in 0..y {
            let line = self.bread.row(a);
            mixed[..n].fill(0.0);
            for (b, value) in line[..=a].iter().enumerate() {
                let factor = if a == b { *value } else { 2.0 * value };
                for (m, x) in mixed.iter_mut().zip(self.window.column(b)) {
                    *m += factor * x;
                }
            }
            for ((h, m), x) in self.regressors.iter_mut().zip(&mixed).zip(self.window.column(a)) {
                *h += m * x;
            }
        }
        if plan.n_coded > 0 {
            for group in 0..self.window.ids.len() {
                self.add_coded(group);
            }
        }
        self.effects.clear();
        for (group, rows) in self.window.groups() {
            self.effects.extend(std::iter::repeat_n(self.window.shares[group], rows.len()));
        }
        if let Some(projection) = plan.projection {
            let row_at = |at: usize| plan.groups.row(piece.first + at);
            for (group, rows) in self.window.groups() {
                for at in rows.clone() {
                    let row = row_at(at);
                    // Of a group of several pieces, those rows that are in this one.
                    let share = |codes: &[u32]| {
                        let same = rows.clone().filter(|other| codes[row_at(*other)] == codes[row]);
                        same.map(|other| self.window.weight(other)).sum::<f64>() * self.window.shares[group]
                    };
                    self.effects[at] = (self.effects[at] + projection.leverage(row, share)).min(1.0);
                }
            }
        }
    }

    /// Adds what coded columns, `z − z̄`, have in the quadratic form: `u'Bu − 2 u'Bm + m'Bm` with a row's own columns u and the means m.
    fn add_coded(&mut self, group: usize) {
        let plan = self.window.plan;
        let rows = self.window.bounds[group]..self.window.bounds[group + 1];
        coded_means(&self.window, group, rows.clone(), &mut self.means, &mut self.touched);
        let n_local = plan.n_local;
        let mut form = 0.0;
        for a in &self.touched {
            for b in &self.touched {
                form += self.means[*a] * self.means[*b] * self.bread[(n_local + a, n_local + b)];
            }
        }
        let bread_means = |column: usize| -> f64 {
            self.touched.iter().map(|other| self.bread[(column, n_local + other)] * self.means[*other]).sum()
        };
        let local: Vec<f64> = (0..n_local - 1).map(bread_means).collect();
        for row in rows {
            let mut own = [(0_usize, 0.0); 32];
            let mut n_own = 0;
            let mut rest: Vec<(usize, f64)> = Vec::new();
            for block in 0..plan.coded.len() {
                if let Some(found) = self.window.coded(block, row) {
                    if n_own < own.len() {
                        own[n_own] = found;
                        n_own += 1;
                    } else {
                        rest.push(found);
                    }
                }
            }
            let columns = || own[..n_own].iter().chain(&rest);
            let mut sum = form;
            for (column, factor) in local.iter().enumerate() {
                sum -= 2.0 * factor * self.window.values[column * PIECE_ROWS + row];
            }
            for (a, value) in columns() {
                let line = self.bread.row(n_local + a);
                let mut with: f64 = -2.0 * bread_means(n_local + a);
                for (column, factor) in line[..n_local - 1].iter().enumerate() {
                    with += 2.0 * factor * self.window.values[column * PIECE_ROWS + row];
                }
                for (b, other) in columns() {
                    with += line[n_local + b] * other;
                }
                sum += value * with;
            }
            self.regressors[row] += sum;
        }
        self.touched.iter().for_each(|column| self.means[*column] = 0.0);
    }
}
