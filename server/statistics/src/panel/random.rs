//! The random-effects estimator: generalized least squares with the variances of Swamy & Arora (1972), as Stata's `xtreg, re`.
//!
//! σₑ² is that of the within regression; σᵤ² = max(0, SSR_b / (N − K) − σₑ² / T̄) with the regression of unit means, each unit once, and the harmonic mean T̄
//! of the units' sizes. With [`RandomOptions::is_small_sample`] (Stata's `sa`; plm's default) it is that of Baltagi & Chang (1994) for unbalanced panels. Rows
//! are then demeaned by the share θᵢ = 1 − √(σₑ² / (Tᵢ σᵤ² + σₑ²)); the covariance has the residual variance of that regression; tests are z.

use super::Panel;
use super::fixed::PanelOptions;
use super::sums::{PanelRSquared, centered, check, squared_correlation};
use super::unit_pass::{Summed, unit_meat};
use crate::covariance::Covariance;
use crate::covariance::robust::sandwich;
use crate::design::Design;
use crate::distribution::chi_squared;
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::absorb::means::mean_products;
use crate::linear::absorb::plan::Plan;
use crate::linear::absorb::products::PanelProducts;
use crate::linear::absorb::within::{GUARD, Within, shift, solve};
use crate::linear::cholesky::quadratic_inverse;
use crate::linear::cross_products::CrossProducts;
use crate::linear::normal_equations::solve_guarded;
use crate::linear::solution::{Solution, gram};
use crate::matrix::Matrix;
use crate::rows::Rows;
use crate::wald::{Reference, Wald};

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct RandomOptions<'a> {
    /// Weights, covariance (classical, or clusters that hold whole units), and whether to go on.
    pub panel: PanelOptions<'a>,
    /// Whether σᵤ² is that of Baltagi & Chang (1994) where units have different numbers of rows.
    pub is_small_sample: bool,
}

/// A fitted random-effects model. Arrays over parameters are in the design's order of kept columns, the constant last if there is one.
#[derive(Clone)]
pub struct RandomFit {
    /// Columns of the design with a coefficient.
    pub kept: Vec<usize>,
    /// Columns left out.
    pub dropped: Vec<usize>,
    /// Whether the last parameter is the constant.
    pub has_constant: bool,
    /// Estimates, `k`.
    pub coefficients: Vec<f64>,
    /// Covariance of the estimates, `k × k`.
    pub covariance: Matrix,
    /// Standard errors, `k`.
    pub standard_errors: Vec<f64>,
    /// z statistics, `k`.
    pub z: Vec<f64>,
    /// Two-sided p-values, `k`.
    pub p: Vec<f64>,
    /// Σ w.
    pub n_observations: f64,
    /// Units with rows of weight.
    pub n_units: f64,
    /// Parameters without the constant.
    pub df_model: f64,
    /// n − k.
    pub df_residual: f64,
    /// R² within, between, overall.
    pub r_squared: PanelRSquared,
    /// 1 − RSS / TSS of the quasi-demeaned rows (that of plm).
    pub r_squared_transformed: f64,
    /// Standard deviation of the unit effects.
    pub sigma_u: f64,
    /// That of the errors.
    pub sigma_e: f64,
    /// Share of the effects in the variance.
    pub rho: f64,
    /// θ of units of the fewest and the most rows; equal in a balanced panel.
    pub theta: (f64, f64),
    /// Root of the residual variance of the quasi-demeaned regression.
    pub rmse: f64,
    /// Wald χ² that all slopes are zero; `None` if it does not exist.
    pub wald: Option<f64>,
    /// Its p-value.
    pub wald_p: Option<f64>,
    /// Number of clusters, if clustered.
    pub n_clusters: Option<usize>,
    pub(crate) solution: Solution,
    pub(crate) variances: (f64, f64),
}

impl RandomFit {
    /// Limits of the confidence interval of each parameter, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Normal.intervals(&self.coefficients, &self.standard_errors, level)
    }
}

/// Share of a unit's mean that is taken off.
pub(crate) fn theta((of_units, of_errors): (f64, f64), size: f64) -> f64 {
    1.0 - (of_errors / (size * of_units + of_errors)).sqrt()
}

