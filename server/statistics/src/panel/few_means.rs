//! Random-effects and between models of the same rows under weights that are 1 but in a few rows.
//!
//! Influence is Cook's distance (Cook 1977) of the regression that is solved, leverage the diagonal of its hat matrix: of quasi-demeaned rows for
//! random effects, with the variances taken as known; of unit means for the between model, where a row has its share of its unit's.

use std::ops::Range;

use super::Panel;
use super::between::{self, BetweenFit};
use super::fixed::PanelOptions;
use super::random::{self, RandomFit, RandomOptions, theta};
use crate::design::Design;
use crate::error::FitError;
use crate::linear::absorb::fit::AbsorbOptions;
use crate::linear::absorb::groups::PIECE_ROWS;
use crate::linear::absorb::means::coded_means;
use crate::linear::absorb::plan::Plan;
use crate::linear::absorb::window::Window;
use crate::linear::absorb::within::by_inner;
use crate::linear::absorb::{AbsorbReweighting, Factor};
use crate::linear::solution::Solution;
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::{FewWeights, Rows};

/// A random-effects model whose unweighted products within units serve all weighted fits.
pub struct RandomReweighting<'a> {
    inner: AbsorbReweighting<'a>,
    rows: RowsOfPanel<'a>,
    options: RandomOptions<'a>,
    plain: Result<RandomFit, FitError>,
}

/// A between model.
pub struct BetweenReweighting<'a> {
    rows: RowsOfPanel<'a>,
    options: PanelOptions<'a>,
    plain: Result<BetweenFit, FitError>,
}

struct RowsOfPanel<'a> {
    design: &'a Design<'a>,
    /// The same without constant, as passes read it.
    inner: Design<'a>,
    y: &'a dyn Rows<f64>,
    panel: &'a Panel<'a>,
}

impl<'a> RandomReweighting<'a> {
    /// Solves the unweighted model if that can be; the options' own weights play no part. `unit` is [`Panel::factor`].
    ///
    /// # Errors
    /// Columns that do not fit; cancellation.
    pub fn new(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        panel: &'a Panel<'a>,
        unit: &'a [Factor<'a>; 1],
        options: RandomOptions<'a>,
    ) -> Result<Self, FitError> {
        let panel_options = PanelOptions { weights: None, ..options.panel };
        let options = RandomOptions { panel: panel_options, ..options };
        let absorb = AbsorbOptions { watch: options.panel.watch, ..AbsorbOptions::default() };
        let inner = AbsorbReweighting::around(design, y, unit, &panel.groups, absorb, design.has_constant)?;
        let rows = RowsOfPanel::new(design, y, panel);
        let plain = told(random::fit(design, y, panel, options))?;
        Ok(RandomReweighting { inner, rows, options, plain })
    }

    /// The fit under such weights.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<RandomFit, FitError> {
        let weights = FewWeights { n_rows: self.rows.design.n_rows, changed };
        let panel_options = PanelOptions { weights: Some(&weights), ..self.options.panel };
        let options = RandomOptions { panel: panel_options, ..self.options };
        let RowsOfPanel { design, panel, .. } = self.rows;
        self.inner.solved(changed, &mut |plan, within| {
            let variances = random::variances(plan, design, within, &options)?;
            let gls = random::quasi_demeaned(plan, panel, &within.products, variances, options.panel.watch)?;
            random::finish(plan, design, panel, within, gls, variances, &options)
        })?
    }
}

impl<'a> BetweenReweighting<'a> {
    /// Solves the unweighted model if that can be; the options' own weights play no part.
    ///
    /// # Errors
    /// Columns that do not fit; cancellation.
    pub fn new(
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        panel: &'a Panel<'a>,
        options: PanelOptions<'a>,
    ) -> Result<Self, FitError> {
        let options = PanelOptions { weights: None, ..options };
        let plain = told(between::fit(design, y, panel, options))?;
        Ok(BetweenReweighting { rows: RowsOfPanel::new(design, y, panel), options, plain })
    }

