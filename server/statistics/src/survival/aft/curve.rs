//! Survival and quantiles of time that a fitted model tells, with bands by the delta method.

use libm::{exp, log};

use super::fit::AftFit;
use crate::distribution::normal;
use crate::matrix::dot;

/// Survival at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// The time.
    pub time: f64,
    /// Probability to survive beyond it.
    pub survival: f64,
    /// Limits from the standard error of the standardised error `z` (for Weibull that is the scale `ln(−ln S)`).
    pub limits: (f64, f64),
}

/// The time by which a share had the event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeQuantile {
    /// The share.
    pub p: f64,
    /// The time.
    pub time: f64,
    /// Standard error of its logarithm.
    pub log_se: f64,
    /// Standard error of the time, by the delta method.
    pub standard_error: f64,
    /// Limits from the logarithm.
    pub limits: (f64, f64),
}

impl AftFit {
    /// Derivatives of `x'β + c σ` by the parameters.
    fn gradient(&self, x: &[f64], by_log_scale: f64) -> Vec<f64> {
        let mut gradient: Vec<f64> = x[..self.kept.len()].to_vec();
        if self.has_constant {
            gradient.push(1.0);
        }
        if self.family.has_scale() {
            gradient.push(by_log_scale);
        }
        gradient
    }

    fn variance(&self, gradient: &[f64]) -> f64 {
        dot(gradient, &self.covariance.times(gradient)).max(0.0)
    }

    fn predictor(&self, x: &[f64]) -> f64 {
        let constant = if self.has_constant { self.coefficients[self.kept.len()] } else { 0.0 };
        constant + x.iter().zip(&self.coefficients[..self.kept.len()]).map(|(x, b)| x * b).sum::<f64>()
    }

    /// The survival curve at regressors `x` (of the kept columns, empty without) on a grid of times, bands of `level` percent.
    /// Times that are not positive are survived.
    pub fn survival(&self, x: &[f64], times: &[f64], level: f64) -> Vec<CurvePoint> {
        let quantile = normal::upper_quantile(0.5 - level / 200.0);
        let predictor = self.predictor(x);
        let point = |&time: &f64| {
            if time <= 0.0 {
                return CurvePoint { time, survival: 1.0, limits: (1.0, 1.0) };
            }
            let z = (log(time) - predictor) / self.scale;
            // z has the derivatives −x/σ and −z.
            let reach = quantile * self.variance(&self.gradient(x, z * self.scale)).sqrt() / self.scale;
            let survival = self.family.survival(z);
            CurvePoint { time, survival, limits: (self.family.survival(z + reach), self.family.survival(z - reach)) }
        };
        times.iter().map(point).collect()
    }

    /// The time by which a share `p` (between 0 and 1) had the event, at regressors `x` of the kept columns.
    pub fn time_quantile(&self, x: &[f64], p: f64, level: f64) -> TimeQuantile {
        let quantile = normal::upper_quantile(0.5 - level / 200.0);
        let error = self.family.quantile(p) * self.scale;
        let log_time = self.predictor(x) + error;
        let log_se = self.variance(&self.gradient(x, error)).sqrt();
        let time = exp(log_time);
        let limits = (exp(log_time - quantile * log_se), exp(log_time + quantile * log_se));
        TimeQuantile { p, time, log_se, standard_error: time * log_se, limits }
    }

    /// The median time.
    pub fn median(&self, x: &[f64], level: f64) -> TimeQuantile {
        self.time_quantile(x, 0.5, level)
    }

    /// The mean time at regressors `x`; `None` where the distribution has none.
    pub fn mean(&self, x: &[f64]) -> Option<f64> {
        self.family.mean_factor(self.scale).map(|factor| exp(self.predictor(x)) * factor)
    }
}
