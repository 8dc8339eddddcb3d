//! The estimators as one: coefficients that make `H u e` zero, with the columns u and a matrix H that the method chooses.

use super::moments::{Moments, block, sandwich, transposed};
use super::{IvFit, IvModel, IvOptions, Method, is_robust};
use crate::covariance::robust::{self, Inflation};
use crate::covariance::{Covariance, cluster};
use crate::distribution::f;
use crate::eigen::symmetric_eigen;
use crate::error::FitError;
use crate::linear::cholesky::{inverse, quadratic_inverse};
use crate::linear::cross_products::CrossProducts;
use crate::linear::residuals::{Precision, Residuals, residual_sums};
use crate::linear::solution::Solution;
use crate::matrix::{Matrix, dot};
use crate::rows::Rows;
use crate::wald::{Reference, Wald};

/// Instruments explain a direction of the endogenous variables if they do to more than this share.
const RELEVANCE: f64 = 1e-10;

/// What tests and influence are told from.
#[derive(Clone, Debug)]
pub struct State {
    pub moments: Moments,
    /// `H` over the places, a row a regressor.
    pub weighting: Matrix,
    /// The same of two-stage least squares: the projected regressors are `second · u`.
    pub second: Matrix,
    /// `(H U'X)⁻¹`.
    pub bread: Matrix,
    /// Estimates in the working basis, in the order of the regressors.
    pub estimates: Vec<f64>,
    /// Σ w u e over the places.
    pub gradient: Vec<f64>,
    pub residual_ss: f64,
    /// LIML's.
    pub kappa: Option<f64>,
    /// GMM's inverse weight matrix over all instruments.
    pub weight_matrix: Option<Matrix>,
}

impl State {
    /// The structural residuals' solution.
    pub fn solution(&self) -> Solution {
        let mut by_place = vec![0.0; self.moments.size()];
        self.moments.regressors().iter().zip(&self.estimates).for_each(|(place, value)| by_place[*place] = *value);
        self.moments.combination(&by_place, self.moments.y_center)
    }

    pub fn n_parameters(&self) -> usize {
        self.estimates.len()
    }
}

/// Σ w e² u u' of a solution's residuals over the places, or the products of their sums over clusters, with the number of clusters.
pub fn meat(
    model: &IvModel<'_>,
    y: &dyn Rows<f64>,
    options: &IvOptions<'_>,
    solution: &Solution,
) -> Result<(Matrix, Option<usize>), FitError> {
    match options.covariance {
        Covariance::Cluster { clusters, n_clusters } => {
            let found = cluster::meat(model.design, y, options.weights, solution, clusters, n_clusters, options.watch)?;
            match found.n_clusters {
                0 | 1 => Err(FitError::TooFewGroups),
                n => Ok((found.meat, Some(n))),
            }
        }
        _ => {
            let residuals = Residuals::new(model.design, y, solution);
            let weights = options.weights;
            Ok((robust::meat(model.design, &residuals, weights, solution, Inflation::None, options.watch)?, None))
        }
    }
}

/// The factor of a robust covariance of `k` parameters.
pub fn small_sample(options: &IvOptions<'_>, n: f64, k: f64, n_clusters: Option<usize>) -> f64 {
    match (n_clusters, options.covariance) {
        (Some(g), _) => g as f64 / (g as f64 - 1.0) * (n - 1.0) / (n - k),
        (None, Covariance::Hc0) => 1.0,
        _ => n / (n - k),
    }
}

/// Estimates from cross products taken around `shift` under the options' weights.
pub fn solve(
    model: &IvModel<'_>,
    options: &IvOptions<'_>,
    cross: &CrossProducts,
    shift: &[f64],
) -> Result<State, FitError> {
    let moments = Moments::new(model, cross, shift)?;
    check_identified(&moments)?;
    let (x, z) = (moments.regressors(), moments.all_instruments());
    if cross.weight <= x.len().max(z.len()) as f64 {
        return Err(FitError::TooFewObservations { n_parameters: x.len().max(z.len()) });
    }
    let projection = moments.projection(&x)?;
    let mut second = Matrix::zeros(x.len(), moments.size());
    for (i, place) in z.iter().enumerate() {
        (0..x.len()).for_each(|j| second[(j, *place)] = projection[(i, j)]);
    }
    let kappa = if options.method == Method::Liml { Some(kappa(&moments)?) } else { None };
    let mut weighting = second.clone();
    if let Some(kappa) = kappa {
        weighting.scale(kappa);
        x.iter().enumerate().for_each(|(row, place)| weighting[(row, *place)] += 1.0 - kappa);
    }
    let first = refined(model, options, moments, weighting, second)?;
    if options.method != Method::Gmm {
        return Ok(State { kappa, ..first });
    }
    let (meat, _) = meat(model, model.y, options, &first.solution())?;
    let weight_matrix = inverse(&block(&meat, &z, &z)).ok_or(FitError::Singular)?;
    let own = first.moments.block(&x, &z).product(&weight_matrix);
    let mut weighting = Matrix::zeros(x.len(), first.moments.size());
    for (i, place) in z.iter().enumerate() {
        (0..x.len()).for_each(|j| weighting[(j, *place)] = own[(j, i)]);
    }
    let State { moments, second, .. } = first;
    Ok(State { weight_matrix: Some(weight_matrix), ..refined(model, options, moments, weighting, second)? })
}

