//! Marginal effects: how predictions change with a regressor (`mfx`), with standard errors by the delta method.
//!
//! Effects are of the design's columns: a product or a power of a variable is a column of its own. For numbers they are derivatives. For the levels of a
//! factor they are discrete changes from its base, as Stata's `margins, dydx()` has them; dense 0/1 columns are numbers there, and discrete
//! changes in Stata's older `mfx`: [`Discrete`] says which.

use super::fit::GlmFit;
use super::moved::Moved;
use super::point::{self, At, Point};
use super::problem::Problem;
use super::response::{Derivatives, Response};
use super::sums::{Pass, Second};
use crate::design::{Block, Design, chunks};
use crate::distribution::normal;
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fold};
use crate::rows::{CHUNK, FewWeights, Rows};

/// What changes by how much of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effect {
    /// `∂y / ∂x`.
    #[default]
    Dydx,
    /// `∂ ln y / ∂ ln x`: elasticities.
    Eyex,
    /// `∂y / ∂ ln x`.
    Dyex,
    /// `∂ ln y / ∂x`.
    Eydx,
}

impl Effect {
    pub(super) fn is_of_logarithm(self) -> bool {
        matches!(self, Effect::Eyex | Effect::Eydx)
    }

    fn is_by_logarithm(self) -> bool {
        matches!(self, Effect::Eyex | Effect::Dyex)
    }
}

/// Which columns change from 0 to 1 instead of by a derivative (with [`Effect::Dydx`] and [`Effect::Eydx`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Discrete {
    /// Levels of factors (Stata's `margins`). They have no effect by ln x and are left out of [`Effect::Eyex`] and [`Effect::Dyex`].
    #[default]
    Factors,
    /// Levels of factors, and dense columns of only 0 and 1 (Stata's `mfx`).
    Indicators,
    /// None (statsmodels): indicators are numbers.
    Never,
}

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct EffectOptions<'a> {
    /// Kind.
    pub effect: Effect,
    /// Where.
    pub at: At<'a>,
    /// Which columns change from 0 to 1.
    pub discrete: Discrete,
    /// Offset and weights of the fit.
    pub offset: Option<&'a dyn Rows<f64>>,
    /// Weights of the fit.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

/// An effect, or a prediction, with its inference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimated {
    /// The value.
    pub value: f64,
    /// Its standard error by the delta method.
    pub standard_error: f64,
    /// z statistic.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
}

impl Estimated {
    pub(super) fn new(value: f64, standard_error: f64) -> Self {
        let z = value / standard_error;
        Estimated { value, standard_error, z, p: normal::two_sided(z) }
    }

    /// Limits of the confidence interval, `level` in percent.
    pub fn limits(&self, level: f64) -> (f64, f64) {
        let reach = normal::upper_quantile(0.5 - level / 200.0) * self.standard_error;
        (self.value - reach, self.value + reach)
    }
}

/// The effect of a column on the probability of an outcome (or an expected count).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarginalEffect {
    /// The outcome; 1 for logit, probit and counts.
    pub outcome: usize,
    /// The design's column.
    pub column: usize,
    /// Whether it is a change from 0 to 1.
    pub is_discrete: bool,
    /// The effect.
    pub estimated: Estimated,
}

pub(super) struct Totals(pub Vec<f64>);

impl Accumulator for Totals {
    fn merge(&mut self, later: Self) {
        self.0.iter_mut().zip(later.0).for_each(|(mine, other)| *mine += other);
    }
}

/// Outcomes of a model: all of a multinomial one.
pub(super) fn responses(fit: &GlmFit) -> Vec<Response> {
    let model = fit.model;
    let outcomes = match model {
        super::Model::Multinomial { n_outcomes, .. } => 0..n_outcomes,
        _ => 1..2,
    };
    outcomes.map(|outcome| Response { model, outcome }).collect()
}

