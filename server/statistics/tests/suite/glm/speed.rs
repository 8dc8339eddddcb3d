//! Models of many rows; a long form: `cargo xtask bench-estimators`.

use std::cell::RefCell;
use std::time::Instant;

use statistics::design::{Block, Design};
use statistics::glm::{Covariance, GlmFit, GlmOptions, Model, fit};

use super::super::shared::open_draws;

/// Draws of a fixed sequence.
pub struct Draws(Box<dyn FnMut() -> f64>);

impl Draws {
    pub fn new(seed: u64) -> Self {
        Draws(Box::new(open_draws(seed)))
    }

    pub fn uniform(&mut self) -> f64 {
        (self.0)()
    }

    pub fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    pub fn poisson(&mut self, mean: f64) -> f64 {
        let limit = (-mean).exp();
        let (mut product, mut count) = (self.uniform(), 0.0);
        while product > limit {
            product *= self.uniform();
            count += 1.0;
        }
        count
    }

    /// Of shape 2 and mean 1.
    pub fn gamma(&mut self) -> f64 {
        -0.5 * (self.uniform() * self.uniform()).ln()
    }
}

/// Normal and 0/1 columns in turn, and what they add up to.
fn regressors(draws: &mut Draws, n: usize, k: usize) -> (Vec<Vec<f64>>, Vec<f64>) {
    let x: Vec<Vec<f64>> = (0..k)
        .map(|j| (0..n).map(|_| if j % 2 == 0 { draws.normal() } else { f64::from(draws.uniform() < 0.3) }).collect())
        .collect();
    let slope = |j: usize| 0.5 * (2.0 * j as f64 / (k as f64 - 1.0) - 1.0);
    let sum = (0..n).map(|row| x.iter().enumerate().map(|(j, x)| slope(j) * x[row]).sum()).collect();
    (x, sum)
}

fn dense(x: &[Vec<f64>]) -> Design<'_> {
    Design { n_rows: x[0].len(), blocks: x.iter().map(|x| Block::Dense(x)).collect(), has_constant: true }
}

fn time(what: &str, work: impl Fn() -> GlmFit) {
    let best = RefCell::new((f64::INFINITY, 0, 0.0));
    for _ in 0..3 {
        let start = Instant::now();
        let fitted = work();
        let mut best = best.borrow_mut();
        *best = (best.0.min(start.elapsed().as_secs_f64()), fitted.iterations, fitted.log_likelihood);
    }
    let (seconds, passes, log_likelihood) = best.into_inner();
    println!("{what}: {seconds:.3} s, {passes} passes at the end, ll {log_likelihood:.6}");
}

#[test]
fn models_of_millions_of_rows_print_their_times() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask bench-regress`");
        return;
    }
    let mut draws = Draws::new(1);
    let options = GlmOptions::default();
    let robust = GlmOptions { covariance: Covariance::Robust, ..options };
    {
        let n = 2_000_000;
        let (x, eta) = regressors(&mut draws, n, 10);
        let y: Vec<f64> = eta.iter().map(|eta| f64::from(draws.uniform() < 1.0 / (1.0 + (1.0 - eta).exp()))).collect();
        let design = dense(&x);
        time("logit 2 M x 10", || fit(&design, &y, Model::Logit, options).unwrap());
        time("logit 2 M x 10, robust", || fit(&design, &y, Model::Logit, robust).unwrap());
        time("probit 2 M x 10", || fit(&design, &y, Model::Probit, options).unwrap());
        let indicators =
            Design { n_rows: n, blocks: [1, 3, 5, 7, 9].map(|j| Block::Dense(&x[j])).to_vec(), has_constant: true };
        time("logit 2 M x 5 indicators", || fit(&indicators, &y, Model::Logit, options).unwrap());
        let factors: Vec<Vec<u32>> =
            [19.0, 40.0].iter().map(|levels| (0..n).map(|_| (draws.uniform() * levels) as u32).collect()).collect();
        let mut blocks: Vec<Block<'_>> = x[..8].iter().map(|x| Block::Dense(x)).collect();
        for (codes, n_columns) in factors.iter().zip([19, 40]) {
            blocks.push(Block::Coded { columns: codes, n_columns, values: None });
        }
        let design = Design { n_rows: n, blocks, has_constant: true };
        time("logit 2 M x 8 and 59 levels", || fit(&design, &y, Model::Logit, options).unwrap());
    }
    let n = 1_000_000;
    let (x, eta) = regressors(&mut draws, n, 5);
    let design = dense(&x);
    let y: Vec<f64> = eta.iter().map(|eta| draws.poisson(eta.exp())).collect();
    time("Poisson 1 M x 5", || fit(&design, &y, Model::Poisson, options).unwrap());
    let y: Vec<f64> = eta
        .iter()
        .map(|eta| {
            let mean = eta.exp() * draws.gamma();
            draws.poisson(mean)
        })
        .collect();
    time("negative binomial 1 M x 5", || fit(&design, &y, Model::NegativeBinomial, options).unwrap());
    let n = 500_000;
    let (x, eta) = regressors(&mut draws, n, 5);
    let y: Vec<f64> = (0..n)
        .map(|row| {
            let utilities = [0.0, 0.3 + eta[row], -0.2 + x[0][row], 0.5 * x[2][row] - eta[row]];
            let gumbel = utilities.map(|u| u - (-draws.uniform().ln()).ln());
            (0..4).fold(0, |best, q| if gumbel[q] > gumbel[best] { q } else { best }) as f64
        })
        .collect();
    let design = dense(&x);
    let model = Model::Multinomial { n_outcomes: 4, base: 0 };
    time("multinomial 500 k x 5, 4 outcomes", || fit(&design, &y, model, options).unwrap());
}
