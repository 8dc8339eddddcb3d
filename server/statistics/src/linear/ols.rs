//! Ordinary least squares with frequency-type weights.
//!
//! One pass of centered cross products and a Cholesky factor in correlation form, guarded by the pivots: where a
//! column is explained by others to more than `1 − 1e-4`, blocks of Householder reflections decide instead. A residual
//! pass then refines the estimates and gives the residual sum of squares its digits. Conventions are Stata's
//! (`spec/statistics.md` section 5): n is Σw, HC1 uses n / (n − k), clustered tests have G − 1 degrees of freedom, AIC and
//! BIC count the coefficients only.

use libm::log;

use super::cholesky::quadratic_inverse;
use super::cross_products::{CrossProducts, cross_products};
use super::normal_equations;
use super::orthogonal;
use super::residuals::{Precision, Residuals, residual_sums};
use super::shift::provisional_means;
use super::solution::{Solution, gram};
use crate::covariance::robust::Inflation;
use crate::covariance::{self, Covariance, cluster, eigen, robust, two_way};
use crate::design::Design;
use crate::distribution::f;
use crate::error::FitError;
use crate::fold::{Watch, fill};
use crate::matrix::Matrix;
use crate::rows::{FewWeights, Rows};
use crate::wald::{Reference, Wald};

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct OlsOptions<'a> {
    /// Frequency-type weights, one a row; rows with weight 0 do not count.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// How standard errors are computed.
    pub covariance: Covariance<'a>,
    /// The number of observations that the tests' degrees of freedom are counted from, if it is not Σw.
    pub n_for_tests: Option<f64>,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

/// A fitted linear model. Arrays over parameters are in the design's order of kept columns, the constant last.
#[derive(Clone, Debug)]
pub struct OlsFit {
    /// Columns of the design with a coefficient.
    pub kept: Vec<usize>,
    /// Columns left out: constant, empty, or collinear with columns before them.
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
    /// Σw.
    pub n_observations: f64,
    /// Parameters without the constant.
    pub df_model: f64,
    /// n − k.
    pub df_residual: f64,
    /// Share of variation explained (uncentered without constant).
    pub r_squared: f64,
    /// Adjusted for degrees of freedom.
    pub r_squared_adjusted: f64,
    /// F statistic that all slopes are zero (Wald form under robust covariance); `None` if it does not exist.
    pub f_statistic: Option<f64>,
    /// Its p-value.
    pub f_p: Option<f64>,
    /// Root of the residual variance with n − k.
    pub rmse: f64,
    /// Residual sum of squares.
    pub residual_ss: f64,
    /// Total sum of squares (uncentered without constant).
    pub total_ss: f64,
    /// Gaussian log-likelihood.
    pub log_likelihood: f64,
    /// That of the constant alone.
    pub log_likelihood_null: f64,
    /// −2 ll + 2 k.
    pub aic: f64,
    /// −2 ll + k ln n.
    pub bic: f64,
    /// Number of clusters, if clustered; the smaller number of two ways.
    pub n_clusters: Option<usize>,
    /// Whether a two-way clustered covariance had negative eigenvalues, which were set to zero.
    pub is_eigen_fixed: bool,
    /// Smallest `1 − R²` of a column on those before it: how near to singular the design is.
    pub smallest_pivot: f64,
    pub(crate) solution: Solution,
}

