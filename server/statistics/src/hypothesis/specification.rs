//! Ramsey's RESET (1969): do squares and cubes of the fitted values explain anything?

use super::Test;
use crate::design::{Block, Design};
use crate::distribution::f;
use crate::error::FitError;
use crate::linear::ols::{OlsFit, OlsOptions, fit};
use crate::rows::Rows;

/// The F test of the second and third power of the fitted values beside the design (as `lmtest::resettest` and
/// `linear_reset` of statsmodels do by default).
pub fn reset(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    fitted_model: &OlsFit,
    options: OlsOptions<'_>,
) -> Result<Option<Test>, FitError> {
    let fitted = fitted_model.fitted(design, y);
    let n = fitted.len() as f64;
    let mean = fitted.iter().sum::<f64>() / n;
    let spread = (fitted.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt();
    if spread.is_nan() || spread <= 0.0 {
        return Ok(None);
    }
    // With a constant any centering spans the same space; without one the powers must stay as they are.
    let center = if design.has_constant { mean } else { 0.0 };
    let powers = |power: i32| -> Vec<f64> { fitted.iter().map(|v| ((v - center) / spread).powi(power)).collect() };
    let (square, cube) = (powers(2), powers(3));
    let mut blocks = design.blocks.clone();
    blocks.push(Block::Dense(&square));
    blocks.push(Block::Dense(&cube));
    let larger =
        fit(&Design { blocks, ..design.clone() }, y, OlsOptions { covariance: Default::default(), ..options })?;
    let df = larger.df_model - fitted_model.df_model;
    if df <= 0.0 {
        return Ok(None);
    }
    let df2 = larger.df_test;
    let statistic = (fitted_model.residual_ss - larger.residual_ss) / df / (larger.residual_ss / larger.df_residual);
    Ok(Some(Test { statistic, df, df2: Some(df2), p: f::upper(statistic, df, df2) }))
}