impl GlmFit {
    /// The effects of all kept columns, outcome after outcome.
    ///
    /// # Errors
    /// [`FitError::Shape`] for columns of different length; cancellation; [`FitError::OutOfRange`] where an effect is no number (a logarithm of a prediction that
    /// is zero).
    pub fn marginal_effects(
        &self,
        design: &Design<'_>,
        options: EffectOptions<'_>,
    ) -> Result<Vec<MarginalEffect>, FitError> {
        let fits = |rows: Option<&dyn Rows<f64>>| rows.is_none_or(|rows| rows.len() == design.n_rows);
        let is_right = design.is_consistent() && design.n_columns() == self.estimate.centers.len();
        if !(is_right && fits(options.offset) && fits(options.weights)) {
            return Err(FitError::Shape);
        }
        let groups = self.groups(design, &options)?;
        let sample = self.sample(design, options.weights);
        match point::of(self, design, &options, &sample)? {
            None => self.effects_over(design, options.offset, &sample, &groups, &options),
            Some(Point { row, offset }) => {
                let columns: Vec<[f64; 1]> = row.iter().map(|x| [*x]).collect();
                let blocks = columns.iter().map(|x| Block::Dense(x)).collect();
                let one = Design { n_rows: 1, blocks, has_constant: design.has_constant };
                self.effects_over(&one, Some(&[offset]), &[1.0], &groups, &options)
            }
        }
    }

    fn effects_over(
        &self,
        design: &Design<'_>,
        offset: Option<&dyn Rows<f64>>,
        weights: &dyn Rows<f64>,
        groups: &[Moved],
        options: &EffectOptions<'_>,
    ) -> Result<Vec<MarginalEffect>, FitError> {
        let family = self.family();
        let nothing = FewWeights { n_rows: design.n_rows, changed: &[] };
        let problem = self.problem(design, &nothing, (offset, Some(weights)), &*family, options.watch);
        let mut effects = Vec::new();
        for response in responses(self) {
            let slopes = Slopes { fit: self, problem: &problem, response, effect: options.effect };
            let is_discrete = |column: usize| groups.iter().any(|group| group.columns.contains(&column));
            effects.extend(slopes.of(|column| !is_discrete(column))?);
            if !options.effect.is_by_logarithm() {
                for group in groups {
                    effects.extend(group.changes(self, &problem, response, options.effect)?);
                }
            }
        }
        effects.sort_by_key(|effect| (effect.outcome, effect.column));
        match effects.iter().all(|effect| effect.estimated.value.is_finite()) {
            true => Ok(effects),
            false => Err(FitError::OutOfRange),
        }
    }

    /// Columns that change from 0 to 1, with those that are set aside for that.
    fn groups(&self, design: &Design<'_>, options: &EffectOptions<'_>) -> Result<Vec<Moved>, FitError> {
        if options.discrete == Discrete::Never {
            return Ok(Vec::new());
        }
        let mut groups = Vec::new();
        for (offset, block) in design.offsets() {
            let is_discrete = match block {
                Block::Coded { values, .. } => values.is_none(),
                Block::Dense(column) => {
                    options.discrete == Discrete::Indicators
                        && self.kept.contains(&offset)
                        && point::is_indicator(*column, options.watch)?
                }
            };
            if is_discrete {
                groups.push(Moved { columns: offset..offset + block.n_columns() });
            }
        }
        Ok(groups)
    }
}

/// Derivatives by the columns, from one pass for all of them.
///
/// With the row's response G and its derivatives D by predictors and E by pairs of them: the effect of column j is Σ w s D_q β_qj, where s is 1 or x_j, and
/// its derivative by β_rm is Σ w s E_qr β_qj z_m, and Σ w s D_r more for m = j.
struct Slopes<'a> {
    fit: &'a GlmFit,
    problem: &'a Problem<'a>,
    response: Response,
    effect: Effect,
}

