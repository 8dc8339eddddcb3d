//! The Breusch–Pagan test (1979), Koenker's studentised version (1981), and the F version of the latter.

use super::Test;
use crate::design::Design;
use crate::distribution::{chi_squared, f};
use crate::error::FitError;
use crate::linear::Residuals;
use crate::linear::ols::{OlsFit, OlsOptions, fit};
use crate::rows::Rows;

/// The three versions, each with the regressors as the variables that may drive the variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreuschPagan {
    /// Half the explained sum of squares of e² / σ²: for normal errors.
    pub normal: Test,
    /// n R²: without normality.
    pub studentised: Test,
    /// F test of the auxiliary regression.
    pub f: Test,
}

/// `None` if there are no regressors or nothing is left to explain.
pub fn breusch_pagan(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    model: &OlsFit,
    options: OlsOptions<'_>,
) -> Result<Option<BreuschPagan>, FitError> {
    let variance = model.residual_ss / model.n_observations;
    if model.kept.is_empty() || !design.has_constant || variance <= 0.0 {
        return Ok(None);
    }
    let squares = Squares { residuals: model.residual_rows(design, y), variance };
    let auxiliary = fit(design, &squares, OlsOptions { covariance: Default::default(), ..options })?;
    let q = auxiliary.df_model;
    let chi2 = |statistic: f64| Test { statistic, df: q, df2: None, p: chi_squared::upper(statistic, q) };
    let statistic = auxiliary.f_statistic.unwrap_or(f64::NAN);
    Ok(Some(BreuschPagan {
        normal: chi2(0.5 * (auxiliary.total_ss - auxiliary.residual_ss)),
        studentised: chi2(auxiliary.n_observations * auxiliary.r_squared),
        f: Test { statistic, df: q, df2: Some(auxiliary.df_test), p: f::upper(statistic, q, auxiliary.df_test) },
    }))
}

/// e² / σ² of each row.
struct Squares<'a> {
    residuals: Residuals<'a>,
    variance: f64,
}

impl Rows<f64> for Squares<'_> {
    fn len(&self) -> usize {
        self.residuals.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.residuals.read(first, output);
        output.iter_mut().for_each(|e| *e = *e * *e / self.variance);
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.residuals.gather(rows, output);
        output.iter_mut().for_each(|e| *e = *e * *e / self.variance);
    }
}