/// Solves, and takes one step from the residuals.
fn refined(
    model: &IvModel<'_>,
    options: &IvOptions<'_>,
    moments: Moments,
    weighting: Matrix,
    second: Matrix,
) -> Result<State, FitError> {
    let x = moments.regressors();
    let places: Vec<usize> = (0..moments.size()).collect();
    let mut system = weighting.product(&moments.block(&places, &x));
    system.mirror();
    let bread = inverse(&system).ok_or(FitError::NotIdentified)?;
    let right = weighting.times(&moments.block(&places, &[moments.y()]).values);
    let estimates = bread.times(&right);
    let (gradient, residual_ss) = (Vec::new(), 0.0);
    let mut state =
        State { moments, weighting, second, bread, estimates, gradient, residual_ss, kappa: None, weight_matrix: None };
    let solution = state.solution();
    let sums = residual_sums(model.design, model.y, options.weights, &solution, Precision::Double, options.watch)?;
    let step = state.bread.times(&state.weighting.times(&sums.gradient));
    let inner = state.moments.block(&places, &x).times(&step);
    let (mut moved, mut squares) = (0.0, 0.0);
    for (place, step) in x.iter().zip(&step) {
        moved += step * sums.gradient[*place];
        squares += step * inner[*place];
    }
    state.estimates.iter_mut().zip(&step).for_each(|(estimate, step)| *estimate += step);
    state.gradient = sums.gradient.iter().zip(&inner).map(|(g, taken)| g - taken).collect();
    state.residual_ss = (sums.squares - 2.0 * moved + squares).max(0.0);
    Ok(state)
}

/// Every direction of the endogenous variables, the exogenous ones taken out, must be explained by the instruments.
fn check_identified(moments: &Moments) -> Result<(), FitError> {
    if moments.endogenous.is_empty() || moments.instruments.len() < moments.endogenous.len() {
        return Err(FitError::NotIdentified);
    }
    match canonical(moments, &moments.endogenous)? {
        share if share > RELEVANCE => Ok(()),
        _ => Err(FitError::NotIdentified),
    }
}

/// The smallest share of a direction of `of` that the instruments explain after the exogenous columns: the smallest root of
/// |Y'(M₁ − M)Y − λ Y'M₁Y|.
fn canonical(moments: &Moments, of: &[usize]) -> Result<f64, FitError> {
    let all = [moments.instruments.as_slice(), of].concat();
    let partial = moments.partial(&moments.exogenous, &all)?;
    let n = moments.instruments.len();
    let (left, right): (Vec<usize>, Vec<usize>) = ((0..n).collect(), (n..all.len()).collect());
    let total = block(&partial, &right, &right);
    let scale: Vec<f64> = (0..right.len()).map(|i| total[(i, i)].sqrt()).collect();
    if scale.iter().any(|scale| *scale <= 0.0 || scale.is_nan()) {
        return Err(FitError::Singular);
    }
    let between = block(&partial, &left, &right);
    let inner = inverse(&block(&partial, &left, &left)).ok_or(FitError::Singular)?;
    let explained = sandwich(&transposed(&between), &inner);
    smallest_root(&explained, &total, &scale)
}