impl Slopes<'_> {
    fn of(&self, is_wanted: impl Fn(usize) -> bool) -> Result<Vec<MarginalEffect>, FitError> {
        let (layout, q) = (&self.problem.layout, self.problem.family.n_predictors());
        let (size, n_pairs) = (layout.size, q * (q + 1) / 2);
        let by_x = self.effect.is_by_logarithm();
        // Σ w; then Σ w D z; then Σ w E z, or Σ w E z z' by pair.
        let per_pair = if by_x { size * size } else { size };
        let new = || Totals(vec![0.0; 1 + q * size + n_pairs * per_pair]);
        let totals = fold(self.problem.design.n_rows, block_rows(size), self.problem.watch, new, |totals, rows| {
            let mut pass = Pass::new(self.problem, &self.fit.estimate.parameters, Second::Information);
            let mut derivatives = Derivatives::new(q);
            let (weight, rest) = totals.0.split_at_mut(1);
            let (first, second) = rest.split_at_mut(q * size);
            for (_, rows) in chunks(rows) {
                pass.reader.read(rows);
                pass.transpose();
                let n = pass.reader.padded;
                weight[0] += pass.reader.weight[..n].iter().sum::<f64>();
                self.response.differentiate(n, &pass.reader.eta, self.effect.is_of_logarithm(), &mut derivatives);
                let Derivatives { first: d, second: e, .. } = &mut derivatives;
                for values in d.chunks_exact_mut(CHUNK).chain(e.chunks_exact_mut(CHUNK)) {
                    weigh(values, &pass.reader.weight, n);
                }
                for (d, out) in d.chunks_exact(CHUNK).zip(first.chunks_exact_mut(size)) {
                    pass.add_linear(d, out);
                }
                for (e, out) in e.chunks_exact(CHUNK).zip(second.chunks_exact_mut(per_pair)) {
                    if by_x { pass.add_products(e, out) } else { pass.add_linear(e, out) }
                }
            }
        })?;
        let mut effects = Vec::new();
        for &column in self.fit.kept.iter().filter(|column| is_wanted(**column)) {
            let (value, gradient) = self.one(column, &totals.0, per_pair);
            let gradient: Vec<f64> = self.fit.estimate.factored.active.iter().map(|&at| gradient[at]).collect();
            let estimated = Estimated::new(value, self.fit.variance_of(&gradient).sqrt());
            effects.push(MarginalEffect { outcome: self.response.outcome, column, is_discrete: false, estimated });
        }
        Ok(effects)
    }

    /// The effect of a column and its gradient over all parameters.
    fn one(&self, column: usize, totals: &[f64], per_pair: usize) -> (f64, Vec<f64>) {
        let (layout, q, per) = (&self.problem.layout, self.problem.family.n_predictors(), self.problem.per_equation());
        let size = layout.size;
        let (weight, first, second) = (totals[0], &totals[1..1 + q * size], &totals[1 + q * size..]);
        let parameters = &self.fit.estimate.parameters;
        let own = layout.order.iter().position(|other| *other == column).unwrap_or(0);
        let constant = layout.n_dense;
        let center = self.problem.centers[column];
        let by_x = self.effect.is_by_logarithm();
        // Σ w s D_q.
        let derivative = |equation: usize| {
            let line = &first[equation * size..(equation + 1) * size];
            if by_x { line[own] + center * line[constant] } else { line[constant] }
        };
        // Σ w s E_qr z_m.
        let curve = |pair: usize, place: usize| {
            let sums = &second[pair * per_pair..(pair + 1) * per_pair];
            if !by_x {
                return sums[place];
            }
            let at = |a: usize, b: usize| sums[a.max(b) * size + a.min(b)];
            at(own, place) + center * at(constant, place)
        };
        let mut value = 0.0;
        let mut gradient = vec![0.0; self.problem.n_parameters()];
        for equation in 0..q {
            let slope = parameters[equation * per + column];
            value += derivative(equation) * slope / weight;
            gradient[equation * per + column] += derivative(equation) / weight;
            for other in 0..q {
                let (high, low) = (equation.max(other), equation.min(other));
                let pair = high * (high + 1) / 2 + low;
                for (place, m) in layout.places() {
                    gradient[other * per + m] += slope * curve(pair, place) / weight;
                }
            }
        }
        (value, gradient)
    }
}

/// Rows of a block whose sums stay small beside them.
pub(super) fn block_rows(size: usize) -> usize {
    BLOCK_ROWS.max((64 * size).next_multiple_of(CHUNK))
}

/// Multiplies by weights; rows without weight are zero whatever they say.
pub(super) fn weigh(values: &mut [f64], weight: &[f64], n: usize) {
    for (value, weight) in values[..n].iter_mut().zip(weight) {
        *value = if *weight == 0.0 { 0.0 } else { *value * weight };
    }
}
