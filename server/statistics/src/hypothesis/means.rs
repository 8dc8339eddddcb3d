//! Student's t tests of one mean, of two means, and of paired values, with frequency-type weights.

use crate::describe::moments::Moments;
use crate::distribution::student;
use crate::error::FitError;
use crate::rows::Rows;

/// A t test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TTest {
    /// Mean, or first minus second mean.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// (estimate − hypothesis) / standard error.
    pub t: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Lower limit of the estimate.
    pub low: f64,
    /// Upper limit of the estimate.
    pub high: f64,
}

/// What is assumed of two variances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variances {
    /// They are equal: pooled.
    Equal,
    /// They may differ: Welch (1947), with Satterthwaite's degrees of freedom.
    Unequal,
}

fn test(estimate: f64, hypothesis: f64, standard_error: f64, df: f64, level: f64) -> Result<TTest, FitError> {
    if !standard_error.is_finite() || !estimate.is_finite() {
        return Err(FitError::OutOfRange);
    }
    if standard_error <= 0.0 {
        return Err(FitError::ConstantDependent);
    }
    let t = (estimate - hypothesis) / standard_error;
    let margin = student::upper_quantile(0.5 - level / 200.0, df) * standard_error;
    let (low, high) = (estimate - margin, estimate + margin);
    Ok(TTest { estimate, standard_error, t, df, p: student::two_sided(t, df), low, high })
}

/// Tests that the mean is `hypothesis`; `level` of the limits in percent. For paired values: of their [`Differences`].
///
/// # Errors
/// At most one observation; no variation.
pub fn one_sample(sample: &Moments, hypothesis: f64, level: f64) -> Result<TTest, FitError> {
    if sample.weight <= 1.0 || sample.weight.is_nan() {
        return Err(FitError::TooFewObservations { n_parameters: 1 });
    }
    test(sample.mean, hypothesis, sample.standard_deviation / sample.weight.sqrt(), sample.weight - 1.0, level)
}

/// Tests that two means are equal; `level` of the limits of their difference in percent.
///
/// # Errors
/// Too few observations; no variation.
pub fn two_samples(first: &Moments, second: &Moments, variances: Variances, level: f64) -> Result<TTest, FitError> {
    let (n, m) = (first.weight, second.weight);
    let too_few = FitError::TooFewObservations { n_parameters: 2 };
    if n.min(m) <= 0.0 || n + m <= 2.0 {
        return Err(too_few);
    }
    let squares = |sample: &Moments| if sample.weight > 1.0 { sample.variance * (sample.weight - 1.0) } else { 0.0 };
    let (standard_error, df) = match variances {
        Variances::Equal => {
            let pooled = (squares(first) + squares(second)) / (n + m - 2.0);
            ((pooled * (1.0 / n + 1.0 / m)).sqrt(), n + m - 2.0)
        }
        Variances::Unequal => {
            if n.min(m) <= 1.0 {
                return Err(too_few);
            }
            let (a, b) = (first.variance / n, second.variance / m);
            ((a + b).sqrt(), (a + b) * (a + b) / (a * a / (n - 1.0) + b * b / (m - 1.0)))
        }
    };
    test(first.mean - second.mean, 0.0, standard_error, df, level)
}

/// First minus second column, computed where it is read.
pub struct Differences<'a> {
    /// First column.
    pub first: &'a dyn Rows<f64>,
    /// Second column, of the same length.
    pub second: &'a dyn Rows<f64>,
}

impl Rows<f64> for Differences<'_> {
    fn len(&self) -> usize {
        self.first.len().min(self.second.len())
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        let mut other = vec![0.0; output.len()];
        self.first.read(first, output);
        self.second.read(first, &mut other);
        output.iter_mut().zip(other).for_each(|(a, b)| *a -= b);
    }
}
