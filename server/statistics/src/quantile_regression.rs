//! Linear quantile regression (Koenker & Bassett 1978): coefficients that minimise Σ w ρ(y − x'b), ρ(u) = u (τ − 1(u < 0)).
//!
//! A Frisch–Newton interior point method comes near the optimum, simplex steps reach it exactly: where the optimum is a single vertex the
//! result has the digits of solving its equations. Above a hundred thousand rows, those that are surely above or below the plane are
//! summed up (Portnoy & Koenker 1997), and the signs of their residuals are checked at the end, so the result is that of all rows.
//! Where several vertices are optimal, one of them is given.
//!
//! *Start reading at*: [`fit`].

mod compact;
mod errors;
mod few;
mod interior;
mod preprocess;
mod vertex;

pub use few::Reweighting;

use crate::design::Design;
use crate::error::FitError;
use crate::fold::{BLOCK_ROWS, Watch, fill, fold};
use crate::linear::ols::{OlsFit, OlsOptions};
use crate::linear::residuals::Residuals;
use crate::linear::solution::Solution;
use crate::matrix::Matrix;
use crate::rows::Rows;
use crate::wald::{Reference, Wald};

/// How standard errors are computed. All widths are Hall & Sheather's (1988).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StandardErrors {
    /// Independent, identically distributed errors: the sparsity from a median regression of the middle residuals on their ranks
    /// (quantreg's `iid`).
    #[default]
    Iid,
    /// Errors that differ: densities from fits at τ ± width (Hendricks & Koenker 1992; quantreg's `nid`).
    Nid,
    /// Errors that differ: densities by a Gaussian kernel (Powell 1991; quantreg's `ker`).
    Kernel,
    /// One density by an Epanechnikov kernel, and squared scores (statsmodels' and Greene's `robust`).
    RobustKernel,
}

/// What to compute.
#[derive(Clone, Copy)]
pub struct QuantileOptions<'a> {
    /// The quantile, between 0 and 1.
    pub tau: f64,
    /// Frequency-type weights, one a row; rows with weight 0 do not count.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// How standard errors are computed.
    pub standard_errors: StandardErrors,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

impl Default for QuantileOptions<'_> {
    fn default() -> Self {
        QuantileOptions { tau: 0.5, weights: None, standard_errors: StandardErrors::default(), watch: Watch::default() }
    }
}

/// A fitted quantile regression. Arrays over parameters are in the design's order of kept columns, the constant last.
#[derive(Clone, Debug)]
pub struct QuantileFit {
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
    /// Two-sided p-values by t with n − k degrees of freedom, `k`.
    pub p: Vec<f64>,
    /// Σ w.
    pub n_observations: f64,
    /// n − k.
    pub df_residual: f64,
    /// Σ w ρ(residual).
    pub objective: f64,
    /// The same of the constant alone (of nothing without a constant).
    pub objective_null: f64,
    /// 1 − their ratio (Koenker & Machado 1999).
    pub pseudo_r_squared: f64,
    pub(crate) solution: Solution,
}

impl QuantileFit {
    /// Limits of the confidence interval of each parameter, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Student { df: self.df_residual }.intervals(&self.coefficients, &self.standard_errors, level)
    }

    /// Residuals as a column that is computed where it is read.
    pub fn residual_rows<'a>(&'a self, design: &'a Design<'_>, y: &'a dyn Rows<f64>) -> Residuals<'a> {
        Residuals::new(design, y, &self.solution)
    }
}

/// A design with its least-squares fit, which tells which columns have information of their own.
struct Problem<'a> {
    design: &'a Design<'a>,
    y: &'a dyn Rows<f64>,
    weights: Option<&'a dyn Rows<f64>>,
    least_squares: OlsFit,
    watch: Watch<'a>,
}

/// Fits the quantile of `y` on the design.
///
/// # Errors
/// A quantile that is none ([`FitError::Shape`]), and those of least squares on the same columns; no convergence; standard errors that do
/// not exist because too many residuals are zero ([`FitError::Singular`]); cancellation.
pub fn fit(design: &Design<'_>, y: &dyn Rows<f64>, options: QuantileOptions<'_>) -> Result<QuantileFit, FitError> {
    let ols = OlsOptions { weights: options.weights, watch: options.watch, ..OlsOptions::default() };
    let least_squares = crate::linear::ols::fit(design, y, ols)?;
    let problem = Problem { design, y, weights: options.weights, least_squares, watch: options.watch };
    problem.fit(&options)
}

impl Problem<'_> {
    fn fit(&self, options: &QuantileOptions<'_>) -> Result<QuantileFit, FitError> {
        if !(options.tau > 0.0 && options.tau < 1.0) {
            return Err(FitError::Shape);
        }
        let solution = self.solve(options.tau)?;
        let residuals = self.residuals(&solution);
        let objective = self.loss(&residuals, options.tau)?;
        let covariance = self.covariance(&solution, &residuals, options)?;
        let objective_null = self.null(options.tau)?;
        let ols = &self.least_squares;
        let mut coefficients: Vec<f64> = solution.kept.iter().map(|column| solution.coefficients[*column]).collect();
        coefficients.extend(solution.has_constant.then(|| solution.design_constant()));
        let Wald { standard_errors, statistics: t, p } =
            Wald::new(&coefficients, &covariance, Reference::Student { df: ols.df_residual });
        Ok(QuantileFit {
            kept: ols.kept.clone(),
            dropped: ols.dropped.clone(),
            has_constant: ols.has_constant,
            p,
            t,
            coefficients,
            covariance,
            standard_errors,
            n_observations: ols.n_observations,
            df_residual: ols.df_residual,
            objective,
            objective_null,
            pseudo_r_squared: 1.0 - objective / objective_null,
            solution,
        })
    }

    /// Residuals of all rows.
    fn residuals(&self, solution: &Solution) -> Vec<f64> {
        let mut values = vec![0.0; self.design.n_rows];
        let rows = Residuals::new(self.design, self.y, solution);
        fill(&mut values, |range, part| rows.read(range.start, part));
        values
    }

    /// Σ w ρ.
    fn loss(&self, residuals: &[f64], tau: f64) -> Result<f64, FitError> {
        let total = fold(
            residuals.len(),
            BLOCK_ROWS,
            self.watch,
            || errors::Totals(vec![0.0]),
            |partial, rows| {
                let mut weight = vec![1.0; rows.len()];
                if let Some(weights) = self.weights {
                    weights.read(rows.start, &mut weight);
                }
                let terms =
                    residuals[rows].iter().zip(&weight).map(|(r, w)| w * r * (tau - f64::from(u8::from(*r < 0.0))));
                partial.0[0] += terms.sum::<f64>();
            },
        )?;
        Ok(total.0[0])
    }

    /// The loss of the best constant, or of zero.
    fn null(&self, tau: f64) -> Result<f64, FitError> {
        let n = self.design.n_rows;
        let mut y = vec![0.0; n];
        fill(&mut y, |rows, part| self.y.read(rows.start, part));
        if self.least_squares.has_constant {
            let mut weights = self.weights.map(|_| vec![0.0; n]);
            if let (Some(values), Some(source)) = (&mut weights, self.weights) {
                source.read(0, values);
            }
            let middle = errors::quantile(&y, weights.as_deref(), tau);
            y.iter_mut().for_each(|value| *value -= middle);
        }
        self.loss(&y, tau)
    }
}
