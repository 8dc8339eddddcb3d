//! Fitted values, unit effects and residuals of panel models as columns.
//!
//! `predicted` is the linear index with the constant and without effects, `effects` the unit effect uᵢ of each row, `residuals` what is left beside both
//! (Stata's `xb`, `u`, `e`). Effects of fixed models are unit means of `y − xb`; those of random models are shrunken by
//! `Tᵢ σᵤ² / (Tᵢ σᵤ² + σₑ²)` (the best linear prediction; Robinson 1991); the others have none.

use rayon::prelude::*;

use super::Panel;
use super::between::BetweenFit;
use super::fixed::FixedFit;
use super::random::RandomFit;
use crate::design::Design;
use crate::fold::fill;
use crate::linear::residuals::Residuals;
use crate::linear::solution::Solution;
use crate::rows::{CHUNK, Rows};

/// Columns of a fitted model, one value a row each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Linear index with the constant.
    pub predicted: Vec<f64>,
    /// Effect of the row's unit.
    pub effects: Vec<f64>,
    /// `y` less both.
    pub residuals: Vec<f64>,
}

/// How a unit's mean residual becomes its effect.
enum Effect {
    Whole,
    Shrunken(f64, f64),
    None,
}

impl FixedFit {
    /// Its columns; `weights` are those of the fit.
    pub fn columns(
        &self,
        design: &Design<'_>,
        y: &dyn Rows<f64>,
        panel: &Panel<'_>,
        weights: Option<&dyn Rows<f64>>,
    ) -> Columns {
        columns(design, y, panel, weights, &self.solution, &Effect::Whole)
    }
}

impl RandomFit {
    /// Its columns; `weights` are those of the fit.
    pub fn columns(
        &self,
        design: &Design<'_>,
        y: &dyn Rows<f64>,
        panel: &Panel<'_>,
        weights: Option<&dyn Rows<f64>>,
    ) -> Columns {
        let (of_units, of_errors) = self.variances;
        columns(design, y, panel, weights, &self.solution, &Effect::Shrunken(of_units, of_errors))
    }
}

impl BetweenFit {
    /// Its columns.
    pub fn columns(&self, design: &Design<'_>, y: &dyn Rows<f64>, panel: &Panel<'_>) -> Columns {
        columns(design, y, panel, None, &self.solution, &Effect::None)
    }
}

fn columns(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    panel: &Panel<'_>,
    weights: Option<&dyn Rows<f64>>,
    solution: &Solution,
    effect: &Effect,
) -> Columns {
    let combined = Residuals::new(design, y, solution);
    let mut residuals = vec![0.0; design.n_rows];
    fill(&mut residuals, |rows, part| combined.read(rows.start, part));
    let mut predicted = vec![0.0; design.n_rows];
    fill(&mut predicted, |rows, part| {
        y.read(rows.start, part);
        part.iter_mut().zip(&residuals[rows]).for_each(|(value, e)| *value -= e);
    });
    let of_units = unit_effects(panel, &residuals, weights, effect);
    let mut effects = vec![0.0; design.n_rows];
    fill(&mut effects, |rows, part| {
        part.iter_mut().zip(&panel.units[rows]).for_each(|(value, unit)| *value = of_units[*unit as usize]);
    });
    residuals.par_iter_mut().zip(&effects).for_each(|(e, u)| *e -= u);
    Columns { predicted, effects, residuals }
}

fn unit_effects(panel: &Panel<'_>, residuals: &[f64], weights: Option<&dyn Rows<f64>>, effect: &Effect) -> Vec<f64> {
    let groups = &panel.groups;
    let mut result = vec![0.0; panel.n_units];
    if matches!(effect, Effect::None) {
        return result;
    }
    result.par_chunks_mut(CHUNK).enumerate().for_each(|(part, effects)| {
        let mut of_rows = Vec::new();
        for (at, slot) in effects.iter_mut().enumerate() {
            let rows: Vec<u32> = groups.positions(part * CHUNK + at).map(|p| groups.row(p) as u32).collect();
            of_rows.resize(rows.len(), 1.0);
            of_rows.fill(1.0);
            if let Some(weights) = weights {
                weights.gather(&rows, &mut of_rows);
            }
            let (mut size, mut sum) = (0.0, 0.0);
            for (row, weight) in rows.iter().zip(&of_rows) {
                size += weight;
                sum += weight * residuals[*row as usize];
            }
            if size > 0.0 {
                *slot = match effect {
                    Effect::Whole => sum / size,
                    Effect::Shrunken(of_units, of_errors) => sum * of_units / (size * of_units + of_errors),
                    Effect::None => 0.0,
                };
            }
        }
    });
    result
}
