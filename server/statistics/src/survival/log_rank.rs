//! Tests of equal survival: log-rank (Mantel 1966; Peto & Peto 1972), weighted (Fleming & Harrington 1991), stratified.

use libm::pow;

use super::counts::Counts;
use crate::distribution::chi_squared;
use crate::error::FitError;
use crate::hypothesis::Test;
use crate::linear::cholesky::quadratic_inverse;
use crate::matrix::Matrix;

/// Weights `S(t−)^ρ (1 − S(t−))^γ` with the pooled Kaplan–Meier curve of the stratum; both zero is the log-rank test, ρ = 1 Peto & Peto's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weighting {
    /// Weight of early differences.
    pub rho: f64,
    /// Weight of late differences.
    pub gamma: f64,
}

/// The test with what each group had.
#[derive(Clone, Debug)]
pub struct LogRank {
    /// Chi-squared with one degree of freedom fewer than groups that were ever at risk.
    pub test: Test,
    /// Weighted events of each group.
    pub observed: Vec<f64>,
    /// Those expected if all groups survived alike.
    pub expected: Vec<f64>,
    /// Covariance of observed minus expected, groups × groups.
    pub covariance: Matrix,
}

/// Compares groups. `strata`: for each stratum the life table of each group, in the same order; one stratum for the plain test.
///
/// # Errors
/// [`FitError::Shape`] for strata of unequal numbers of groups; [`FitError::TooFewGroups`] with less than two groups or no events;
/// [`FitError::Singular`] where groups are never at risk together.
pub fn log_rank(strata: &[Vec<Counts>], weighting: Weighting) -> Result<LogRank, FitError> {
    let n_groups = strata.first().map_or(0, Vec::len);
    if strata.iter().any(|groups| groups.len() != n_groups) {
        return Err(FitError::Shape);
    }
    let mut result = LogRank {
        test: Test { statistic: 0.0, df: 0.0, df2: None, p: 1.0 },
        observed: vec![0.0; n_groups],
        expected: vec![0.0; n_groups],
        covariance: Matrix::zeros(n_groups, n_groups),
    };
    strata.iter().for_each(|groups| result.absorb(groups, weighting));
    // A group that could never have had an event tells nothing.
    let groups: Vec<usize> = (0..n_groups).filter(|&group| result.expected[group] > 0.0).collect();
    let Some((_, compared)) = groups.split_last().filter(|(_, compared)| !compared.is_empty()) else {
        return Err(FitError::TooFewGroups);
    };
    let differences: Vec<f64> = compared.iter().map(|&group| result.observed[group] - result.expected[group]).collect();
    let statistic = quadratic_inverse(&result.covariance.select(compared), &differences).ok_or(FitError::Singular)?;
    let df = compared.len() as f64;
    result.test = Test { statistic, df, df2: None, p: chi_squared::upper(statistic, df) };
    Ok(result)
}

impl LogRank {
    fn absorb(&mut self, groups: &[Counts], weighting: Weighting) {
        let mut next = vec![0usize; groups.len()];
        let mut survival = 1.0;
        loop {
            let times = groups.iter().zip(&next).filter_map(|(counts, &at)| counts.times.get(at).copied());
            let time = times.fold(f64::INFINITY, f64::min);
            if time == f64::INFINITY {
                return;
            }
            let at_risk: Vec<f64> =
                groups.iter().zip(&next).map(|(counts, &at)| counts.at_risk.get(at).copied().unwrap_or(0.0)).collect();
            let weight = pow(survival, weighting.rho) * pow(1.0 - survival, weighting.gamma);
            let mut events = 0.0;
            for ((counts, at), observed) in groups.iter().zip(&mut next).zip(&mut self.observed) {
                if counts.times.get(*at) == Some(&time) {
                    events += counts.events[*at];
                    *observed += weight * counts.events[*at];
                    *at += 1;
                }
            }
            let risk: f64 = at_risk.iter().sum();
            if events > 0.0 {
                self.expect(&at_risk, risk, events, weight);
                survival *= (risk - events).max(0.0) / risk;
            }
        }
    }

    /// Adds mean and covariance of the multivariate hypergeometric distribution.
    fn expect(&mut self, at_risk: &[f64], risk: f64, events: f64, weight: f64) {
        let shares: Vec<f64> = at_risk.iter().map(|group| group / risk).collect();
        let spread = if risk > 1.0 { weight * weight * events * (risk - events).max(0.0) / (risk - 1.0) } else { 0.0 };
        for (i, left) in shares.iter().enumerate() {
            self.expected[i] += weight * events * left;
            for (j, right) in shares.iter().enumerate() {
                let own = if i == j { *left } else { 0.0 };
                self.covariance[(i, j)] += spread * (own - left * right);
            }
        }
    }
}
