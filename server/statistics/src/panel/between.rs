//! The between estimator: least squares of unit means, as Stata's `xtreg, be`.
//!
//! A unit counts with the mean weight of its rows, so that weights equal within units are repetitions of units.

use super::Panel;
use super::fixed::PanelOptions;
use super::sums::{PanelRSquared, centered, check, squared_correlation};
use super::unit_pass::{Summed, unit_meat};
use crate::covariance::Covariance;
use crate::covariance::robust::sandwich;
use crate::design::Design;
use crate::distribution::f;
use crate::error::FitError;
use crate::linear::absorb::means::mean_products;
use crate::linear::absorb::plan::Plan;
use crate::linear::absorb::products::panel_products;
use crate::linear::absorb::within::{GUARD, shift};
use crate::linear::cholesky::quadratic_inverse;
use crate::linear::normal_equations::solve_guarded;
use crate::linear::solution::{Solution, gram};
use crate::matrix::Matrix;
use crate::rows::Rows;
use crate::wald::{Reference, Wald};

/// A fitted between model. Arrays over parameters are in the design's order of kept columns, the constant last if there is one.
#[derive(Clone)]
pub struct BetweenFit {
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
    /// t statistics, `k`.
    pub t: Vec<f64>,
    /// Two-sided p-values, `k`.
    pub p: Vec<f64>,
    /// Degrees of freedom of the t tests: `df_residual`, or clusters − 1.
    pub df_test: f64,
    /// Σ w.
    pub n_observations: f64,
    /// Sum of the units' weights.
    pub n_units: f64,
    /// Parameters without the constant.
    pub df_model: f64,
    /// Units − k.
    pub df_residual: f64,
    /// R² within, between, overall; that between is the regression's own.
    pub r_squared: PanelRSquared,
    /// F statistic that all slopes are zero; `None` if it does not exist.
    pub f_statistic: Option<f64>,
    /// Its p-value.
    pub f_p: Option<f64>,
    /// Root of the residual variance: that of uᵢ and the mean error.
    pub rmse: f64,
    /// Residual sum of squares of unit means.
    pub residual_ss: f64,
    /// Number of clusters, if clustered.
    pub n_clusters: Option<usize>,
    pub(crate) solution: Solution,
}

impl BetweenFit {
    /// Limits of the confidence interval of each parameter, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Student { df: self.df_test }.intervals(&self.coefficients, &self.standard_errors, level)
    }
}

/// Fits means of `y` on those of the design.
///
/// # Errors
/// [`FitError::TooFewGroups`] where there are not more units than parameters; [`FitError::Shape`] where a unit is in several clusters, or for a
/// covariance that the estimator does not have (it has the classical one, HC1 and clusters).
pub fn fit(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    panel: &Panel<'_>,
    options: PanelOptions<'_>,
) -> Result<BetweenFit, FitError> {
    check(design, y, panel, options.weights, &options.covariance)?;
    let p = design.n_columns();
    let inner = Design { has_constant: false, ..design.clone() };
    let shift = if design.has_constant { shift(&inner, y, options.weights) } else { vec![0.0; p + 1] };
    let plan = Plan::new(&inner, y, options.weights, &panel.groups, None, Some(&shift));
    let products = panel_products(&plan, true, options.watch)?;
    let weight = |size: f64, n_rows: f64| size / n_rows;
    let means = match (options.weights, &products.means) {
        (None, Some(means)) => means.clone(),
        _ => mean_products(&plan, &weight, options.watch)?,
    };
    if means.products.values.iter().any(|product| !product.is_finite()) {
        return Err(FitError::OutOfRange);
    }
    if means.weight <= 0.0 {
        return Err(FitError::TooFewGroups);
    }
    let total_ss = if design.has_constant { centered(&means)[(p, p)] } else { means.products[(p, p)] };
    if total_ss <= 0.0 {
        return Err(FitError::ConstantDependent);
    }
    let solution = solve_guarded(design, &means, &shift, GUARD);
    let (n, k) = (means.weight, solution.n_parameters());
    if solution.kept.is_empty() {
        return Err(FitError::Collinear { columns: solution.dropped });
    }
    let df_residual = n - k as f64;
    if df_residual <= 0.0 {
        return Err(FitError::TooFewGroups);
    }
    let variance = solution.residual_ss / df_residual;
    let (covariance, n_clusters) = match options.covariance {
        Covariance::Classical => {
            let mut result = gram(&solution.design_root());
            result.scale(variance);
            (result, None)
        }
        Covariance::Hc1 => {
            let (mut meat, _) = unit_meat(&plan, &solution, false, &weight, Summed::Weighted, options.watch)?;
            meat.scale(n / df_residual);
            (sandwich(&solution, &meat), None)
        }
        Covariance::Cluster { clusters, n_clusters } => {
            let summed = Summed::Clusters(clusters, n_clusters);
            let (mut meat, g) = unit_meat(&plan, &solution, false, &weight, summed, options.watch)?;
            meat.scale(g / (g - 1.0) * (n - 1.0) / df_residual);
            (sandwich(&solution, &meat), Some(g as usize))
        }
        _ => return Err(FitError::Shape),
    };
    let df_test = n_clusters.map_or(df_residual, |clusters| clusters as f64 - 1.0);
    let mut coefficients: Vec<f64> = solution.kept.iter().map(|column| solution.coefficients[*column]).collect();
    let q = coefficients.len() as f64;
    let slopes: Vec<usize> = (0..coefficients.len()).collect();
    let f_statistic = match options.covariance {
        Covariance::Classical => Some((total_ss - solution.residual_ss).max(0.0) / q / variance),
        _ => quadratic_inverse(&covariance.select(&slopes), &coefficients).map(|wald| wald / q),
    };
    if solution.has_constant {
        coefficients.push(solution.design_constant());
    }
    let Wald { standard_errors, statistics: t, p } =
        Wald::new(&coefficients, &covariance, Reference::Student { df: df_test });
    let mut total = products.within.clone();
    if let Some(between) = &products.between {
        total.weight = between.weight;
        total.sums.clone_from(&between.sums);
        total.products.values.iter_mut().zip(&between.products.values).for_each(|(sum, b)| *sum += b);
    }
    let b = &solution.coefficients;
    Ok(BetweenFit {
        kept: solution.kept.clone(),
        dropped: solution.dropped.clone(),
        has_constant: solution.has_constant,
        p,
        coefficients,
        covariance,
        standard_errors,
        t,
        df_test,
        n_observations: products.weight,
        n_units: n,
        df_model: q,
        df_residual,
        r_squared: PanelRSquared {
            within: squared_correlation(&products.within.products, b),
            between: Some(1.0 - solution.residual_ss / total_ss),
            overall: squared_correlation(&centered(&total), b),
        },
        f_p: f_statistic.map(|value| f::upper(value, q, df_test)),
        f_statistic,
        rmse: variance.sqrt(),
        residual_ss: solution.residual_ss,
        n_clusters,
        solution,
    })
}
