//! The fixed-effects (within) estimator, as Stata's `xtreg, fe`.
//!
//! One pass gives products of deviations from unit means and of unit means; estimates, R² within, between and overall, σᵤ, σₑ, ρ, corr(uᵢ, xb) and the F test of the
//! unit effects follow from them. Robust standard errors are clustered by unit (Arellano 1987; Stock & Watson 2008).

use libm::log;

use super::Panel;
use super::sums::{PanelRSquared, centered, check, form, squared_correlation};
use crate::covariance::Covariance;
use crate::design::Design;
use crate::distribution::f;
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::absorb::factors::{Factor, is_nested};
use crate::linear::absorb::fit::{AbsorbOptions, Spread, covariance};
use crate::linear::absorb::plan::Plan;
use crate::linear::absorb::within::{Within, explained, shift, solve, with_level};
use crate::linear::cholesky::quadratic_inverse;
use crate::linear::solution::Solution;
use crate::matrix::Matrix;
use crate::rows::Rows;
use crate::wald::{Reference, Wald};

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct PanelOptions<'a> {
    /// Frequency-type weights, one a row; rows with weight 0 do not count.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// How standard errors are computed. Robust ones are those clustered by unit: `Cluster` with the panel's units.
    pub covariance: Covariance<'a>,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

/// The test that all unit effects are equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitTest {
    /// F statistic.
    pub f: f64,
    /// Units − 1.
    pub df1: f64,
    /// Residual degrees of freedom.
    pub df2: f64,
    /// Its p-value.
    pub p: f64,
}

/// A fitted fixed-effects model. Arrays over parameters are in the design's order of kept columns, the constant last if there is one.
#[derive(Clone)]
pub struct FixedFit {
    /// Columns of the design with a coefficient.
    pub kept: Vec<usize>,
    /// Columns left out.
    pub dropped: Vec<usize>,
    /// Those of them that do not vary within units.
    pub time_constant: Vec<usize>,
    /// Whether the last parameter is the constant: the mean of the effects.
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
    /// Degrees of freedom of the t tests: `df_residual`, or clusters − 1.
    pub df_test: f64,
    /// Σ w.
    pub n_observations: f64,
    /// Units with rows of weight.
    pub n_units: f64,
    /// Regressors with a coefficient.
    pub df_model: f64,
    /// n − units − regressors.
    pub df_residual: f64,
    /// R² within, between, overall.
    pub r_squared: PanelRSquared,
    /// Standard deviation of the estimated effects over units.
    pub sigma_u: f64,
    /// That of the residuals.
    pub sigma_e: f64,
    /// Share of the effects in the variance.
    pub rho: f64,
    /// Correlation of effects and fitted values over rows; `None` where one does not vary.
    pub correlation: Option<f64>,
    /// F statistic that all slopes are zero; `None` if it does not exist.
    pub f_statistic: Option<f64>,
    /// Its p-value.
    pub f_p: Option<f64>,
    /// F test that all effects are equal; with classical standard errors only.
    pub unit_test: Option<UnitTest>,
    /// Residual sum of squares.
    pub residual_ss: f64,
    /// Sum of squares of `y` within units.
    pub within_ss: f64,
    /// Gaussian log-likelihood.
    pub log_likelihood: f64,
    /// Number of clusters, if clustered.
    pub n_clusters: Vec<usize>,
    /// Smallest `1 − R²` of a column on those before it.
    pub smallest_pivot: f64,
    /// Fitted values without effects.
    pub(crate) solution: Solution,
}

impl FixedFit {
    /// Limits of the confidence interval of each parameter, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Student { df: self.df_test }.intervals(&self.coefficients, &self.standard_errors, level)
    }
}

/// Fits `y` on the design with an effect of each unit.
///
/// # Errors
/// [`FitError::Collinear`] where no regressor varies within units; what else stands in the way.
pub fn fit(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    panel: &Panel<'_>,
    options: PanelOptions<'_>,
) -> Result<FixedFit, FitError> {
    check(design, y, panel, options.weights, &options.covariance)?;
    let inner = Design { has_constant: false, ..design.clone() };
    let shift = shift(&inner, y, options.weights);
    let plan = Plan::new(&inner, y, options.weights, &panel.groups, None, Some(&shift));
    let within = solve(&plan, &inner, &shift, options.watch)?;
    finish(&plan, &within, panel, design.has_constant, &options)
}

