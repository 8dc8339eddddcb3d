//! Tukey's honestly significant differences, in Kramer's form for groups of unequal size (Kramer 1956).

use crate::describe::groups::Group;
use crate::distribution::studentized_range;
use crate::error::FitError;

/// The difference of two groups' means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Number of the first group.
    pub first: usize,
    /// Number of the second, larger.
    pub second: usize,
    /// Second minus first mean.
    pub difference: f64,
    /// Root of half the residual variance times the sum of the inverse weights: what the studentised range is a multiple of.
    pub standard_error: f64,
    /// p-value, adjusted for all pairs.
    pub p: f64,
    /// Lower limit that holds for all pairs together.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Whether p is below 1 − level.
    pub is_rejected: bool,
}

/// Compares all pairs of groups of any weight, each pair once in the order of their numbers.
///
/// `residual` is the residual mean square and its degrees of freedom of a model, or `None` for the groups' own (one-way).
/// `level` in percent.
///
/// # Errors
/// Fewer than two groups, no degrees of freedom, no variation within groups.
pub fn tukey_hsd(groups: &[Group], residual: Option<(f64, f64)>, level: f64) -> Result<Vec<Comparison>, FitError> {
    let filled: Vec<usize> = (0..groups.len()).filter(|group| groups[*group].weight > 0.0).collect();
    let k = filled.len() as f64;
    if filled.len() < 2 {
        return Err(FitError::TooFewGroups);
    }
    let (variance, df) = residual.unwrap_or_else(|| {
        let df = filled.iter().map(|group| groups[*group].weight).sum::<f64>() - k;
        (filled.iter().map(|group| groups[*group].squares).sum::<f64>() / df, df)
    });
    if df <= 0.0 || df.is_nan() {
        return Err(FitError::TooFewObservations { n_parameters: filled.len() });
    }
    if variance <= 0.0 || variance.is_nan() {
        return Err(FitError::ConstantDependent);
    }
    let alpha = 1.0 - level / 100.0;
    let quantile = studentized_range::upper_quantile(alpha, k, df);
    let mut result = Vec::with_capacity(filled.len() * (filled.len() - 1) / 2);
    for (at, &first) in filled.iter().enumerate() {
        for &second in &filled[at + 1..] {
            let (a, b) = (&groups[first], &groups[second]);
            let difference = b.mean - a.mean;
            let standard_error = (0.5 * variance * (1.0 / a.weight + 1.0 / b.weight)).sqrt();
            let p = studentized_range::upper(difference.abs() / standard_error, k, df);
            let margin = quantile * standard_error;
            let (low, high) = (difference - margin, difference + margin);
            result.push(Comparison { first, second, difference, standard_error, p, low, high, is_rejected: p < alpha });
        }
    }
    Ok(result)
}
