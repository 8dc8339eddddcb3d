//! Fits of one design under weights that are 1 but in a few rows: one pass of cross products serves them all.

use std::ops::Range;

use super::cross_products::{CrossProducts, cross_products, reweighted};
use super::influence::Diagnosis;
use super::ols::{OlsFit, OlsOptions, Solved, fit_from, refine, solve};
use super::outstanding::Bound;
use super::residuals::Precision;
use super::shift::provisional_means;
use super::solution::Solution;
use crate::design::Design;
use crate::error::FitError;
use crate::fold::Watch;
use crate::reweighted::{Changed, Least, Outstanding, Reweighted, RowsOf};
use crate::rows::{FewWeights, Rows};

/// Share of some direction of the design, or of the variation of `y`, that changed rows may take away before the cross products
/// are taken anew.
const MOST_TAKEN: f64 = 0.5;

/// A fit whose residual sum of squares is a smaller share of the total is refined before distances are told from it.
const NEARLY_EXACT: f64 = 1e-8;

/// A design with its unweighted cross products.
pub struct Reweighting<'a> {
    design: &'a Design<'a>,
    y: &'a dyn Rows<f64>,
    shift: Vec<f64>,
    cross: CrossProducts,
    watch: Watch<'a>,
    /// The unweighted solution.
    plain: Result<Plain, FitError>,
}

/// A solved model: what leverage and influence are told from.
pub struct Model {
    solution: Solution,
    variance: f64,
    total_ss: f64,
}

/// The unweighted model with a bound of its leverages.
struct Plain {
    model: Model,
    bound: Bound,
}

impl<'a> Reweighting<'a> {
    /// Takes the cross products, and solves the unweighted model if that can be.
    ///
    /// # Errors
    /// Columns of different length; cancellation.
    pub fn new(design: &'a Design<'_>, y: &'a dyn Rows<f64>, watch: Watch<'a>) -> Result<Self, FitError> {
        if !design.is_consistent() || y.len() != design.n_rows {
            return Err(FitError::Shape);
        }
        let shift = provisional_means(design, y, None);
        let cross = cross_products(design, y, None, &shift, watch)?;
        let options = OlsOptions { watch, ..OlsOptions::default() };
        let plain = match model(design, y, &options, &cross, &shift) {
            Err(FitError::Cancelled) => return Err(FitError::Cancelled),
            Err(error) => Err(error),
            Ok(model) => {
                let diagnosis = Diagnosis::new(design, y, None, &model.solution, model.variance);
                let means: Vec<f64> = cross.sums.iter().map(|sum| sum / cross.weight).collect();
                let bound = Bound::new(&diagnosis, &means);
                Ok(Plain { model, bound })
            }
        };
        Ok(Reweighting { design, y, shift, cross, watch, plain })
    }

    /// The unweighted model.
    ///
    /// # Errors
    /// Why it has no solution.
    pub fn unweighted(&self) -> Result<&Model, FitError> {
        self.plain.as_ref().map(|plain| &plain.model).map_err(Clone::clone)
    }

    /// The model under weights that are 1 but in the rows of `changed` (ascending).
    ///
    /// # Errors
    /// Why it has no solution.
    pub fn model(&self, changed: &[(usize, f64)]) -> Result<Model, FitError> {
        let weights = self.weights(changed);
        let options = OlsOptions { weights: Some(&weights), watch: self.watch, ..OlsOptions::default() };
        let (cross, shift) = self.products(changed)?;
        model(self.design, self.y, &options, &cross, &shift)
    }

