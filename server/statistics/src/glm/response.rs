//! What a model predicts as a function of its linear predictors, with derivatives by them.

use super::family::probabilities;
use super::model::Model;
use crate::distribution::normal;
use crate::elementary::{exp_of, log_normal_of};
use crate::rows::CHUNK;

/// The probability of an outcome, or the expected value of a count.
#[derive(Clone, Copy)]
pub(super) struct Response {
    pub model: Model,
    pub outcome: usize,
}

/// Of rows, [`CHUNK`] places each: the value, its derivatives by predictors, and by pairs `q ≥ r` of them at `q (q + 1) / 2 + r`.
pub(super) struct Derivatives {
    pub value: Vec<f64>,
    pub first: Vec<f64>,
    pub second: Vec<f64>,
    probabilities: Vec<f64>,
}

impl Derivatives {
    /// Room for `q` equations.
    pub fn new(q: usize) -> Self {
        Derivatives {
            value: vec![0.0; CHUNK],
            first: vec![0.0; q * CHUNK],
            second: vec![0.0; q * (q + 1) / 2 * CHUNK],
            probabilities: vec![0.0; q * CHUNK],
        }
    }
}

impl Response {
    /// The predicted values.
    pub fn levels(self, n: usize, eta: &[f64], output: &mut [f64]) {
        let mut room = Derivatives::new(self.model.n_equations());
        self.differentiate(n, eta, false, &mut room);
        output.copy_from_slice(&room.value[..n]);
    }

    /// Values and derivatives of the response, or of its logarithm.
    pub fn differentiate(self, n: usize, eta: &[f64], of_logarithm: bool, out: &mut Derivatives) {
        if let Model::Multinomial { .. } = self.model {
            return self.multinomial(n, eta, of_logarithm, out);
        }
        let rows = out.value[..n].iter_mut().zip(&mut out.first).zip(&mut out.second).zip(eta);
        for (((value, first), second), eta) in rows {
            (*value, *first, *second) = self.single(*eta, of_logarithm);
        }
    }

    fn single(self, eta: f64, of_logarithm: bool) -> (f64, f64, f64) {
        // Outcome 0 is outcome 1 of the other sign.
        let sign = if self.model.is_binary() && self.outcome == 0 { -1.0 } else { 1.0 };
        let t = sign * eta;
        let (value, first, second) = match (self.model, of_logarithm) {
            (Model::Logit, false) => {
                let (p, q) = logistic(t);
                (p, p * q, p * q * (q - p))
            }
            (Model::Logit, true) => {
                let (p, q) = logistic(t);
                (if t > 0.0 { libm::log1p(-q) } else { libm::log(p) }, q, -p * q)
            }
            (Model::Probit, false) => {
                let density = normal::density(t);
                (normal::lower(t), density, -t * density)
            }
            (Model::Probit, true) => {
                let (log, ratio) = log_normal_of(t);
                (log, ratio, -ratio * (ratio + t))
            }
            (Model::Tobit { .. }, false) => (t, 1.0, 0.0),
            (Model::Tobit { .. }, true) => (libm::log(t), 1.0 / t, -1.0 / (t * t)),
            (_, false) => {
                let mean = exp_of(t);
                (mean, mean, mean)
            }
            (_, true) => (t, 1.0, 0.0),
        };
        (value, sign * first, second)
    }

    fn multinomial(self, n: usize, eta: &[f64], of_logarithm: bool, out: &mut Derivatives) {
        let q = self.model.n_equations();
        let own = (0..q).find(|equation| self.model.outcome(*equation) == self.outcome);
        probabilities(q, n, eta, &mut out.probabilities, &mut out.value);
        for row in 0..n {
            let p = |equation: usize| out.probabilities[equation * CHUNK + row];
            let is_own = |equation: usize| f64::from(u8::from(own == Some(equation)));
            let log = out.value[row] + own.map_or(0.0, |equation| eta[equation * CHUNK + row]);
            let level = libm::exp(log);
            let scale = if of_logarithm { 1.0 } else { level };
            out.value[row] = if of_logarithm { log } else { level };
            let mut pair = 0;
            for i in 0..q {
                let off = is_own(i) - p(i);
                out.first[i * CHUNK + row] = scale * off;
                for j in 0..=i {
                    let same = if i == j { 1.0 } else { 0.0 };
                    let curve = -p(i) * (same - p(j));
                    let product = if of_logarithm { 0.0 } else { off * (is_own(j) - p(j)) };
                    out.second[pair * CHUNK + row] = scale * (product + curve);
                    pair += 1;
                }
            }
        }
    }
}

/// P and 1 − P, the small one without cancellation.
fn logistic(t: f64) -> (f64, f64) {
    let u = exp_of(-t.abs());
    let (large, small) = (1.0 / (1.0 + u), u / (1.0 + u));
    if t >= 0.0 { (large, small) } else { (small, large) }
}