impl OlsFit {
    /// Limits of the confidence interval of each parameter, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Student { df: self.df_test }.intervals(&self.coefficients, &self.standard_errors, level)
    }

    /// Fitted values, one a row.
    pub fn fitted(&self, design: &Design<'_>, y: &dyn Rows<f64>) -> Vec<f64> {
        let mut values = self.residuals(design, y);
        let mut observed = vec![0.0; values.len()];
        y.read(0, &mut observed);
        values.iter_mut().zip(&observed).for_each(|(e, y)| *e = y - *e);
        values
    }

    /// Residuals, one a row.
    pub fn residuals(&self, design: &Design<'_>, y: &dyn Rows<f64>) -> Vec<f64> {
        let mut values = vec![0.0; design.n_rows];
        let residuals = self.residual_rows(design, y);
        fill(&mut values, |rows, part| residuals.read(rows.start, part));
        values
    }

    /// Residuals as a column that is computed where it is read.
    pub fn residual_rows<'a>(&'a self, design: &'a Design<'_>, y: &'a dyn Rows<f64>) -> Residuals<'a> {
        Residuals::new(design, y, &self.solution)
    }

    /// Variance inflation factor of each kept column: `1 / (1 − R²)` on the others. Empty without constant.
    pub fn variance_inflation(
        &self,
        design: &Design<'_>,
        weights: Option<&dyn Rows<f64>>,
        watch: Watch<'_>,
    ) -> Result<Vec<f64>, FitError> {
        if !self.has_constant {
            return Ok(Vec::new());
        }
        let mut shift = self.solution.centers.clone();
        shift.push(0.0);
        // The pass wants a dependent variable: its products are not used.
        let nothing = FewWeights { n_rows: design.n_rows, changed: &[] };
        let cross = cross_products(design, &nothing, weights, &shift, watch)?;
        let spread =
            |column: usize| cross.products[(column, column)] - cross.sums[column] * cross.sums[column] / cross.weight;
        Ok(self.kept.iter().enumerate().map(|(i, &column)| self.solution.bread[(i, i)] * spread(column)).collect())
    }
}

/// Fits `y` on the design.
pub fn fit(design: &Design<'_>, y: &dyn Rows<f64>, options: OlsOptions<'_>) -> Result<OlsFit, FitError> {
    check_shape(design, y, &options)?;
    let shift = provisional_means(design, y, options.weights);
    let cross = cross_products(design, y, options.weights, &shift, options.watch)?;
    fit_from(design, y, &options, &cross, &shift)
}

/// The fit that follows from cross products taken around `shift` under the options' weights.
pub(super) fn fit_from(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    options: &OlsOptions<'_>,
    cross: &CrossProducts,
    shift: &[f64],
) -> Result<OlsFit, FitError> {
    let Solved { mut solution, precision, total_ss } = solve(design, y, options, cross, shift)?;
    refine(design, y, options, &mut solution, precision)?;
    finish(design, y, options, solution, cross.weight, total_ss)
}

/// A solution before its refinement.
pub(super) struct Solved {
    pub solution: Solution,
    pub precision: Precision,
    /// Total sum of squares (uncentered without constant).
    pub total_ss: f64,
}

/// Solves from cross products, by orthogonal decomposition where they do not decide.
pub(super) fn solve(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    options: &OlsOptions<'_>,
    cross: &CrossProducts,
    shift: &[f64],
) -> Result<Solved, FitError> {
    let p = design.n_columns();
    let n_parameters = p + usize::from(design.has_constant);
    if cross.weight <= 0.0 {
        return Err(FitError::TooFewObservations { n_parameters });
    }
    if cross.products.values.iter().any(|product| !product.is_finite()) {
        return Err(FitError::OutOfRange);
    }
    let mut total_ss = cross.products[(p, p)];
    if design.has_constant {
        total_ss -= cross.sums[p] * cross.sums[p] / cross.weight;
    }
    let mean = shift[p] + cross.sums[p] / cross.weight;
    if design.has_constant && (total_ss / cross.weight).max(0.0).sqrt() <= 1e-14 * mean.abs() {
        return Err(FitError::ConstantDependent);
    }
    let (solution, precision) = match normal_equations::solve(design, cross, shift) {
        normal_equations::Solved::Solution(solution) => (solution, Precision::Double),
        normal_equations::Solved::NearlySingular(basis) => {
            (orthogonal::solve(design, y, options.weights, basis, options.watch)?, Precision::Extended)
        }
    };
    if solution.n_parameters() == 0 {
        return Err(FitError::Collinear { columns: solution.dropped });
    }
    if cross.weight <= solution.n_parameters() as f64 {
        return Err(FitError::TooFewObservations { n_parameters: solution.n_parameters() });
    }
    Ok(Solved { solution, precision, total_ss: total_ss.max(0.0) })
}

