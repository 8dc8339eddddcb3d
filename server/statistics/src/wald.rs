//! Estimates against zero: standard errors, statistics, p-values and confidence intervals, the same for every estimator (Wald 1943).

use crate::distribution::{normal, student};
use crate::matrix::Matrix;

/// The distribution that statistics of estimates are held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reference {
    /// The standard normal: z.
    Normal,
    /// Student's t.
    Student {
        /// Degrees of freedom.
        df: f64,
    },
}

impl Reference {
    /// Two-sided p-value of a statistic.
    pub fn two_sided(self, statistic: f64) -> f64 {
        match self {
            Reference::Normal => normal::two_sided(statistic),
            Reference::Student { df } => student::two_sided(statistic, df),
        }
    }

    /// How many standard errors an interval reaches to each side, `level` in percent.
    pub fn reach(self, level: f64) -> f64 {
        let tail = 0.5 - level / 200.0;
        match self {
            Reference::Normal => normal::upper_quantile(tail),
            Reference::Student { df } => student::upper_quantile(tail, df),
        }
    }

    /// Limits of the confidence interval of each estimate, `level` in percent.
    pub fn intervals(self, coefficients: &[f64], standard_errors: &[f64], level: f64) -> Vec<(f64, f64)> {
        let reach = self.reach(level);
        coefficients.iter().zip(standard_errors).map(|(b, se)| (b - reach * se, b + reach * se)).collect()
    }
}

/// What stands beside estimates; one entry each.
#[derive(Clone, Debug, PartialEq)]
pub struct Wald {
    /// Roots of the covariance's diagonal.
    pub standard_errors: Vec<f64>,
    /// t or z.
    pub statistics: Vec<f64>,
    /// Two-sided p-values.
    pub p: Vec<f64>,
}

impl Wald {
    /// Of `k` estimates with their `k × k` covariance.
    pub fn new(coefficients: &[f64], covariance: &Matrix, reference: Reference) -> Self {
        let standard_errors: Vec<f64> = (0..coefficients.len()).map(|i| covariance[(i, i)].max(0.0).sqrt()).collect();
        let statistics: Vec<f64> = coefficients.iter().zip(&standard_errors).map(|(b, se)| b / se).collect();
        let p = statistics.iter().map(|statistic| reference.two_sided(*statistic)).collect();
        Wald { standard_errors, statistics, p }
    }
}
