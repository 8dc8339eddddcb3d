//! The Lagrange-multiplier test for random effects after pooled least squares, as Stata's `xttest0`.

use rayon::prelude::*;

use super::Panel;
use crate::distribution::chi_squared;
use crate::error::FitError;
use crate::rows::Rows;

/// Units of a part.
const UNITS: usize = 4096;

/// The test that the variance of unit effects is zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LagrangeTest {
    /// χ² statistic with one degree of freedom.
    pub chi_squared: f64,
    /// Its p-value. The variance cannot be negative: where residuals of a unit do not go together more than by chance (their sums are small) it is 1, otherwise half of that
    /// of χ²(1).
    pub p: f64,
}

/// Breusch & Pagan (1980), for units of different size by Baltagi & Li (1990): `n² / 2 · (Σᵢ(Σₜe)² / Σe² − 1)² / (ΣTᵢ² − n)`. `residuals` are those of
/// the pooled regression, one a row; frequency-type weights count rows several times.
///
/// # Errors
/// [`FitError::Shape`] where lengths differ; [`FitError::TooFewGroups`] where no unit has several rows.
pub fn breusch_pagan(
    panel: &Panel<'_>,
    residuals: &dyn Rows<f64>,
    weights: Option<&dyn Rows<f64>>,
) -> Result<LagrangeTest, FitError> {
    let n_rows = panel.units.len();
    if residuals.len() != n_rows || weights.is_some_and(|weights| weights.len() != n_rows) {
        return Err(FitError::Shape);
    }
    let groups = &panel.groups;
    let parts: Vec<[f64; 4]> = (0..panel.n_units.div_ceil(UNITS))
        .into_par_iter()
        .map(|part| {
            let (mut sums, mut rows, mut e, mut w) = ([0.0; 4], Vec::new(), Vec::new(), Vec::new());
            for unit in part * UNITS..((part + 1) * UNITS).min(panel.n_units) {
                rows.clear();
                rows.extend(groups.positions(unit).map(|position| groups.row(position) as u32));
                e.resize(rows.len(), 0.0);
                residuals.gather(&rows, &mut e);
                w.clear();
                w.resize(rows.len(), 1.0);
                if let Some(weights) = weights {
                    weights.gather(&rows, &mut w);
                }
                let size: f64 = w.iter().sum();
                let sum: f64 = e.iter().zip(&w).map(|(e, w)| e * w).sum();
                sums[0] += sum * sum;
                sums[1] += e.iter().zip(&w).map(|(e, w)| e * e * w).sum::<f64>();
                sums[2] += size * size;
                sums[3] += size;
            }
            sums
        })
        .collect();
    let mut all = [0.0; 4];
    for part in parts {
        all.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
    }
    let [of_units, squares, sizes, n] = all;
    if sizes <= n || squares <= 0.0 {
        return Err(FitError::TooFewGroups);
    }
    let excess = of_units / squares - 1.0;
    let statistic = n * n / 2.0 * excess * excess / (sizes - n);
    let p = if excess > 0.0 { 0.5 * chi_squared::upper(statistic, 1.0) } else { 1.0 };
    Ok(LagrangeTest { chi_squared: statistic, p })
}