/// The fit that follows from a solution.
pub(crate) fn finish(
    plan: &Plan<'_>,
    within: &Within,
    panel: &Panel<'_>,
    has_constant: bool,
    options: &PanelOptions<'_>,
) -> Result<FixedFit, FitError> {
    let solution = &within.solution;
    let kept = solution.kept.clone();
    if kept.is_empty() {
        return Err(FitError::Collinear { columns: solution.dropped.clone() });
    }
    let (n, n_units, q) = (within.products.weight, within.products.n_groups, kept.len() as f64);
    let df_residual = n - n_units - q;
    if df_residual <= 0.0 {
        return Err(FitError::TooFewObservations { n_parameters: kept.len() + n_units as usize });
    }
    let variance = solution.residual_ss / df_residual;
    let means = within.means();
    let spread = Spread { n, q, df_counted: counted(panel, options, n_units), variance, means: &means, n_hidden: 0 };
    let absorb = AbsorbOptions {
        weights: options.weights,
        covariance: options.covariance,
        keeps_singletons: true,
        watch: options.watch,
    };
    let found = covariance(plan, solution, panel.units, &absorb, &spread)?;
    let mut coefficients: Vec<f64> = kept.iter().map(|column| solution.coefficients[*column]).collect();
    let slopes: Vec<usize> = (0..kept.len()).collect();
    let mut matrix = found.matrix;
    let df_test = found.n_clusters.iter().min().map_or(df_residual, |clusters| *clusters as f64 - 1.0);
    let f_statistic = match options.covariance {
        Covariance::Classical => Some((within.within_ss - solution.residual_ss).max(0.0) / q / variance),
        _ => quadratic_inverse(&matrix.select(&slopes), &coefficients).map(|wald| wald / q),
    };
    let level = with_level(within, 0);
    if has_constant {
        coefficients.push(level.design_constant_of(&means));
    } else {
        matrix = matrix.select(&slopes);
    }
    let Wald { standard_errors, statistics: t, p } =
        Wald::new(&coefficients, &matrix, Reference::Student { df: df_test });
    let figures = Figures::new(within);
    let is_classical = matches!(options.covariance, Covariance::Classical);
    Ok(FixedFit {
        time_constant: solution
            .dropped
            .iter()
            .copied()
            .filter(|column| within.products.within.products[(*column, *column)] <= 0.0)
            .collect(),
        kept,
        dropped: solution.dropped.clone(),
        has_constant,
        p,
        coefficients,
        covariance: matrix,
        standard_errors,
        t,
        df_test,
        n_observations: n,
        n_units,
        df_model: q,
        df_residual,
        r_squared: figures.r_squared,
        sigma_u: figures.sigma_u,
        sigma_e: variance.sqrt(),
        rho: figures.sigma_u * figures.sigma_u / (figures.sigma_u * figures.sigma_u + variance),
        correlation: figures.correlation,
        f_p: f_statistic.map(|value| f::upper(value, q, df_test)),
        f_statistic,
        unit_test: if is_classical { unit_test(within, df_residual, variance) } else { None },
        residual_ss: solution.residual_ss,
        within_ss: within.within_ss,
        log_likelihood: -0.5 * n * (log(2.0 * std::f64::consts::PI) + log(solution.residual_ss / n) + 1.0),
        n_clusters: found.n_clusters,
        smallest_pivot: solution.smallest_pivot,
        solution: level,
    })
}

/// Degrees of freedom of effects that standard errors count: nested ones once.
fn counted(panel: &Panel<'_>, options: &PanelOptions<'_>, n_units: f64) -> f64 {
    let clusters: Vec<&[u32]> = match options.covariance {
        Covariance::Cluster { clusters, .. } => vec![clusters],
        Covariance::TwoWay { first, second } => vec![first.0, second.0],
        _ => return n_units,
    };
    let weights = options.weights.map(|source| {
        let mut all = vec![0.0; source.len()];
        crate::fold::fill(&mut all, |rows, part| source.read(rows.start, part));
        all
    });
    let units = Factor { codes: panel.units, n_levels: panel.n_units };
    let is_nested = clusters.iter().any(|clusters| is_nested(&units, clusters, weights.as_deref()));
    if is_nested { 1.0 } else { n_units }
}

/// What follows from the products and the coefficients.
struct Figures {
    r_squared: PanelRSquared,
    sigma_u: f64,
    correlation: Option<f64>,
}

impl Figures {
    fn new(within: &Within) -> Self {
        let b = &within.solution.coefficients;
        let explained = (within.within_ss > 0.0).then(|| 1.0 - within.solution.residual_ss / within.within_ss);
        let (Some(between), Some(means)) = (&within.products.between, &within.products.means) else {
            let r_squared = PanelRSquared { within: explained, between: None, overall: None };
            return Figures { r_squared, sigma_u: 0.0, correlation: None };
        };
        let (between, of_means, total) = (centered(between), centered(means), centered(&within.total));
        let mut fitted = b.clone();
        fitted.push(0.0);
        let mut effect: Vec<f64> = b.iter().map(|b| -b).collect();
        effect.push(1.0);
        let sigma_u = (form(&of_means, &effect, &effect).max(0.0) / (means.weight - 1.0)).sqrt();
        let whole = form(&between, &effect, &effect) * form(&total, &fitted, &fitted);
        let correlation = (whole > 0.0).then(|| form(&between, &effect, &fitted) / whole.sqrt());
        let r_squared = PanelRSquared {
            within: explained,
            between: squared_correlation(&of_means, b),
            overall: squared_correlation(&total, b),
        };
        Figures { r_squared, sigma_u, correlation }
    }
}

/// Against the regression without effects on the same regressors.
fn unit_test(within: &Within, df2: f64, variance: f64) -> Option<UnitTest> {
    let df1 = within.products.n_groups - 1.0;
    let total = centered(&within.total);
    let p = total.n_rows - 1;
    let pooled = total[(p, p)] - explained(&total, &within.solution.kept, p);
    let f = (pooled - within.solution.residual_ss).max(0.0) / df1 / variance;
    (df1 > 0.0).then(|| UnitTest { f, df1, df2, p: f::upper(f, df1, df2) })
}