    /// The fit under such weights.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<BetweenFit, FitError> {
        let weights = FewWeights { n_rows: self.rows.design.n_rows, changed };
        let options = PanelOptions { weights: Some(&weights), ..self.options };
        between::fit(self.rows.design, self.rows.y, self.rows.panel, options)
    }
}

/// A mistake of the caller or a cancelled run is told at once, what the data do not allow when asked.
fn told<T>(found: Result<T, FitError>) -> Result<Result<T, FitError>, FitError> {
    match found {
        Err(FitError::Cancelled) => Err(FitError::Cancelled),
        Err(FitError::Shape) => Err(FitError::Shape),
        found => Ok(found),
    }
}

impl Reweighted for RandomReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.plain.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        let Ok(fit) = &self.plain else { return };
        let scale = fit.solution.n_parameters() as f64 * fit.rmse * fit.rmse;
        self.rows.visit(None, &fit.solution, Some(fit.variances), rows, &mut |at, row| {
            leverage[at] = row.leverage.clamp(0.0, 1.0);
            influence[at] = row.distance(scale);
        });
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        let fit = self.fit(changed)?;
        let weights = FewWeights { n_rows: self.rows.design.n_rows, changed };
        look(&|rows: Range<usize>, output: &mut [f64]| {
            self.rows.visit(Some(&weights), &fit.solution, Some(fit.variances), rows, &mut |at, row| {
                output[at] = row.leverage.clamp(0.0, 1.0);
            });
        });
        Ok(())
    }
}

impl Reweighted for BetweenReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.plain.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        let Ok(fit) = &self.plain else { return };
        let scale = fit.solution.n_parameters() as f64 * fit.rmse * fit.rmse;
        self.rows.visit(None, &fit.solution, None, rows, &mut |at, row| {
            leverage[at] = (row.leverage * row.share).clamp(0.0, 1.0);
            influence[at] = row.distance(scale) * row.share;
        });
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        let fit = self.fit(changed)?;
        let weights = FewWeights { n_rows: self.rows.design.n_rows, changed };
        look(&|rows: Range<usize>, output: &mut [f64]| {
            self.rows.visit(Some(&weights), &fit.solution, None, rows, &mut |at, row| {
                output[at] = (row.leverage * row.share).clamp(0.0, 1.0);
            });
        });
        Ok(())
    }
}

/// A row of the regression that is solved: a quasi-demeaned row, or a unit's mean.
struct Row {
    weight: f64,
    /// With the weight in it.
    leverage: f64,
    residual: f64,
    /// The row's share of its unit's weight.
    share: f64,
}

impl Row {
    fn distance(&self, scale: f64) -> f64 {
        let left = 1.0 - self.leverage;
        let is_nothing = self.weight == 0.0 || self.residual == 0.0 || left <= 1e-12;
        if is_nothing {
            0.0
        } else {
            self.weight * self.residual * self.residual * self.leverage / (scale * left * left)
        }
    }
}

impl<'a> RowsOfPanel<'a> {
    fn new(design: &'a Design<'a>, y: &'a dyn Rows<f64>, panel: &'a Panel<'a>) -> Self {
        RowsOfPanel { design, inner: Design { has_constant: false, ..design.clone() }, y, panel }
    }

