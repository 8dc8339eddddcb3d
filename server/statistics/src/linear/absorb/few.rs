//! Models with absorbed factors under weights that are 1 but in a few rows.
//!
//! The groups that the changed rows belong to are taken out of the products as they were and put in as they are; nothing else is read again.
//! Where further factors are projected out, the projection starts from the unweighted one.

use std::ops::Range;

use super::factors::Factor;
use super::fit::{AbsorbFit, AbsorbOptions, finish};
use super::groups::Groups;
use super::leverage::Leverages;
use super::parts::Parts;
use super::plan::Plan;
use super::products::panel_products;
use super::project::Projection;
use super::within::{Within, shift, solve, solve_from};
use crate::design::Design;
use crate::error::FitError;
use crate::linear::solution::Solution;
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::{FewWeights, Rows};

/// Share of some direction of the design that changed groups may have before products are taken anew.
const MOST_TAKEN: f64 = 0.5;

/// A model with its unweighted products.
pub struct AbsorbReweighting<'a> {
    full: Design<'a>,
    y: &'a dyn Rows<f64>,
    parts: Parts<'a>,
    factors: &'a [Factor<'a>],
    groups: &'a Groups,
    has_constant: bool,
    options: AbsorbOptions<'a>,
    shift: Vec<f64>,
    projection: Option<Projection<'a>>,
    plain: Result<Within, FitError>,
}

impl<'a> AbsorbReweighting<'a> {
    /// Solves the unweighted model if that can be; the options' own weights play no part. Singletons stay. `groups` are those of the factor with
    /// most levels, the first of such.
    ///
    /// # Errors
    /// Columns, codes or groups that do not fit; cancellation.
    pub fn new(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        factors: &'a [Factor<'a>],
        groups: &'a Groups,
        options: AbsorbOptions<'a>,
    ) -> Result<Self, FitError> {
        Self::around(design, y, factors, groups, options, true)
    }

    /// The same with means of columns taken relative to those of the first rows, or to zero.
    pub(crate) fn around(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        factors: &'a [Factor<'a>],
        groups: &'a Groups,
        options: AbsorbOptions<'a>,
        is_shifted: bool,
    ) -> Result<Self, FitError> {
        let options = AbsorbOptions { weights: None, keeps_singletons: true, ..options };
        super::fit::check(design, y, factors, &options)?;
        let parts = Parts::new(factors);
        if groups.n_groups() != parts.first.n_levels || groups.n_rows() != design.n_rows {
            return Err(FitError::Shape);
        }
        let full = parts.design(design);
        let projection = parts.projection(&full, y, None, groups, None, options.watch)?;
        let shift = if is_shifted { shift(&full, y, None) } else { vec![0.0; full.n_columns() + 1] };
        let plain = {
            let plan = Plan::new(&full, y, None, groups, projection.as_ref(), Some(&shift));
            match solve(&plan, &full, &shift, options.watch) {
                Err(FitError::Cancelled) => return Err(FitError::Cancelled),
                plain => plain,
            }
        };
        Ok(AbsorbReweighting {
            full,
            y,
            parts,
            factors,
            groups,
            has_constant: design.has_constant,
            options,
            shift,
            projection,
            plain,
        })
    }

    /// The unweighted fit.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<AbsorbFit, FitError> {
        let weights = FewWeights { n_rows: self.full.n_rows, changed };
        let options = AbsorbOptions { weights: Some(&weights), ..self.options };
        let all = super::fit::read_all(&weights);
        self.solved(changed, &mut |plan, within| {
            finish(plan, within, &self.parts, self.factors, Some(&all), self.has_constant, &options)
        })?
    }

    /// Looks at the solution under such weights.
    pub(crate) fn solved<R>(
        &self,
        changed: &Changed,
        look: &mut dyn FnMut(&Plan<'_>, &Within) -> R,
    ) -> Result<R, FitError> {
        let weights = FewWeights { n_rows: self.full.n_rows, changed };
        let watch = self.options.watch;
        let effects = self.projection.as_ref().map(|projection| projection.effects.as_slice());
        let projection = self.parts.projection(&self.full, self.y, Some(&weights), self.groups, effects, watch)?;
        let shift = &self.shift;
        let plan = Plan::new(&self.full, self.y, Some(&weights), self.groups, projection.as_ref(), Some(shift));
        let within = match &self.plain {
            Ok(plain) if projection.is_none() && self.taken(plain, changed) < MOST_TAKEN => {
                self.corrected(&plan, plain, &weights)?
            }
            _ => solve(&plan, &self.full, shift, watch)?,
        };
        Ok(look(&plan, &within))
    }

    /// Groups that have changed rows.
    fn touched(&self, changed: &Changed) -> Groups {
        let codes = self.parts.first.codes;
        let mut touched: Vec<usize> = changed.iter().map(|(row, _)| codes[*row] as usize).collect();
        touched.sort_unstable();
        touched.dedup();
        self.groups.select(&touched)
    }

    fn corrected(&self, plan: &Plan<'_>, plain: &Within, weights: &FewWeights<'_>) -> Result<Within, FitError> {
        let touched = self.touched(weights.changed);
        let of = |weights: Option<&dyn Rows<f64>>| {
            let plan = Plan::new(&self.full, self.y, weights, &touched, None, Some(&self.shift));
            panel_products(&plan, true, self.options.watch)
        };
        let (before, after) = (of(None)?, of(Some(weights))?);
        let mut products = plain.products.clone();
        products.add(&before, -1.0);
        products.add(&after, 1.0);
        let mut total = products.between.clone().unwrap_or_else(|| products.within.clone());
        total.products.values.iter_mut().zip(&products.within.products.values).for_each(|(t, w)| *t += w);
        solve_from(plan, &self.full, products, total, &self.shift, self.options.watch)
    }

    /// The share of some direction that groups with lighter rows have, at most: Σ over their rows of the regressors' leverage, as each group's products S_g ⪯
    /// tr(S⁻¹ S_g) S, and as heavier rows only add.
    fn taken(&self, plain: &Within, changed: &Changed) -> f64 {
        let lighter: Vec<(usize, f64)> = changed.iter().copied().filter(|(_, weight)| *weight < 1.0).collect();
        let touched = self.touched(&lighter);
        let plan = Plan::new(&self.full, self.y, None, &touched, None, Some(&self.shift));
        let mut pass = Leverages::new(&plan, &plain.solution);
        let mut taken = 0.0;
        let mut squares = 0.0;
        for piece in &touched.pieces {
            pass.read(piece);
            taken += pass.regressors.iter().sum::<f64>();
            squares += pass.window.column(plan.n_local - 1).iter().map(|y| y * y).sum::<f64>();
        }
        f64::max(taken, squares / plain.within_ss)
    }

    /// How much leverage per unit of weight can grow: 1 / (1 − taken) where groups are as they were, and what it is in the changed ones.
    fn growth_of(&self, plain: &Within, changed: &Changed) -> Option<f64> {
        let taken = self.taken(plain, changed);
        if self.projection.is_some() || taken >= MOST_TAKEN {
            return changed.is_empty().then_some(1.0);
        }
        let whole = 1.0 / (1.0 - taken);
        let weights = FewWeights { n_rows: self.full.n_rows, changed };
        let touched = self.touched(changed);
        let (before, after) = (
            Plan::new(&self.full, self.y, None, &touched, None, Some(&self.shift)),
            Plan::new(&self.full, self.y, Some(&weights), &touched, None, Some(&self.shift)),
        );
        let (mut old, mut new) = (Leverages::new(&before, &plain.solution), Leverages::new(&after, &plain.solution));
        let mut growth = whole;
        for piece in &touched.pieces {
            old.read(piece);
            new.read(piece);
            // Changed rows are looked at anyway; those beside them in a group see another mean.
            for at in (0..new.window.n).filter(|at| new.window.weights[*at] == 1.0) {
                let (was, is) = (old.regressors[at], new.regressors[at] * whole);
                if was <= 0.0 && is > 1e-12 {
                    return None;
                }
                growth = if was > 0.0 { growth.max(is / was) } else { growth };
            }
        }
        Some(growth)
    }

    /// Visits a range of rows with `(place in the range, weight, leverage of the regressors, of the effects, residual)`.
    fn visit(
        &self,
        plan: &Plan<'_>,
        solution: &Solution,
        rows: Range<usize>,
        look: &mut dyn FnMut(usize, f64, f64, f64, f64),
    ) {
        let codes = self.parts.first.codes;
        let mut wanted: Vec<usize> = codes[rows.clone()].iter().map(|code| *code as usize).collect();
        wanted.sort_unstable();
        wanted.dedup();
        // Neighbouring groups whose rows are in order are read as they are.
        let chosen = self.groups.select(&wanted);
        let selected = plan.of_groups(&chosen);
        let mut pass = Leverages::new(&selected, solution);
        for piece in &chosen.pieces {
            pass.read(piece);
            for at in 0..pass.window.n {
                let row = chosen.row(piece.first + at);
                if rows.contains(&row) {
                    let weight = pass.window.weight(at);
                    look(row - rows.start, weight, pass.regressors[at], pass.effects[at], pass.residuals[at]);
                }
            }
        }
    }
}

