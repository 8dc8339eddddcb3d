//! Discrete changes: predictions with a column at 1 less predictions with it at 0.

use std::ops::Range;

use super::effects::{Effect, Estimated, MarginalEffect, Totals, block_rows, weigh};
use super::fit::GlmFit;
use super::problem::{Problem, Reader};
use super::response::{Derivatives, Response};
use super::sums::{Pass, Second};
use crate::design::chunks;
use crate::error::FitError;
use crate::fold::fold;
use crate::rows::CHUNK;

/// Columns of which a row has at most one that is not zero: those of a factor, or one.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    pub columns: Range<usize>,
}

/// Sums over rows for one state of the columns.
struct State {
    /// Σ w G.
    value: f64,
    /// Σ w D z by equation, of the columns as they are.
    linear: Vec<f64>,
}

impl Moved {
    /// The change of each kept column from none of them.
    pub fn changes(
        &self,
        fit: &GlmFit,
        problem: &Problem<'_>,
        response: Response,
        effect: Effect,
    ) -> Result<Vec<MarginalEffect>, FitError> {
        let kept: Vec<usize> = self.columns.clone().filter(|column| fit.kept.contains(column)).collect();
        let mut targets = vec![None];
        targets.extend(kept.iter().copied().map(Some));
        let (weight, states) = self.states(fit, problem, response, effect, &targets)?;
        let (base, others) = states.split_at(1);
        let gradient_of = |state: &State, target: Option<usize>| self.gradient(problem, state, target);
        let from = gradient_of(&base[0], None);
        let change = |(column, state): (&usize, &State)| {
            let to = gradient_of(state, Some(*column));
            let active = &fit.estimate.factored.active;
            let gradient: Vec<f64> = active.iter().map(|&at| (to[at] - from[at]) / weight).collect();
            let value = (state.value - base[0].value) / weight;
            let estimated = Estimated::new(value, fit.variance_of(&gradient).sqrt());
            MarginalEffect { outcome: response.outcome, column: *column, is_discrete: true, estimated }
        };
        Ok(kept.iter().zip(others).map(change).collect())
    }

    /// Σ w, and the sums with the columns at each target.
    fn states(
        &self,
        fit: &GlmFit,
        problem: &Problem<'_>,
        response: Response,
        effect: Effect,
        targets: &[Option<usize>],
    ) -> Result<(f64, Vec<State>), FitError> {
        let (q, per, size) = (problem.family.n_predictors(), problem.per_equation(), problem.layout.size);
        let parameters = &fit.estimate.parameters;
        let per_state = 1 + q * size;
        let new = || Totals(vec![0.0; 1 + targets.len() * per_state]);
        let totals = fold(problem.design.n_rows, block_rows(size), problem.watch, new, |totals, rows| {
            let mut pass = Pass::new(problem, parameters, Second::Information);
            let mut derivatives = Derivatives::new(q);
            let mut eta = vec![0.0; q * CHUNK];
            let (weight, sums) = totals.0.split_at_mut(1);
            for (_, rows) in chunks(rows) {
                pass.reader.read(rows);
                pass.transpose();
                let n = pass.reader.padded;
                weight[0] += pass.reader.weight[..n].iter().sum::<f64>();
                self.set_aside(problem, &mut pass.reader, parameters);
                for (target, sums) in targets.iter().zip(sums.chunks_exact_mut(per_state)) {
                    let (value, linear) = sums.split_at_mut(1);
                    for (equation, out) in eta.chunks_exact_mut(CHUNK).enumerate() {
                        let slope = target.map_or(0.0, |column| parameters[equation * per + column]);
                        let from = &pass.reader.eta[equation * CHUNK..][..n];
                        out.iter_mut().zip(from).for_each(|(out, eta)| *out = eta + slope);
                    }
                    response.differentiate(n, &eta, effect.is_of_logarithm(), &mut derivatives);
                    weigh(&mut derivatives.value, &pass.reader.weight, n);
                    value[0] += derivatives.value[..n].iter().sum::<f64>();
                    for (d, out) in derivatives.first.chunks_exact_mut(CHUNK).zip(linear.chunks_exact_mut(size)) {
                        weigh(d, &pass.reader.weight, n);
                        pass.add_linear(d, out);
                    }
                }
            }
        })?;
        let (weight, sums) = totals.0.split_at(1);
        let states = sums.chunks_exact(per_state).map(|sums| State { value: sums[0], linear: sums[1..].to_vec() });
        Ok((weight[0], states.collect()))
    }

    /// Takes the columns out of the predictors.
    fn set_aside(&self, problem: &Problem<'_>, reader: &mut Reader<'_>, parameters: &[f64]) {
        let per = problem.per_equation();
        let n = reader.n;
        let mut parts = vec![0.0; n];
        for equation in 0..problem.family.n_predictors() {
            parts.fill(0.0);
            for (at, part) in parts.iter_mut().enumerate() {
                reader.chunk.visit_raw(at, |column, value| {
                    if self.columns.contains(&column) {
                        *part += parameters[equation * per + column] * value;
                    }
                });
            }
            // The predictor has the column less its center and that times the slope in the constant: only the column goes.
            let eta = &mut reader.eta[equation * CHUNK..][..n];
            eta.iter_mut().zip(&parts).for_each(|(eta, part)| *eta -= part);
        }
    }

    /// The gradient of Σ w G over all parameters: the moved columns have their own value everywhere.
    fn gradient(&self, problem: &Problem<'_>, state: &State, target: Option<usize>) -> Vec<f64> {
        let (per, layout) = (problem.per_equation(), &problem.layout);
        let mut gradient = vec![0.0; problem.n_parameters()];
        for (equation, linear) in state.linear.chunks_exact(layout.size).enumerate() {
            for (place, column) in layout.places() {
                gradient[equation * per + column] = linear[place];
            }
            let total = linear[layout.n_dense];
            for column in self.columns.clone() {
                let own = if target == Some(column) { 1.0 } else { 0.0 };
                gradient[equation * per + column] = (own - problem.centers[column]) * total;
            }
        }
        gradient
    }
}