fn check_shape(design: &Design<'_>, y: &dyn Rows<f64>, options: &OlsOptions<'_>) -> Result<(), FitError> {
    let n = design.n_rows;
    let clusters_fit = covariance::clusters_fit(&options.covariance, n);
    let weights_fit = options.weights.is_none_or(|weights| weights.len() == n);
    if design.is_consistent() && y.len() == n && weights_fit && clusters_fit { Ok(()) } else { Err(FitError::Shape) }
}

/// Newton steps on the residuals; they help while `1 / pivot` is far from the precision of a double.
pub(super) fn refine(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    options: &OlsOptions<'_>,
    solution: &mut Solution,
    precision: Precision,
) -> Result<(), FitError> {
    let n_steps = match precision {
        Precision::Double if solution.smallest_pivot > 1e-3 => 1,
        Precision::Double => 2,
        Precision::Extended if solution.smallest_pivot > 1e-12 => 3,
        Precision::Extended => 0,
    };
    for step in 0..n_steps {
        let sums = residual_sums(design, y, options.weights, solution, precision, options.watch)?;
        solution.step(&sums.gradient);
        solution.residual_ss = sums.squares;
        if step + 1 == n_steps && n_steps > 1 {
            let last = residual_sums(design, y, options.weights, solution, precision, options.watch)?;
            solution.residual_ss = last.squares;
        } else if n_steps == 1 {
            let moved: f64 = sums.gradient.iter().zip(solution.bread.times(&sums.gradient)).map(|(g, d)| g * d).sum();
            solution.residual_ss = (sums.squares - moved).max(0.0);
        }
    }
    Ok(())
}

fn finish(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    options: &OlsOptions<'_>,
    solution: Solution,
    n: f64,
    total_ss: f64,
) -> Result<OlsFit, FitError> {
    let k = solution.n_parameters() as f64;
    let q = solution.kept.len();
    let df_residual = n - k;
    let variance = solution.residual_ss / df_residual;
    let Spread { covariance, n_clusters, is_eigen_fixed } = spread(design, y, options, &solution, n, variance)?;
    let mut coefficients: Vec<f64> = solution.kept.iter().map(|&column| solution.coefficients[column]).collect();
    let df_test = n_clusters.map_or(options.n_for_tests.unwrap_or(n) - k, |clusters| clusters as f64 - 1.0);
    let slopes: Vec<usize> = (0..q).collect();
    let f_statistic = f_statistic(options, &solution, &covariance.select(&slopes), &coefficients, total_ss, variance);
    let f_p = f_statistic.map(|value| f::upper(value, q as f64, df_test));
    if solution.has_constant {
        coefficients.push(solution.design_constant());
    }
    let Wald { standard_errors, statistics: t, p } =
        Wald::new(&coefficients, &covariance, Reference::Student { df: df_test });
    let log_likelihood = gaussian(n, solution.residual_ss);
    let r_squared = 1.0 - solution.residual_ss / total_ss;
    let lost = f64::from(u8::from(solution.has_constant));
    Ok(OlsFit {
        kept: solution.kept.clone(),
        dropped: solution.dropped.clone(),
        has_constant: solution.has_constant,
        coefficients,
        covariance,
        standard_errors,
        t,
        p,
        df_test,
        n_observations: n,
        df_model: q as f64,
        df_residual,
        r_squared,
        r_squared_adjusted: 1.0 - (1.0 - r_squared) * (n - lost) / df_residual,
        f_statistic,
        f_p,
        rmse: variance.sqrt(),
        residual_ss: solution.residual_ss,
        total_ss,
        log_likelihood,
        log_likelihood_null: gaussian(n, total_ss),
        aic: -2.0 * log_likelihood + 2.0 * k,
        bic: -2.0 * log_likelihood + k * log(n),
        n_clusters,
        is_eigen_fixed,
        smallest_pivot: solution.smallest_pivot,
        solution,
    })
}

