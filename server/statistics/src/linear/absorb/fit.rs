//! The estimator: regressors beside absorbed factors.
//!
//! Singletons are dropped and counted (Correia 2015). Degrees of freedom: a factor by demeaning loses as many as it has levels; one of coded columns as
//! many as are not collinear; projected ones as many as they have levels less the connected components with an earlier one (the largest
//! number over those; Abowd, Creecy & Kramarz 2002). Where standard errors are clustered, factors nested in clusters are not counted, and the constant is counted
//! once (as reghdfe and pyfixest).

use libm::log;

use super::factors::{Factor, Without, is_nested, n_components, n_present, singletons};
use super::groups::Groups;
use super::parts::Parts;
use super::plan::Plan;
use super::within::{MeatOf, Within, classical, meat, sandwich, shift, solve};
use crate::covariance::{Covariance, clusters_fit, eigen::without_negative, two_way};
use crate::design::Design;
use crate::distribution::f;
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::cholesky::quadratic_inverse;
use crate::linear::solution::Solution;
use crate::matrix::Matrix;
use crate::rows::Rows;
use crate::wald::{Reference, Wald};

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct AbsorbOptions<'a> {
    /// Frequency-type weights, one a row; rows with weight 0 do not count.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// How standard errors are computed: classical, HC0, HC1, clustered, or two-way clustered.
    pub covariance: Covariance<'a>,
    /// Whether rows that are alone in a level stay (they change counts and R², nothing else).
    pub keeps_singletons: bool,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

/// A fitted model. Arrays over parameters are in the design's order of kept columns, the constant last if there is one.
#[derive(Clone)]
pub struct AbsorbFit {
    /// Columns of the design with a coefficient.
    pub kept: Vec<usize>,
    /// Columns left out: collinear with the absorbed factors or with columns before them.
    pub dropped: Vec<usize>,
    /// Whether the last parameter is the constant: the mean of `y` less that of what is fitted.
    pub has_constant: bool,
    /// Estimates, `k`.
    pub coefficients: Vec<f64>,
    /// Covariance of the estimates, `k × k`.
    pub covariance: Matrix,
    /// Standard errors, `k`.
    pub standard_errors: Vec<f64>,
    /// t statistics, `k`.
    pub t: Vec<f64>,
    /// Two-sided p-values, `k`.
    pub p: Vec<f64>,
    /// Degrees of freedom of the t tests: `df_residual`, or clusters − 1 (the smaller number of two).
    pub df_test: f64,
    /// Σ w without singletons.
    pub n_observations: f64,
    /// Rows that were alone in a level.
    pub n_singletons: usize,
    /// Regressors with a coefficient.
    pub df_model: f64,
    /// Degrees of freedom of the absorbed factors.
    pub df_absorbed: f64,
    /// n − regressors − absorbed.
    pub df_residual: f64,
    /// Share of variation explained, effects included.
    pub r_squared: f64,
    /// Adjusted for degrees of freedom.
    pub r_squared_adjusted: f64,
    /// Share explained of what the effects leave.
    pub r_squared_within: f64,
    /// F statistic that all slopes are zero; `None` if it does not exist.
    pub f_statistic: Option<f64>,
    /// Its p-value.
    pub f_p: Option<f64>,
    /// Root of the residual variance.
    pub rmse: f64,
    /// Residual sum of squares.
    pub residual_ss: f64,
    /// Sum of squares of `y` around its mean.
    pub total_ss: f64,
    /// Gaussian log-likelihood.
    pub log_likelihood: f64,
    /// Number of clusters, if clustered; of both ways.
    pub n_clusters: Vec<usize>,
    /// Levels of each factor that have rows.
    pub n_levels: Vec<usize>,
    /// Whether a two-way clustered covariance had negative eigenvalues, which were set to zero.
    pub is_eigen_fixed: bool,
    /// Iterations of the projection, 0 without one.
    pub n_iterations: usize,
    /// Smallest `1 − R²` of a column on those before it.
    pub smallest_pivot: f64,
}