    /// Visits a range of rows with their place in it; `variances` for random effects, none for unit means.
    fn visit(
        &self,
        weights: Option<&dyn Rows<f64>>,
        solution: &Solution,
        variances: Option<(f64, f64)>,
        rows: Range<usize>,
        look: &mut dyn FnMut(usize, &Row),
    ) {
        let mut wanted: Vec<usize> = self.panel.units[rows.clone()].iter().map(|unit| *unit as usize).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let chosen = self.panel.groups.select(&wanted);
        let plan = Plan::new(&self.inner, self.y, weights, &chosen, None, None);
        let coefficients = by_inner(&plan, solution);
        let mut pass = Pass {
            window: Window::new(&plan),
            solution,
            place: solution.places(),
            means: vec![0.0; plan.n_coded],
            touched: Vec::new(),
            entries: Vec::new(),
        };
        let mut residuals = Vec::new();
        for piece in &chosen.pieces {
            pass.window.read(piece);
            pass.window.residuals(&coefficients, &mut residuals);
            for group in 0..pass.window.ids.len() {
                let of_group = pass.window.bounds[group]..pass.window.bounds[group + 1];
                coded_means(&pass.window, group, of_group.clone(), &mut pass.means, &mut pass.touched);
                let mean_residual = pass.mean_residual(group, &coefficients);
                for at in of_group {
                    let row = chosen.row(piece.first + at);
                    if rows.contains(&row) {
                        let found = pass.row(group, at, variances, residuals[at], mean_residual);
                        look(row - rows.start, &found);
                    }
                }
                pass.touched.iter().for_each(|column| pass.means[*column] = 0.0);
            }
        }
    }
}

struct Pass<'a> {
    window: Window<'a>,
    solution: &'a Solution,
    place: Vec<usize>,
    /// Means of the coded columns of the unit at hand.
    means: Vec<f64>,
    touched: Vec<usize>,
    /// A row's nonzero columns by place in the bread.
    entries: Vec<(usize, f64)>,
}

impl Pass<'_> {
    fn mean_residual(&self, group: usize, coefficients: &[f64]) -> f64 {
        let (plan, solution) = (self.window.plan, self.solution);
        let y = plan.n_local - 1;
        let mut e = self.window.means[y * PIECE_ROWS + group] - solution.y_center - solution.constant;
        for (column, b) in coefficients[..y].iter().enumerate() {
            let center = solution.centers[plan.order[column]];
            e -= b * (self.window.means[column * PIECE_ROWS + group] - center);
        }
        for column in &self.touched {
            e -= coefficients[plan.n_local + column] * self.means[*column];
        }
        e
    }

    fn row(&mut self, group: usize, at: usize, variances: Option<(f64, f64)>, within: f64, mean: f64) -> Row {
        let (plan, solution) = (self.window.plan, self.solution);
        let size = self.window.sizes[group];
        // What of the row and of the unit's mean goes into the regression.
        let (of_row, of_mean) = match variances {
            Some(variances) => (1.0, 1.0 - theta(variances, size)),
            None => (0.0, 1.0),
        };
        self.entries.clear();
        let add = |entries: &mut Vec<(usize, f64)>, column: usize, value: f64| {
            let place = self.place[column];
            if place != usize::MAX {
                entries.push((place, value));
            }
        };
        for column in 0..plan.n_local - 1 {
            let of_design = plan.order[column];
            let mean = self.window.means[column * PIECE_ROWS + group] - solution.centers[of_design];
            let value = of_row * self.window.values[column * PIECE_ROWS + at] + of_mean * mean;
            add(&mut self.entries, of_design, value);
        }
        for column in &self.touched {
            let value = (of_mean - of_row) * self.means[*column];
            add(&mut self.entries, plan.order[plan.n_local + column], value);
        }
        if of_row > 0.0 {
            for block in 0..plan.coded.len() {
                if let Some((column, value)) = self.window.coded(block, at) {
                    add(&mut self.entries, plan.order[plan.n_local + column], value);
                }
            }
        }
        if solution.has_constant {
            self.entries.push((solution.kept.len(), of_mean));
        }
        let form: f64 = self
            .entries
            .iter()
            .map(|(a, x)| self.entries.iter().map(|(b, z)| solution.bread[(*a, *b)] * x * z).sum::<f64>())
            .sum();
        let own = self.window.weight(at);
        let share = own * self.window.shares[group];
        let weight = match variances {
            Some(_) => own,
            None => self.unit_weight(group, size),
        };
        Row { weight, leverage: weight * form, residual: of_row * within + of_mean * mean, share }
    }

    /// Mean weight of a unit's rows.
    fn unit_weight(&self, group: usize, size: f64) -> f64 {
        let n_rows = self.window.n_rows(group);
        if n_rows > 0.0 { size / n_rows } else { 0.0 }
    }
}
