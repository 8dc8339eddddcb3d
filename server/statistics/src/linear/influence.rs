//! Leverage and Cook's distance of each row, without ever forming the hat matrix.

use super::ols::OlsFit;
use crate::design::Design;
use crate::fold::fill;

/// Per row: how far it pulls the fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Influence {
    /// Diagonal of the hat matrix, with the row's weight in it; `n_rows`.
    pub leverage: Vec<f64>,
    /// Cook's distance; `n_rows`. Infinite where a row determines its own fit.
    pub cooks_distance: Vec<f64>,
}

/// Leverage `w z'(Z'WZ)⁻¹z` and Cook's distance `e² h / (k s² (1 − h)²)` (Cook 1977) of a fitted model.
pub fn influence(design: &Design<'_>, y: &[f64], weights: Option<&[f64]>, fit: &OlsFit) -> Influence {
    let solution = &fit.solution;
    let k = solution.kept.len();
    let mut place = vec![usize::MAX; design.n_columns()];
    for (i, &column) in solution.kept.iter().enumerate() {
        place[column] = i;
    }
    let mut leverage = vec![0.0; design.n_rows];
    fill(&mut leverage, |rows, part| {
        let mut entries: Vec<(usize, f64)> = Vec::new();
        for (row, out) in rows.zip(part) {
            let weight = weights.map_or(1.0, |weights| weights[row]);
            entries.clear();
            design.visit(row, &solution.centers, |column, value| {
                if place[column] != usize::MAX {
                    entries.push((place[column], value));
                }
            });
            if solution.has_constant {
                entries.push((k, 1.0));
            }
            let mut form = 0.0;
            for (i, &(a, x)) in entries.iter().enumerate() {
                let line = solution.bread.row(a);
                let mixed: f64 = entries[..i].iter().map(|&(b, z)| line[b] * z).sum();
                form += x * (2.0 * mixed + x * line[a]);
            }
            *out = (weight * form).clamp(0.0, 1.0);
        }
    });
    let residuals = super::residuals::residuals(design, y, solution);
    let variance = fit.rmse * fit.rmse;
    let parameters = solution.n_parameters() as f64;
    let mut cooks_distance = vec![0.0; design.n_rows];
    fill(&mut cooks_distance, |rows, part| {
        for (row, out) in rows.zip(part) {
            let (h, e) = (leverage[row], residuals[row]);
            let weight = weights.map_or(1.0, |weights| weights[row]);
            *out = if weight == 0.0 || e == 0.0 {
                0.0
            } else {
                weight * e * e * h / (parameters * variance * (1.0 - h) * (1.0 - h))
            };
        }
    });
    Influence { leverage, cooks_distance }
}
