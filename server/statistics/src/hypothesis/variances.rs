//! Whether groups differ in spread or in rank: Bartlett, Levene in the form of Brown & Forsythe, Kruskal–Wallis.

use libm::log;

use super::Test;
use crate::describe::groups::{Group, groups};
use crate::describe::quantile::Sorted;
use crate::describe::ranks::{mid_ranks, over_ties};
use crate::distribution::{chi_squared, f};
use crate::error::FitError;
use crate::fold::Watch;
use crate::rows::Rows;

/// F test that the means of groups are equal.
///
/// # Errors
/// Fewer than two groups, too few observations, no variation within groups.
pub fn oneway(groups: &[Group]) -> Result<Test, FitError> {
    let filled: Vec<&Group> = groups.iter().filter(|group| group.weight > 0.0).collect();
    let k = filled.len() as f64;
    if filled.len() < 2 {
        return Err(FitError::TooFewGroups);
    }
    let n: f64 = filled.iter().map(|group| group.weight).sum();
    if n <= k {
        return Err(FitError::TooFewObservations { n_parameters: filled.len() });
    }
    // Means are taken about one of them: what is large and common to all must not be squared.
    let base = filled[0].mean;
    let mean = filled.iter().map(|group| group.weight * (group.mean - base)).sum::<f64>() / n;
    let between: f64 = filled.iter().map(|g| g.weight * (g.mean - base - mean) * (g.mean - base - mean)).sum();
    let within: f64 = filled.iter().map(|group| group.squares).sum();
    if within <= 0.0 {
        return Err(FitError::ConstantDependent);
    }
    let (df, df2) = (k - 1.0, n - k);
    let statistic = between / df / (within / df2);
    Ok(Test { statistic, df, df2: Some(df2), p: f::upper(statistic, df, df2) })
}

/// Bartlett's test (1937) that the variances of groups are equal.
///
/// # Errors
/// Fewer than two groups, one of at most one observation, or one without variation.
pub fn bartlett(groups: &[Group]) -> Result<Test, FitError> {
    let filled: Vec<&Group> = groups.iter().filter(|group| group.weight > 0.0).collect();
    let k = filled.len() as f64;
    if filled.len() < 2 || filled.iter().any(|group| group.weight <= 1.0) {
        return Err(FitError::TooFewGroups);
    }
    if filled.iter().any(|group| group.squares <= 0.0) {
        return Err(FitError::ConstantDependent);
    }
    let df: f64 = filled.iter().map(|group| group.weight - 1.0).sum();
    let pooled = filled.iter().map(|group| group.squares).sum::<f64>() / df;
    let spread: f64 = filled.iter().map(|g| (g.weight - 1.0) * log(g.squares / (g.weight - 1.0))).sum();
    let inverse: f64 = filled.iter().map(|group| 1.0 / (group.weight - 1.0)).sum();
    let statistic = ((df * log(pooled) - spread) / (1.0 + (inverse - 1.0 / df) / (3.0 * (k - 1.0)))).max(0.0);
    Ok(Test { statistic, df: k - 1.0, df2: None, p: chi_squared::upper(statistic, k - 1.0) })
}

/// What Levene's distances are taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Center {
    /// The group's mean (Levene 1960).
    Mean,
    /// Its median (Brown & Forsythe 1974): also for skewed variables.
    Median,
}

/// Levene's test that the spread of groups is equal. `codes` are in `0..n_groups`.
///
/// # Errors
/// As [`oneway`]; cancellation.
pub fn levene(
    values: &[f64],
    codes: &[u32],
    n_groups: usize,
    weights: Option<&[f64]>,
    center: Center,
    watch: Watch<'_>,
) -> Result<Test, FitError> {
    let owned = weights.map(<[f64]>::to_vec);
    let rows = owned.as_ref().map(|weights| weights as &dyn Rows<f64>);
    let centers: Vec<f64> = match center {
        Center::Mean => groups(&values, &codes, n_groups, rows, watch)?.iter().map(|group| group.mean).collect(),
        Center::Median => medians(values, codes, n_groups, weights),
    };
    let distance = |(x, code): (&f64, &u32)| centers.get(*code as usize).map_or(0.0, |center| (x - center).abs());
    let distances: Vec<f64> = values.iter().zip(codes).map(distance).collect();
    let weights = rows;
    oneway(&groups(&distances, &codes, n_groups, weights, watch)?)
}

fn medians(values: &[f64], codes: &[u32], n_groups: usize, weights: Option<&[f64]>) -> Vec<f64> {
    let mut members: Vec<(Vec<f64>, Vec<f64>)> = vec![Default::default(); n_groups];
    for (row, (value, code)) in values.iter().zip(codes).enumerate() {
        if let Some((x, w)) = members.get_mut(*code as usize) {
            x.push(*value);
            w.push(weights.map_or(1.0, |weights| weights[row]));
        }
    }
    members.iter().map(|(x, w)| Sorted::new(x, Some(w)).quantile_averaged(0.5).unwrap_or(0.0)).collect()
}

/// Kruskal & Wallis's test (1952) that groups have the same distribution, corrected for ties.
///
/// # Errors
/// Fewer than two groups, no variation, cancellation.
pub fn kruskal_wallis(
    values: &[f64],
    codes: &[u32],
    n_groups: usize,
    weights: Option<&[f64]>,
    watch: Watch<'_>,
) -> Result<Test, FitError> {
    let ranks = mid_ranks(values, weights);
    let owned = weights.map(<[f64]>::to_vec);
    let found = groups(&ranks, &codes, n_groups, owned.as_ref().map(|weights| weights as &dyn Rows<f64>), watch)?;
    let filled: Vec<&Group> = found.iter().filter(|group| group.weight > 0.0).collect();
    if filled.len() < 2 {
        return Err(FitError::TooFewGroups);
    }
    let n: f64 = filled.iter().map(|group| group.weight).sum();
    let middle = 0.5 * (n + 1.0);
    let between: f64 = filled.iter().map(|g| g.weight * (g.mean - middle) * (g.mean - middle)).sum();
    let ties = 1.0 - over_ties(values, weights, |t| t * t * t - t) / (n * n * n - n);
    if ties <= 0.0 || ties.is_nan() {
        return Err(FitError::ConstantDependent);
    }
    let df = filled.len() as f64 - 1.0;
    let statistic = 12.0 * between / (n * (n + 1.0)) / ties;
    Ok(Test { statistic, df, df2: None, p: chi_squared::upper(statistic, df) })
}