impl AbsorbFit {
    /// Limits of the confidence interval of each parameter, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Student { df: self.df_test }.intervals(&self.coefficients, &self.standard_errors, level)
    }
}

/// Fits `y` on the design beside the factors.
///
/// # Errors
/// [`FitError::Shape`] without factors or where lengths or codes do not fit; what stands in the way of a solution.
pub fn fit<'a>(
    design: &Design<'a>,
    y: &dyn Rows<f64>,
    factors: &'a [Factor<'a>],
    options: AbsorbOptions<'_>,
) -> Result<AbsorbFit, FitError> {
    let all_weights = check(design, y, factors, &options)?;
    let weights = all_weights.as_deref();
    let alone = if options.keeps_singletons { Vec::new() } else { singletons(factors, weights) };
    let without = Without { weights: options.weights, n_rows: design.n_rows, rows: alone };
    let left = if without.rows.is_empty() { options.weights } else { Some(&without as &dyn Rows<f64>) };
    let all_weights = match without.rows.is_empty() {
        true => all_weights,
        false => Some(read_all(&without)),
    };
    let parts = Parts::new(factors);
    let groups = Groups::new(parts.first.codes, parts.first.n_levels)?;
    let full = parts.design(design);
    let projection = parts.projection(&full, y, left, &groups, None, options.watch)?;
    let shift = shift(&full, y, left);
    let mut plan = Plan::new(&full, y, left, &groups, projection.as_ref(), Some(&shift));
    plan.has_all_means = false;
    let within = solve(&plan, &full, &shift, options.watch)?;
    let mut result = finish(&plan, &within, &parts, factors, all_weights.as_deref(), design.has_constant, &options)?;
    result.n_singletons = without.rows.len();
    result.n_iterations = projection.map_or(0, |projection| projection.n_iterations);
    Ok(result)
}

pub(crate) fn read_all(source: &dyn Rows<f64>) -> Vec<f64> {
    let mut all = vec![0.0; source.len()];
    crate::fold::fill(&mut all, |rows, part| source.read(rows.start, part));
    all
}

