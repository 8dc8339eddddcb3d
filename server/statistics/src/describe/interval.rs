//! The confidence interval of a mean.

use super::moments::Moments;
use crate::distribution::student;
use crate::error::FitError;

/// A mean with its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanInterval {
    /// Σ w.
    pub n: f64,
    /// Mean.
    pub mean: f64,
    /// Standard deviation over √Σw.
    pub standard_error: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// The interval that holds the mean with `level` percent, by Student's t with Σw − 1 degrees of freedom.
///
/// # Errors
/// Not more than one observation.
pub fn mean_interval(moments: &Moments, level: f64) -> Result<MeanInterval, FitError> {
    let n = moments.weight;
    if n <= 1.0 || n.is_nan() {
        return Err(FitError::TooFewObservations { n_parameters: 1 });
    }
    if !moments.variance.is_finite() {
        return Err(FitError::OutOfRange);
    }
    let standard_error = moments.standard_deviation / n.sqrt();
    let margin = student::upper_quantile(0.5 - level / 200.0, n - 1.0) * standard_error;
    Ok(MeanInterval { n, mean: moments.mean, standard_error, low: moments.mean - margin, high: moments.mean + margin })
}
