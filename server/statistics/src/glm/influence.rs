//! Leverage and influence of each row.

use std::ops::Range;

use super::problem::Problem;
use super::sums::{Pass, Second};
use crate::design::{NO_COLUMN, chunks};
use crate::elementary::vectorised;
use crate::matrix::Matrix;
use crate::rows::CHUNK;

/// Leverage and influence at an estimate, for any rows.
pub(super) struct Diagnosis<'a> {
    problem: &'a Problem<'a>,
    parameters: &'a [f64],
    n_parameters: f64,
    /// By pair of equations: the inverse information in the order of passes, symmetric.
    pairs: Vec<Matrix>,
    /// That of each equation with the parameter besides, and of this one with itself.
    mixed: Vec<Vec<f64>>,
    besides: f64,
}

impl<'a> Diagnosis<'a> {
    /// `inverse` is over the active parameters.
    pub fn new(problem: &'a Problem<'a>, parameters: &'a [f64], active: &[usize], inverse: &Matrix) -> Self {
        let (q, per, layout) = (problem.family.n_predictors(), problem.per_equation(), &problem.layout);
        let mut place = vec![usize::MAX; problem.n_parameters()];
        active.iter().enumerate().for_each(|(at, &parameter)| place[parameter] = at);
        let value = |row: usize, column: usize| match (place[row], place[column]) {
            (usize::MAX, _) | (_, usize::MAX) => 0.0,
            at => inverse[at],
        };
        let mut pairs = Vec::with_capacity(q * (q + 1) / 2);
        for (i, j) in (0..q).flat_map(|i| (0..=i).map(move |j| (i, j))) {
            let mut pair = Matrix::zeros(layout.size, layout.size);
            for (a, row) in layout.places() {
                for (b, column) in layout.places() {
                    let sum = value(i * per + row, j * per + column) + value(i * per + column, j * per + row);
                    pair[(a, b)] = 0.5 * sum;
                }
            }
            pairs.push(pair);
        }
        let mut diagnosis = Diagnosis {
            problem,
            parameters,
            n_parameters: active.len() as f64,
            pairs,
            mixed: Vec::new(),
            besides: 0.0,
        };
        if problem.family.has_ancillary() {
            let last = problem.n_parameters() - 1;
            diagnosis.besides = value(last, last);
            for equation in 0..q {
                let line: Vec<f64> = (0..per).map(|column| value(equation * per + column, last)).collect();
                diagnosis.mixed.push(layout.inner(&line));
            }
        }
        diagnosis
    }

    /// Calls `write(row of the range, weight, influence, leverage)`, both without the row's weight.
    pub fn visit(&self, rows: Range<usize>, mut write: impl FnMut(usize, f64, f64, f64)) {
        let mut pass = Pass::new(self.problem, self.parameters, Second::Information);
        let q = self.problem.family.n_predictors();
        let mut forms = vec![0.0; self.pairs.len() * CHUNK];
        let mut lines = vec![0.0; self.mixed.len() * CHUNK];
        for (start, rows) in chunks(rows) {
            let n = rows.len();
            pass.reader.read(rows);
            pass.reader.differentiate();
            pass.transpose();
            for (pair, out) in self.pairs.iter().zip(forms.chunks_exact_mut(CHUNK)) {
                self.quadratic(&pass, pair, out);
            }
            for (line, out) in self.mixed.iter().zip(lines.chunks_exact_mut(CHUNK)) {
                self.linear(&pass, line, out);
            }
            let terms = &pass.reader.terms;
            for at in 0..n {
                let (mut influence, mut leverage) = (0.0, 0.0);
                let mut pair = 0;
                for i in 0..q {
                    let score = terms.score[i * CHUNK + at];
                    for j in 0..=i {
                        let form = forms[pair * CHUNK + at] * if i == j { 1.0 } else { 2.0 };
                        influence += score * terms.score[j * CHUNK + at] * form;
                        leverage += terms.curvature[pair * CHUNK + at] * form;
                        pair += 1;
                    }
                    if let Some(line) = lines.get(i * CHUNK + at) {
                        influence += 2.0 * score * terms.ancillary_score[at] * line;
                        leverage += 2.0 * terms.mixed[i * CHUNK + at] * line;
                    }
                }
                if let Some(score) = terms.ancillary_score.get(at) {
                    influence += score * score * self.besides;
                    leverage += terms.ancillary_curvature[at] * self.besides;
                }
                let influence = (influence / self.n_parameters).max(0.0);
                write(start + at, pass.reader.weight[at], influence, leverage.clamp(0.0, 1.0));
            }
        }
    }

    /// `z' pair z` of each row.
    fn quadratic(&self, pass: &Pass<'_>, pair: &Matrix, out: &mut [f64]) {
        const PART: usize = 32;
        let (width, z, padded) = (self.problem.layout.n_dense + 1, &pass.reader.z, pass.reader.padded);
        vectorised(
            #[inline(always)]
            || {
                for (part, out) in out[..padded].as_chunks_mut::<PART>().0.iter_mut().enumerate() {
                    let column = |at: usize| &z[at * CHUNK + part * PART..at * CHUNK + (part + 1) * PART];
                    *out = [0.0; PART];
                    for a in 0..width {
                        let line = pair.row(a);
                        let own = column(a);
                        let mut sums = [0.0; PART];
                        for (b, factor) in line[..a].iter().enumerate() {
                            sums.iter_mut().zip(column(b)).for_each(|(sum, x)| *sum += factor * x);
                        }
                        for ((out, sum), x) in out.iter_mut().zip(&sums).zip(own) {
                            *out += (2.0 * sum + line[a] * x) * x;
                        }
                    }
                }
            },
        );
        let layout = &self.problem.layout;
        for (position, (block, first)) in pass.reader.chunk.coded.iter().zip(&layout.coded).enumerate() {
            let chunk = &pass.reader.chunk;
            let (codes, values) = (chunk.codes(block), chunk.values(block));
            let before: Vec<_> = layout.coded[..position]
                .iter()
                .zip(&chunk.coded)
                .map(|(first, block)| (*first, chunk.codes(block), chunk.values(block)))
                .collect();
            for (row, (code, dense)) in codes.iter().zip(pass.by_row.chunks_exact(layout.width)).enumerate() {
                if *code == NO_COLUMN {
                    continue;
                }
                let own = first + *code as usize;
                let line = pair.row(own);
                let x = values.map_or(1.0, |values| values[row]);
                let mut mixed: f64 = line.iter().zip(dense).map(|(b, z)| b * z).sum();
                for (first, codes, values) in &before {
                    if codes[row] != NO_COLUMN {
                        mixed += line[first + codes[row] as usize] * values.map_or(1.0, |values| values[row]);
                    }
                }
                out[row] += x * (2.0 * mixed + x * line[own]);
            }
        }
    }

    /// `line · z` of each row.
    fn linear(&self, pass: &Pass<'_>, line: &[f64], out: &mut [f64]) {
        let layout = &self.problem.layout;
        let (reader, n_dense) = (&pass.reader, layout.n_dense);
        super::kernel::predictor(reader.padded, &line[..n_dense], line[n_dense], &reader.z, out);
        for (block, first) in reader.chunk.coded.iter().zip(&layout.coded) {
            let (codes, values) = (reader.chunk.codes(block), reader.chunk.values(block));
            for (row, (out, code)) in out.iter_mut().zip(codes).enumerate() {
                if *code != NO_COLUMN {
                    *out += line[first + *code as usize] * values.map_or(1.0, |values| values[row]);
                }
            }
        }
    }
}