/// Leverage is that on the shown coefficients, `x̃'(X̃'WX̃)⁻¹x̃` on demeaned columns: what a unit has on its own effect (all of it) moves no coefficient and is not
/// shown. Influence is Cook's distance (Cook 1977) of the coefficients: `e² h / (k s² (1 − h_all)²)` with that leverage above and, below, the one of the
/// least-squares dummy-variable regression, which adds the effect's own share 1 / Wᵢ (with projected factors the share of the row's own levels, a lower
/// bound: [`Projection`]).
impl Reweighted for AbsorbReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.plain.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        let Ok(plain) = &self.plain else { return };
        let solution = &plain.solution;
        let k = solution.kept.len() as f64;
        let df = (plain.products.weight - plain.products.n_groups - k).max(1.0);
        let scale = k.max(1.0) * solution.residual_ss / df;
        let plan = Plan::new(&self.full, self.y, None, self.groups, self.projection.as_ref(), Some(&self.shift));
        self.visit(&plan, solution, rows, &mut |at, _, own, effects, e| {
            let whole = (own + effects).clamp(0.0, 1.0);
            leverage[at] = own.clamp(0.0, 1.0);
            let left = 1.0 - whole;
            influence[at] = if left <= 1e-12 || e == 0.0 { 0.0 } else { e * e * own.max(0.0) / (scale * left * left) };
        });
    }

    fn growth(&self, changed: &Changed) -> Option<f64> {
        self.growth_of(self.plain.as_ref().ok()?, changed)
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        self.solved(changed, &mut |plan, within| {
            look(&|rows: Range<usize>, output: &mut [f64]| {
                self.visit(plan, &within.solution, rows, &mut |at, weight, own, _, _| {
                    output[at] = (weight * own).clamp(0.0, 1.0);
                });
            });
        })
    }
}