fn gaussian(n: f64, squares: f64) -> f64 {
    -0.5 * n * (log(2.0 * std::f64::consts::PI) + log(squares / n) + 1.0)
}

/// Covariance of the estimates, the number of clusters, and whether eigenvalues were negative.
struct Spread {
    covariance: Matrix,
    n_clusters: Option<usize>,
    is_eigen_fixed: bool,
}

fn spread(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    options: &OlsOptions<'_>,
    solution: &Solution,
    n: f64,
    variance: f64,
) -> Result<Spread, FitError> {
    let k = solution.n_parameters() as f64;
    let plain = |covariance: Matrix| Ok(Spread { covariance, n_clusters: None, is_eigen_fixed: false });
    let robust = |inflation: Inflation, factor: f64| {
        let residuals = Residuals::new(design, y, solution);
        let mut meat = robust::meat(design, &residuals, options.weights, solution, inflation, options.watch)?;
        meat.scale(factor);
        plain(robust::sandwich(solution, &meat))
    };
    let clustered = |codes: &'_ [u32], n_clusters: usize| {
        let sums = cluster::meat(design, y, options.weights, solution, codes, n_clusters, options.watch)?;
        match sums.n_clusters {
            0 | 1 => Err(FitError::TooFewObservations { n_parameters: solution.n_parameters() }),
            _ => Ok(sums),
        }
    };
    let factor = |g: usize| g as f64 / (g as f64 - 1.0) * (n - 1.0) / (n - k);
    match options.covariance {
        Covariance::Classical => {
            let mut result = gram(&solution.design_root());
            result.scale(variance);
            plain(result)
        }
        Covariance::Hc0 => robust(Inflation::None, 1.0),
        Covariance::Hc1 => robust(Inflation::None, n / (n - k)),
        Covariance::Hc2 => robust(Inflation::Once, 1.0),
        Covariance::Hc3 => robust(Inflation::Twice, 1.0),
        Covariance::Cluster { clusters, n_clusters } => {
            let mut sums = clustered(clusters, n_clusters)?;
            sums.meat.scale(factor(sums.n_clusters));
            let covariance = robust::sandwich(solution, &sums.meat);
            Ok(Spread { covariance, n_clusters: Some(sums.n_clusters), is_eigen_fixed: false })
        }
        Covariance::TwoWay { first, second } => {
            let both = two_way::intersection(first.0, second.0);
            let (mut a, b) = (clustered(first.0, first.1)?, clustered(second.0, second.1)?);
            let c = clustered(&both.0, both.1)?;
            for ((sum, b), c) in a.meat.values.iter_mut().zip(&b.meat.values).zip(&c.meat.values) {
                *sum += b - c;
            }
            let least = a.n_clusters.min(b.n_clusters);
            a.meat.scale(factor(least));
            let (covariance, is_eigen_fixed) =
                eigen::without_negative(robust::sandwich(solution, &a.meat)).ok_or(FitError::Singular)?;
            Ok(Spread { covariance, n_clusters: Some(least), is_eigen_fixed })
        }
    }
}

fn f_statistic(
    options: &OlsOptions<'_>,
    solution: &Solution,
    slopes: &Matrix,
    coefficients: &[f64],
    total_ss: f64,
    variance: f64,
) -> Option<f64> {
    let q = solution.kept.len() as f64;
    if q == 0.0 {
        return None;
    }
    if matches!(options.covariance, Covariance::Classical) {
        return Some((total_ss - solution.residual_ss) / q / variance);
    }
    quadratic_inverse(slopes, coefficients).map(|wald| wald / q)
}