/// Fits `y` on the design with random effects of units.
///
/// # Errors
/// [`FitError::TooFewGroups`] where there are not more units than parameters; [`FitError::Shape`] where a unit is in several clusters, or for a covariance that the
/// estimator does not have.
pub fn fit(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    panel: &Panel<'_>,
    options: RandomOptions<'_>,
) -> Result<RandomFit, FitError> {
    check(design, y, panel, options.panel.weights, &options.panel.covariance)?;
    let inner = Design { has_constant: false, ..design.clone() };
    let with_constant = design.has_constant;
    let shift = match with_constant {
        true => shift(&inner, y, options.panel.weights),
        false => vec![0.0; inner.n_columns() + 1],
    };
    let plan = Plan::new(&inner, y, options.panel.weights, &panel.groups, None, Some(&shift));
    let within = match solve(&plan, &inner, &shift, options.panel.watch) {
        Err(FitError::ConstantDependent) => return Err(FitError::ConstantDependent),
        found => found?,
    };
    let variances = variances(&plan, design, &within, &options)?;
    let gls = quasi_demeaned(&plan, panel, &within.products, variances, options.panel.watch)?;
    finish(&plan, design, panel, &within, gls, variances, &options)
}

/// σᵤ² and σₑ².
pub(crate) fn variances(
    plan: &Plan<'_>,
    design: &Design<'_>,
    within: &Within,
    options: &RandomOptions<'_>,
) -> Result<(f64, f64), FitError> {
    let products = &within.products;
    let (Some(between), Some(means)) = (&products.between, &products.means) else { return Err(FitError::Singular) };
    let n_units = products.n_groups;
    let df = products.weight - n_units - within.solution.kept.len() as f64;
    if df <= 0.0 {
        return Err(FitError::TooFewObservations { n_parameters: within.solution.kept.len() + n_units as usize });
    }
    let of_errors = within.solution.residual_ss / df;
    let of_means = solve_guarded(design, means, &within.shift, GUARD);
    let left = n_units - of_means.n_parameters() as f64;
    if left <= 0.0 {
        return Err(FitError::TooFewGroups);
    }
    if !options.is_small_sample {
        let size = n_units / products.sum_of_shares;
        return Ok(((of_means.residual_ss / left - of_errors / size).max(0.0), of_errors));
    }
    let weighted = solve_guarded(design, between, &within.shift, GUARD);
    let squares = mean_products(plan, &|size, _| size * size, options.panel.watch)?;
    let trace = trace(&weighted, &squares, &within.shift);
    let of_units = (weighted.residual_ss - left * of_errors) / (products.weight - trace);
    Ok((of_units.max(0.0), of_errors))
}

/// `tr((X'PX)⁻¹ X'ZZ'X)` from the bread of the weighted means and Σ W² z̄ z̄' around `shift`.
fn trace(solution: &Solution, squares: &CrossProducts, shift: &[f64]) -> f64 {
    let places = &solution.kept;
    let k = places.len();
    let moved: Vec<f64> = places.iter().map(|column| shift[*column] - solution.centers[*column]).collect();
    let mut sum = 0.0;
    for i in 0..k {
        for j in 0..k {
            let (a, b) = (places[i], places[j]);
            let product = squares.products[(a, b)]
                + moved[i] * squares.sums[b]
                + moved[j] * squares.sums[a]
                + moved[i] * moved[j] * squares.weight;
            sum += solution.bread[(i, j)] * product;
        }
        if solution.has_constant {
            sum += 2.0 * solution.bread[(i, k)] * (squares.sums[places[i]] + moved[i] * squares.weight);
        }
    }
    if solution.has_constant { sum + solution.bread[(k, k)] * squares.weight } else { sum }
}

