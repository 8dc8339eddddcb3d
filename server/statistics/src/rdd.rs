//! Regression discontinuity by local polynomials with robust bias-corrected inference.
//!
//! The method of Calonico, Cattaneo & Titiunik (Econometrica 2014) with covariates (Calonico, Cattaneo, Farrell & Titiunik, REStat
//! 2019) and the bandwidth selector of their software (Stata Journal 2017): one common bandwidth that minimises the mean squared error
//! of the effect (*mserd*). Every estimate is a linear functional of the outcomes, so all that is kept of a fit are the functional's
//! few coefficients; variances are sums of squared functional times residual.
//!
//! *Start reading at*: [`Sample`] (sorting, once) and [`Sample::fit`].

mod bandwidth;
mod estimate;
mod few;
mod legendre;
mod local;
mod residuals;
mod sample;
mod variance;

pub use estimate::{Estimate, RddFit};
pub use few::Reweighting;
pub use sample::{Data, Sample};

use crate::fold::Watch;

/// Highest polynomial order.
pub const MOST_ORDER: usize = 8;

/// Weight of a row by its distance from the cutoff as a share of the bandwidth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kernel {
    /// 1 − t.
    #[default]
    Triangular,
    /// 1.
    Uniform,
    /// 1 − t².
    Epanechnikov,
}

/// How the variance of outcomes is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variance {
    /// From the nearest neighbours in the running variable, at least this many.
    NearestNeighbours(usize),
    /// From the residuals of the local fits.
    Hc0,
    /// The same times n / (n − k) on each side.
    Hc1,
    /// Residuals summed within the sample's clusters, times G / (G − 1) · (n − 1) / (n − k) on each side.
    Cluster,
}

/// What to compute.
#[derive(Clone, Copy)]
pub struct RddOptions<'a> {
    /// Order p of the local polynomial; the bias is told from order p + 1.
    pub polynomial: usize,
    /// Order of the derivative whose jump is estimated, at most p.
    pub derivative: usize,
    /// Kernel.
    pub kernel: Kernel,
    /// Variance.
    pub variance: Variance,
    /// Bandwidth h of the estimate, in units of the running variable; chosen if not given.
    pub bandwidth: Option<f64>,
    /// Bandwidth b of the bias; that of the estimate if that is given, else chosen.
    pub bias_bandwidth: Option<f64>,
    /// Whether pilot bandwidths are widened to hold ten distinct values where a fifth of the rows or more repeat values.
    pub adjusts_for_mass_points: bool,
    /// Level of the confidence intervals in percent.
    pub level: f64,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

impl Default for RddOptions<'_> {
    fn default() -> Self {
        RddOptions {
            polynomial: 1,
            derivative: 0,
            kernel: Kernel::Triangular,
            variance: Variance::NearestNeighbours(3),
            bandwidth: None,
            bias_bandwidth: None,
            adjusts_for_mass_points: true,
            level: 95.0,
            watch: Watch::default(),
        }
    }
}