pub(crate) fn check(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    factors: &[Factor<'_>],
    options: &AbsorbOptions<'_>,
) -> Result<Option<Vec<f64>>, FitError> {
    let n = design.n_rows;
    let fits = |factor: &Factor<'_>| factor.codes.len() == n && super::groups::all_below(factor.codes, factor.n_levels);
    let is_right = design.is_consistent()
        && y.len() == n
        && options.weights.is_none_or(|weights| weights.len() == n)
        && !factors.is_empty()
        && factors.iter().all(fits)
        && clusters_fit(&options.covariance, n);
    if is_right { Ok(options.weights.map(read_all)) } else { Err(FitError::Shape) }
}

/// Degrees of freedom that factors take, all and those that clustered standard errors count.
fn degrees(parts: &Parts<'_>, within: &Within, covariance: &Covariance<'_>, weights: Option<&[f64]>) -> (f64, f64) {
    let mut taken: Vec<(&Factor<'_>, f64)> = vec![(parts.first, within.products.n_groups)];
    let mut first = 0;
    for factor in &parts.hidden {
        let kept = within.solution.kept.iter().filter(|column| (first..first + factor.n_levels).contains(*column));
        taken.push((factor, kept.count() as f64));
        first += factor.n_levels;
    }
    for factor in &parts.projected {
        let redundant = taken.iter().map(|(other, _)| n_components(other, factor, weights)).max().unwrap_or(0);
        taken.push((factor, n_present(factor, weights) as f64 - redundant as f64));
    }
    let all: f64 = taken.iter().map(|(_, df)| df).sum();
    let clusters: Vec<&[u32]> = match covariance {
        Covariance::Cluster { clusters, .. } => vec![clusters],
        Covariance::TwoWay { first, second } => vec![first.0, second.0],
        _ => return (all, all),
    };
    let nested: Vec<&Factor<'_>> = taken
        .iter()
        .map(|(factor, _)| *factor)
        .filter(|factor| clusters.iter().any(|clusters| is_nested(factor, clusters, weights)))
        .collect();
    if nested.is_empty() {
        return (all, all);
    }
    let levels: f64 = nested.iter().map(|factor| n_present(factor, weights) as f64).sum();
    (all, (all - levels).max(0.0) + 1.0)
}

pub(crate) fn finish(
    plan: &Plan<'_>,
    within: &Within,
    parts: &Parts<'_>,
    factors: &[Factor<'_>],
    weights: Option<&[f64]>,
    has_constant: bool,
    options: &AbsorbOptions<'_>,
) -> Result<AbsorbFit, FitError> {
    let solution = &within.solution;
    let n_hidden = parts.n_hidden;
    let shown = |columns: &[usize]| -> Vec<usize> {
        columns.iter().filter(|column| **column >= n_hidden).map(|column| column - n_hidden).collect()
    };
    let (kept, dropped) = (shown(&solution.kept), shown(&solution.dropped));
    if kept.is_empty() {
        return Err(FitError::Collinear { columns: dropped });
    }
    let (n, q) = (within.products.weight, kept.len() as f64);
    let (df_absorbed, df_counted) = degrees(parts, within, &options.covariance, weights);
    let df_residual = n - q - df_absorbed;
    if df_residual <= 0.0 {
        return Err(FitError::TooFewObservations { n_parameters: kept.len() + df_absorbed as usize });
    }
    let variance = solution.residual_ss / df_residual;
    let means = within.means();
    let spread = Spread { n, q, df_counted, variance, means: &means, n_hidden };
    let mut found = covariance(plan, solution, parts.first.codes, options, &spread)?;
    let mut coefficients: Vec<f64> = kept.iter().map(|column| solution.coefficients[column + n_hidden]).collect();
    if has_constant {
        let fitted: f64 = kept.iter().zip(&coefficients).map(|(column, b)| means[column + n_hidden] * b).sum();
        coefficients.push(means[means.len() - 1] - fitted);
    } else {
        let all: Vec<usize> = (0..kept.len()).collect();
        found.matrix = found.matrix.select(&all);
    }
    let df_test = found.n_clusters.iter().min().map_or(df_residual, |clusters| *clusters as f64 - 1.0);
    let left = within.left_beside(n_hidden);
    let slopes: Vec<usize> = (0..kept.len()).collect();
    let f_statistic = match options.covariance {
        Covariance::Classical => Some((left - solution.residual_ss).max(0.0) / q / variance),
        _ => quadratic_inverse(&found.matrix.select(&slopes), &coefficients[..kept.len()]).map(|wald| wald / q),
    };
    let Wald { standard_errors, statistics: t, p } =
        Wald::new(&coefficients, &found.matrix, Reference::Student { df: df_test });
    let levels = |factor: &Factor<'_>| match std::ptr::eq(factor.codes, parts.first.codes) {
        true => within.products.n_groups as usize,
        false => n_present(factor, weights),
    };
    let total_ss = within.total_ss();
    let r_squared = 1.0 - solution.residual_ss / total_ss;
    Ok(AbsorbFit {
        kept,
        dropped,
        has_constant,
        p,
        coefficients,
        covariance: found.matrix,
        standard_errors,
        t,
        df_test,
        n_observations: n,
        n_singletons: 0,
        df_model: q,
        df_absorbed,
        df_residual,
        r_squared,
        r_squared_adjusted: 1.0 - (1.0 - r_squared) * (n - 1.0) / df_residual,
        r_squared_within: 1.0 - solution.residual_ss / left,
        f_p: f_statistic.map(|value| f::upper(value, q, df_test)),
        f_statistic,
        rmse: variance.sqrt(),
        residual_ss: solution.residual_ss,
        total_ss,
        log_likelihood: -0.5 * n * (log(2.0 * std::f64::consts::PI) + log(solution.residual_ss / n) + 1.0),
        n_clusters: found.n_clusters,
        n_levels: factors.iter().map(levels).collect(),
        is_eigen_fixed: found.is_fixed,
        n_iterations: 0,
        smallest_pivot: solution.smallest_pivot,
    })
}

/// What covariances are scaled with.
pub(crate) struct Spread<'a> {
    pub n: f64,
    /// Regressors.
    pub q: f64,
    /// Degrees of freedom of effects that clustered standard errors count.
    pub df_counted: f64,
    pub variance: f64,
    pub means: &'a [f64],
    pub n_hidden: usize,
}

pub(crate) struct Found {
    pub matrix: Matrix,
    pub n_clusters: Vec<usize>,
    pub is_fixed: bool,
}

/// The covariance that was asked for, the constant last.
pub(crate) fn covariance(
    plan: &Plan<'_>,
    solution: &Solution,
    unit_codes: &[u32],
    options: &AbsorbOptions<'_>,
    spread: &Spread<'_>,
) -> Result<Found, FitError> {
    let Spread { n, q, df_counted, variance, means, n_hidden } = *spread;
    let left = n - q - df_counted;
    let scaled = |mut meat: Matrix, factor: f64| {
        meat.scale(factor);
        sandwich(solution, &meat, means, n_hidden, n)
    };
    let of = |codes: &'_ [u32], n_clusters: usize| -> Result<(Matrix, usize), FitError> {
        let is_unit = std::ptr::eq(codes, unit_codes) || codes == unit_codes;
        let of = if is_unit { MeatOf::Groups(unit_codes) } else { MeatOf::Clusters(codes, n_clusters) };
        let found = meat(plan, solution, of, options.watch)?;
        if found.n_clusters < 2.0 { Err(FitError::TooFewGroups) } else { Ok((found.meat, found.n_clusters as usize)) }
    };
    let plain = |matrix: Matrix, n_clusters: Vec<usize>| Found { matrix, n_clusters, is_fixed: false };
    match options.covariance {
        Covariance::Classical => Ok(plain(classical(solution, variance, means, n_hidden, n), Vec::new())),
        Covariance::Hc0 => {
            let found = meat(plan, solution, MeatOf::Rows, options.watch)?;
            Ok(plain(scaled(found.meat, 1.0), Vec::new()))
        }
        Covariance::Hc1 => {
            let found = meat(plan, solution, MeatOf::Rows, options.watch)?;
            Ok(plain(scaled(found.meat, n / left), Vec::new()))
        }
        // Leverage of absorbed factors has no closed form in general.
        Covariance::Hc2 | Covariance::Hc3 => Err(FitError::Shape),
        Covariance::Cluster { clusters, n_clusters } => {
            let (meat, g) = of(clusters, n_clusters)?;
            let g_f = g as f64;
            Ok(plain(scaled(meat, g_f / (g_f - 1.0) * (n - 1.0) / left), vec![g]))
        }
        Covariance::TwoWay { first, second } => {
            let both = two_way::intersection(first.0, second.0);
            let ((a, g_a), (b, g_b)) = (of(first.0, first.1)?, of(second.0, second.1)?);
            let (c, _) = of(&both.0, both.1)?;
            let mut meat = a;
            for ((m, b), c) in meat.values.iter_mut().zip(&b.values).zip(&c.values) {
                *m += b - c;
            }
            let g = g_a.min(g_b) as f64;
            let fixed = without_negative(scaled(meat, g / (g - 1.0) * (n - 1.0) / left));
            let (matrix, is_fixed) = fixed.ok_or(FitError::Singular)?;
            Ok(Found { matrix, n_clusters: vec![g_a, g_b], is_fixed })
        }
    }
}