    /// The fit under such weights; the options' own weights play no part.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &[(usize, f64)], options: OlsOptions<'_>) -> Result<OlsFit, FitError> {
        let weights = self.weights(changed);
        let options = OlsOptions { weights: Some(&weights), watch: self.watch, ..options };
        let (cross, shift) = self.products(changed)?;
        fit_from(self.design, self.y, &options, &cross, &shift)
    }

    /// The cross products under such weights, and what they are taken around: from the unweighted ones where that costs no digits.
    pub(super) fn products(&self, changed: &[(usize, f64)]) -> Result<(CrossProducts, Vec<f64>), FitError> {
        if self.keeps_digits(changed) {
            return Ok((self.reweighted(changed), self.shift.clone()));
        }
        let weights = self.weights(changed);
        let shift = provisional_means(self.design, self.y, Some(&weights));
        let cross = cross_products(self.design, self.y, Some(&weights), &shift, self.watch)?;
        Ok((cross, shift))
    }

    /// The most that a row's leverage per unit of weight can be under such weights, as a multiple of its leverage in the
    /// unweighted model; `None` if that model is no guide.
    ///
    /// Z'WZ ⪰ (1 − δ) Z'Z with δ = Σ (1 − w) h over the rows that lost weight, as each z z' ⪯ h Z'Z: the factor is 1 / (1 − δ).
    fn most_growth(&self, changed: &[(usize, f64)]) -> Option<f64> {
        let plain = self.unweighted().ok()?;
        let lighter: Vec<&(usize, f64)> = changed.iter().filter(|(_, weight)| *weight < 1.0).collect();
        let rows: Vec<u32> = lighter.iter().filter_map(|(row, _)| u32::try_from(*row).ok()).collect();
        let mut leverage = vec![0.0; rows.len()];
        self.diagnosis(plain).unweighted_leverage(&rows, &mut leverage);
        let taken: f64 = lighter.iter().zip(&leverage).map(|((_, weight), h)| (1.0 - weight) * h).sum();
        (taken < MOST_TAKEN).then(|| 1.0 / (1.0 - taken))
    }

    /// Whether cross products under such weights may be had by subtraction: no direction loses more than half of its sum of
    /// squares, so at most a digit is lost.
    fn keeps_digits(&self, changed: &[(usize, f64)]) -> bool {
        let Ok(plain) = self.unweighted() else { return false };
        let rows: Vec<u32> = changed.iter().filter_map(|(row, _)| u32::try_from(*row).ok()).collect();
        let mut values = vec![0.0; rows.len()];
        self.y.gather(&rows, &mut values);
        let center = plain.solution.y_center;
        let squares = values.iter().map(|y| (y - center) * (y - center));
        let taken: f64 = squares.zip(changed).map(|(square, (_, weight))| (1.0 - weight).max(0.0) * square).sum();
        taken < MOST_TAKEN * plain.total_ss && self.most_growth(changed).is_some()
    }

    /// Leverage and influence of rows in the unweighted model.
    pub fn diagnosis<'m>(&'m self, model: &'m Model) -> Diagnosis<'m> {
        Diagnosis::new(self.design, self.y, None, &model.solution, model.variance)
    }

    fn weights<'w>(&self, changed: &'w [(usize, f64)]) -> FewWeights<'w> {
        FewWeights { n_rows: self.design.n_rows, changed }
    }

    fn reweighted(&self, changed: &[(usize, f64)]) -> CrossProducts {
        reweighted(&self.cross, self.design, self.y, changed, &self.shift)
    }
}

/// Influence is Cook's distance, leverage the diagonal of the hat matrix (Cook 1977; Hoaglin & Welsch 1978).
impl Reweighted for Reweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.unweighted().map(|_| ())
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        if let Ok(model) = self.unweighted() {
            self.diagnosis(model).influence(rows, leverage, influence);
        }
    }

    fn outstanding(&self, rows: Range<usize>, least: Least, found: &mut Vec<Outstanding>) {
        if let Ok(Plain { model, bound }) = &self.plain {
            self.diagnosis(model).outstanding(bound, rows, least, found);
        }
    }

    fn growth(&self, changed: &Changed) -> Option<f64> {
        self.most_growth(changed)
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        let model = self.model(changed)?;
        let weights = self.weights(changed);
        let diagnosis = Diagnosis::new(self.design, self.y, Some(&weights), &model.solution, model.variance);
        look(&|rows: Range<usize>, output: &mut [f64]| diagnosis.leverage(rows, output));
        Ok(())
    }
}

fn model(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    options: &OlsOptions<'_>,
    cross: &CrossProducts,
    shift: &[f64],
) -> Result<Model, FitError> {
    let Solved { mut solution, precision, total_ss } = solve(design, y, options, cross, shift)?;
    let is_plain = precision == Precision::Double && solution.smallest_pivot > 1e-3;
    if !is_plain || solution.residual_ss < NEARLY_EXACT * total_ss {
        refine(design, y, options, &mut solution, precision)?;
    }
    let variance = solution.residual_ss / (cross.weight - solution.n_parameters() as f64);
    Ok(Model { solution, variance, total_ss })
}