/// The smallest λ with |a − λ b| = 0, both scaled by the same positive numbers.
pub fn smallest_root(a: &Matrix, b: &Matrix, scale: &[f64]) -> Result<f64, FitError> {
    let n = scale.len();
    let scaled = |matrix: &Matrix| {
        let mut result = matrix.clone();
        (0..n).for_each(|i| (0..n).for_each(|j| result[(i, j)] /= scale[i] * scale[j]));
        result
    };
    let eigen = symmetric_eigen(&scaled(b)).ok_or(FitError::Singular)?;
    if eigen.values.iter().any(|value| *value < 1e-13) {
        return Err(FitError::Singular);
    }
    // V D^-1/2: a root of the inverse.
    let mut half = transposed(&eigen.vectors);
    for (i, value) in eigen.values.iter().enumerate() {
        half.row_mut(i).iter_mut().for_each(|entry| *entry /= value.sqrt());
    }
    let roots = symmetric_eigen(&sandwich(&half, &scaled(a))).ok_or(FitError::Singular)?;
    roots.values.last().copied().ok_or(FitError::Singular)
}

/// κ = 1 / (1 − λ), λ the smallest share of a direction of [y, endogenous] that the instruments explain: no difference of near numbers.
fn kappa(moments: &Moments) -> Result<f64, FitError> {
    if moments.instruments.len() == moments.endogenous.len() {
        return Ok(1.0);
    }
    let of = [&[moments.y()], moments.endogenous.as_slice()].concat();
    let share = canonical(moments, &of)?.max(0.0);
    if share >= 1.0 { Err(FitError::Singular) } else { Ok(1.0 / (1.0 - share)) }
}

/// The fit that follows from cross products taken around `shift` under the options' weights.
pub fn fit_from(
    model: &IvModel<'_>,
    options: &IvOptions<'_>,
    cross: &CrossProducts,
    shift: &[f64],
) -> Result<IvFit, FitError> {
    let state = solve(model, options, cross, shift)?;
    let (k, n) = (state.n_parameters() as f64, cross.weight);
    let moments = &state.moments;
    let is_robust = is_robust(options) || options.method == Method::Gmm;
    let (working, n_clusters) = if is_robust {
        let (meat, n_clusters) = meat(model, model.y, options, &state.solution())?;
        let used = if options.method == Method::Gmm { &state.weighting } else { &state.second };
        let mut covariance = sandwich(&state.bread, &sandwich(used, &meat));
        covariance.scale(small_sample(options, n, k, n_clusters));
        (covariance, n_clusters)
    } else {
        let mut covariance = state.bread.clone();
        covariance.scale(state.residual_ss / (n - k));
        (covariance, None)
    };
    let regressors = moments.regressors();
    let kept: Vec<usize> = regressors.iter().filter_map(|place| moments.kept.get(*place).copied()).collect();
    let q = kept.len();
    let mut back = Matrix::zeros(regressors.len(), regressors.len());
    (0..regressors.len()).for_each(|i| back[(i, i)] = 1.0);
    let mut coefficients = state.estimates.clone();
    if moments.has_constant {
        let centers: Vec<f64> = kept.iter().map(|column| moments.centers[*column]).collect();
        (0..q).for_each(|i| back[(q, i)] = -centers[i]);
        coefficients[q] += moments.y_center - dot(&centers, &state.estimates[..q]);
    }
    let covariance = sandwich(&back, &working);
    let df_test = n_clusters.map_or(options.n_for_tests.unwrap_or(n) - k, |g| g as f64 - 1.0);
    let Wald { standard_errors, statistics: t, p } =
        Wald::new(&coefficients, &covariance, Reference::Student { df: df_test });
    let slopes: Vec<usize> = (0..q).collect();
    let wald = quadratic_inverse(&working.select(&slopes), &state.estimates[..q]);
    let f_statistic = wald.map(|value| value / q as f64).filter(|value| value.is_finite() && q > 0);
    let r_squared = 1.0 - state.residual_ss / moments.total_ss;
    let lost = f64::from(u8::from(moments.has_constant));
    Ok(IvFit {
        n_endogenous: moments.endogenous.len(),
        instruments: moments.instruments.iter().filter_map(|place| moments.kept.get(*place).copied()).collect(),
        dropped: moments.dropped.clone(),
        has_constant: moments.has_constant,
        kept,
        coefficients,
        covariance,
        standard_errors,
        t,
        p,
        df_test,
        n_observations: n,
        df_model: q as f64,
        df_residual: n - k,
        r_squared,
        r_squared_adjusted: 1.0 - (1.0 - r_squared) * (n - lost) / (n - k),
        f_statistic,
        f_p: f_statistic.map(|value| f::upper(value, q as f64, df_test)),
        rmse: (state.residual_ss / (n - k)).sqrt(),
        residual_ss: state.residual_ss,
        total_ss: moments.total_ss,
        kappa: state.kappa,
        n_clusters,
        state,
    })
}