/// Products of the quasi-demeaned rows: those within, plus Σ (1 − θ)² W z̄ z̄'.
pub(crate) fn quasi_demeaned(
    plan: &Plan<'_>,
    panel: &Panel<'_>,
    products: &PanelProducts,
    variances: (f64, f64),
    watch: Watch<'_>,
) -> Result<CrossProducts, FitError> {
    let share = |size: f64| 1.0 - theta(variances, size);
    let common = panel.groups.common_size().filter(|_| plan.weights.is_none());
    let mut gls = match (common, &products.between) {
        (Some(size), Some(between)) => {
            let factor = share(size as f64) * share(size as f64);
            let mut scaled = between.clone();
            scaled.weight *= factor;
            scaled.sums.iter_mut().for_each(|sum| *sum *= factor);
            scaled.products.scale(factor);
            scaled
        }
        _ => mean_products(plan, &|size, _| share(size) * share(size) * size, watch)?,
    };
    gls.products.values.iter_mut().zip(&products.within.products.values).for_each(|(sum, within)| *sum += within);
    Ok(gls)
}

pub(crate) fn finish(
    plan: &Plan<'_>,
    design: &Design<'_>,
    panel: &Panel<'_>,
    within: &Within,
    gls: CrossProducts,
    variances: (f64, f64),
    options: &RandomOptions<'_>,
) -> Result<RandomFit, FitError> {
    let p = design.n_columns();
    let solution = solve_guarded(design, &gls, &within.shift, GUARD);
    let k = solution.n_parameters();
    if solution.kept.is_empty() {
        return Err(FitError::Collinear { columns: solution.dropped });
    }
    let n = within.products.weight;
    let df_residual = n - k as f64;
    if df_residual <= 0.0 {
        return Err(FitError::TooFewObservations { n_parameters: k });
    }
    let variance = solution.residual_ss / df_residual;
    let factor = |size: f64, _: f64| (1.0 - theta(variances, size)) * (1.0 - theta(variances, size)) * size;
    let (covariance, n_clusters) = match options.panel.covariance {
        Covariance::Classical => {
            let mut result = gram(&solution.design_root());
            result.scale(variance);
            (result, None)
        }
        Covariance::Cluster { clusters, n_clusters } => {
            let is_unit = std::ptr::eq(clusters, panel.units) && panel.groups.long.is_empty();
            let summed = if is_unit { Summed::Units } else { Summed::Clusters(clusters, n_clusters) };
            let (mut meat, g) = unit_meat(plan, &solution, true, &factor, summed, options.panel.watch)?;
            meat.scale(g / (g - 1.0) * (n - 1.0) / df_residual);
            (sandwich(&solution, &meat), Some(g as usize))
        }
        _ => return Err(FitError::Shape),
    };
    let mut coefficients: Vec<f64> = solution.kept.iter().map(|column| solution.coefficients[*column]).collect();
    let slopes: Vec<usize> = (0..coefficients.len()).collect();
    let wald = quadratic_inverse(&covariance.select(&slopes), &coefficients);
    if solution.has_constant {
        coefficients.push(solution.design_constant());
    }
    let Wald { standard_errors, statistics: z, p: two_sided } =
        Wald::new(&coefficients, &covariance, Reference::Normal);
    let b = &solution.coefficients;
    let between = within.products.means.as_ref().map(centered);
    let transformed = centered_around_constant(&gls, design.has_constant)[(p, p)];
    let (of_units, of_errors) = variances;
    let sizes = panel.sizes();
    Ok(RandomFit {
        kept: solution.kept.clone(),
        dropped: solution.dropped.clone(),
        has_constant: solution.has_constant,
        p: two_sided,
        coefficients,
        covariance,
        standard_errors,
        z,
        n_observations: n,
        n_units: within.products.n_groups,
        df_model: solution.kept.len() as f64,
        df_residual,
        r_squared: PanelRSquared {
            within: squared_correlation(&within.products.within.products, b),
            between: between.and_then(|between| squared_correlation(&between, b)),
            overall: squared_correlation(&centered(&within.total), b),
        },
        r_squared_transformed: 1.0 - solution.residual_ss / transformed,
        sigma_u: of_units.sqrt(),
        sigma_e: of_errors.sqrt(),
        rho: of_units / (of_units + of_errors),
        theta: (theta(variances, sizes.0 as f64), theta(variances, sizes.2 as f64)),
        rmse: variance.sqrt(),
        wald_p: wald.map(|value| chi_squared::upper(value, slopes.len() as f64)),
        wald,
        n_clusters,
        solution,
        variances,
    })
}

fn centered_around_constant(cross: &CrossProducts, has_constant: bool) -> Matrix {
    if has_constant { centered(cross) } else { cross.products.clone() }
}
