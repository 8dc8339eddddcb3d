//! Regression with instrumental variables: two-stage least squares, limited information maximum likelihood, two-step GMM.
//!
//! One pass of shifted cross products over [y, exogenous, instruments, endogenous] holds all that the estimators and their classical tests
//! need; a residual pass refines the estimates, and robust figures take one pass more. Small-sample conventions are those of R's `ivreg` and of Stata's
//! `ivregress, small`: s² with n − k, HC1 with n / (n − k), clusters with G / (G − 1) · (n − 1) / (n − k), t and F in place of z and χ²
//! (`spec/statistics.md` sections 2 and 5).

mod endogeneity;
mod estimate;
pub mod few;
mod first_stage;
mod moments;
mod overidentification;

use crate::covariance::Covariance;
use crate::design::Design;
use crate::error::FitError;
use crate::fold::{Watch, fill};
use crate::linear::residuals::Residuals;
use crate::matrix::Matrix;
use crate::rows::Rows;
use crate::wald::Reference;

pub use endogeneity::{Endogeneity, endogeneity};
pub use first_stage::{FirstStage, FirstStages, first_stages};
pub use overidentification::{Overidentification, overidentification};

use estimate::State;

/// What explains what: the columns of one design are the exogenous ones, then the instruments, then the endogenous ones.
#[derive(Clone, Copy)]
pub struct IvModel<'a> {
    /// All columns.
    pub design: &'a Design<'a>,
    /// The dependent variable.
    pub y: &'a dyn Rows<f64>,
    /// How many of the columns are exogenous regressors.
    pub n_exogenous: usize,
    /// How many are instruments that do not explain themselves.
    pub n_instruments: usize,
}

/// How the instruments are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Two-stage least squares (Theil 1953; Basmann 1957).
    #[default]
    Tsls,
    /// Limited information maximum likelihood, as a k-class estimator (Anderson & Rubin 1949).
    Liml,
    /// Two-step GMM from 2SLS residuals (Hansen 1982; White 1982): the weight matrix is robust against heteroskedasticity, or against clusters
    /// under clustered covariance; so are the standard errors, whatever is asked for.
    Gmm,
}

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct IvOptions<'a> {
    /// The estimator.
    pub method: Method,
    /// Frequency-type weights, one a row; rows with weight 0 do not count.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// Classical, HC0, HC1 or by clusters.
    pub covariance: Covariance<'a>,
    /// The number of observations that the tests' degrees of freedom are counted from, if it is not Σw.
    pub n_for_tests: Option<f64>,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

/// A fitted model. Parameters are the kept endogenous columns, then the kept exogenous ones, the constant last.
#[derive(Clone, Debug)]
pub struct IvFit {
    /// Columns of the design with a coefficient, in the order of the parameters.
    pub kept: Vec<usize>,
    /// How many of these are endogenous.
    pub n_endogenous: usize,
    /// Instruments that are used, the exogenous columns left out.
    pub instruments: Vec<usize>,
    /// Columns left out: constant, or collinear with others of their side.
    pub dropped: Vec<usize>,
    /// Whether the last parameter is the constant.
    pub has_constant: bool,
    /// Estimates, `k`.
    pub coefficients: Vec<f64>,
    /// Their covariance, `k × k`.
    pub covariance: Matrix,
    /// Standard errors, `k`.
    pub standard_errors: Vec<f64>,
    /// t statistics, `k`.
    pub t: Vec<f64>,
    /// Two-sided p-values, `k`.
    pub p: Vec<f64>,
    /// Degrees of freedom of the t tests: n − k, or clusters − 1.
    pub df_test: f64,
    /// Σw.
    pub n_observations: f64,
    /// Parameters without the constant.
    pub df_model: f64,
    /// n − k.
    pub df_residual: f64,
    /// 1 − RSS / TSS with the structural residuals; may be negative.
    pub r_squared: f64,
    /// Adjusted for degrees of freedom.
    pub r_squared_adjusted: f64,
    /// Wald F statistic that all slopes are zero.
    pub f_statistic: Option<f64>,
    /// Its p-value.
    pub f_p: Option<f64>,
    /// Root of RSS / (n − k).
    pub rmse: f64,
    /// Sum of squared structural residuals.
    pub residual_ss: f64,
    /// Total sum of squares (uncentered without constant).
    pub total_ss: f64,
    /// κ of LIML: the smallest root of |Y'M₁Y − κ Y'M Y|.
    pub kappa: Option<f64>,
    /// Number of clusters, if clustered.
    pub n_clusters: Option<usize>,
    pub(crate) state: State,
}

impl IvFit {
    /// Limits of the confidence interval of each parameter, `level` in percent.
    pub fn confidence_intervals(&self, level: f64) -> Vec<(f64, f64)> {
        Reference::Student { df: self.df_test }.intervals(&self.coefficients, &self.standard_errors, level)
    }

    /// Structural residuals, one a row: observed regressors, not projected ones.
    pub fn residuals(&self, model: &IvModel<'_>) -> Vec<f64> {
        let solution = self.state.solution();
        let mut values = vec![0.0; model.design.n_rows];
        let residuals = Residuals::new(model.design, model.y, &solution);
        fill(&mut values, |rows, part| residuals.read(rows.start, part));
        values
    }

    /// Fitted values, one a row.
    pub fn fitted(&self, model: &IvModel<'_>) -> Vec<f64> {
        let mut values = self.residuals(model);
        let mut observed = vec![0.0; values.len()];
        model.y.read(0, &mut observed);
        values.iter_mut().zip(&observed).for_each(|(e, y)| *e = y - *e);
        values
    }
}

/// Fits the model.
///
/// # Errors
/// Columns of different length, too few observations, [`FitError::NotIdentified`], cancellation.
pub fn fit(model: &IvModel<'_>, options: &IvOptions<'_>) -> Result<IvFit, FitError> {
    let (cross, shift) = moments::pass(model, options)?;
    estimate::fit_from(model, options, &cross, &shift)
}

/// Whether the options ask for figures that hold under heteroskedasticity or clusters.
fn is_robust(options: &IvOptions<'_>) -> bool {
    !matches!(options.covariance, Covariance::Classical)
}
