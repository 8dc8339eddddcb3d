//! Fits of one model under weights that are 1 but in a few rows: one pass of cross products serves them all.

use std::ops::Range;

use super::estimate::{State, fit_from, solve};
use super::{IvFit, IvModel, IvOptions, Method};
use crate::design::{Chunk, chunks};
use crate::error::FitError;
use crate::linear::cholesky::inverse;
use crate::linear::few::Reweighting;
use crate::linear::residuals::subtract_fitted;
use crate::linear::solution::Solution;
use crate::matrix::{Matrix, dot};
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::{CHUNK, FewWeights};

/// A model with instruments that is fitted again and again.
///
/// *Influence* is `sᵢ' A⁻¹ sᵢ / (k s²)`: the squared change of the estimates when row i gets a little more weight, in the metric of their information A.
/// The change is exact to first order, the first stage's own change included (Cook 1986; Phillips 1977 for 2SLS): with the projected regressors x̂,
/// v = x − x̂, the residual e and its projection ẽ on the instruments, s = x̂ e + v ẽ. LIML adds the change of κ; GMM has its weight
/// matrix in place of the instruments' products, which is held fixed.
///
/// *Leverage* is that of least squares on all columns together, exogenous, instruments and endogenous. Estimates of 2SLS are those of least squares
/// on the regressors and the residuals of the first stage (control functions), whose columns span just this space. It is therefore at least the
/// leverage of the row in the first stage (on the instruments), in the second (on the projected regressors, which lie in their span) and
/// in the structural equation: a row that none of these may determine is bounded in one figure. It sums to the number of all columns.
pub struct IvReweighting<'a> {
    model: IvModel<'a>,
    options: IvOptions<'a>,
    all: Reweighting<'a>,
    plain: Result<Plain, FitError>,
}

impl<'a> IvReweighting<'a> {
    /// Takes the cross products, and solves the unweighted model if that can be; the options' own weights play no part.
    ///
    /// # Errors
    /// Columns of different length; cancellation.
    pub fn new(model: IvModel<'a>, options: IvOptions<'a>) -> Result<Self, FitError> {
        let options = IvOptions { weights: None, ..options };
        super::moments::check_shape(&model, &options)?;
        let all = Reweighting::new(model.design, model.y, options.watch)?;
        let found = all.plain().and_then(|()| {
            let (cross, shift) = all.products(&[])?;
            Plain::new(solve(&model, &options, &cross, &shift)?, options.method)
        });
        match found {
            Err(FitError::Cancelled) => Err(FitError::Cancelled),
            plain => Ok(IvReweighting { model, options, all, plain }),
        }
    }

    /// The fit under such weights.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<IvFit, FitError> {
        let weights = FewWeights { n_rows: self.model.design.n_rows, changed };
        let options = IvOptions { weights: Some(&weights), ..self.options };
        let (cross, shift) = self.all.products(changed)?;
        fit_from(&self.model, &options, &cross, &shift)
    }

    /// The options, without weights.
    pub fn options(&self) -> &IvOptions<'a> {
        &self.options
    }

    /// What explains what.
    pub fn model(&self) -> &IvModel<'a> {
        &self.model
    }
}

impl Reweighted for IvReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.plain.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        // Cook's distance of the joint regression is overwritten: its leverage is wanted.
        self.all.influence(rows.clone(), influence, leverage);
        if let Ok(plain) = &self.plain {
            plain.influence(&self.model, rows, influence);
        }
    }

    fn growth(&self, changed: &Changed) -> Option<f64> {
        self.all.growth(changed)
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        self.all.leverage(changed, look)
    }
}

/// The unweighted solution, ready to tell influence.
struct Plain {
    solution: Solution,
    /// By place: what a column's value adds to the projected regressors, `size × k`.
    projected: Matrix,
    /// By place: what it adds to ẽ.
    second: Vec<f64>,
    /// Place of each of the design's columns.
    place: Vec<usize>,
    /// The regressor that a place is, `usize::MAX` for instruments.
    regressor: Vec<usize>,
    bread: Matrix,
    /// k s², or k for GMM.
    scale: f64,
    liml: Option<Liml>,
    is_gmm: bool,
}

struct Liml {
    kappa: f64,
    /// λ = 1 − 1 / κ.
    share: f64,
    /// X'e / e'e.
    slope: Vec<f64>,
}

impl Plain {
    fn new(state: State, method: Method) -> Result<Self, FitError> {
        let moments = &state.moments;
        let (x, z) = (moments.regressors(), moments.all_instruments());
        let is_gmm = method == Method::Gmm;
        let weights = match &state.weight_matrix {
            Some(weights) => weights.clone(),
            None => inverse(&moments.block(&z, &z)).ok_or(FitError::Singular)?,
        };
        let gradient: Vec<f64> = z.iter().map(|place| state.gradient[*place]).collect();
        let mut second = vec![0.0; moments.size()];
        z.iter().zip(weights.times(&gradient)).for_each(|(place, value)| second[*place] = value);
        let k = state.n_parameters();
        let liml = state.kappa.filter(|_| state.residual_ss > 0.0).map(|kappa| Liml {
            kappa,
            share: 1.0 - 1.0 / kappa,
            slope: x.iter().map(|place| state.gradient[*place] / state.residual_ss).collect(),
        });
        let mut regressor = vec![usize::MAX; moments.size()];
        x.iter().enumerate().for_each(|(i, place)| regressor[*place] = i);
        let variance = if is_gmm { 1.0 } else { state.residual_ss / (moments.weight - k as f64) };
        let solution = state.solution();
        let used = if is_gmm { &state.weighting } else { &state.second };
        Ok(Plain {
            projected: super::moments::transposed(used),
            second,
            place: solution.places(),
            regressor,
            scale: k as f64 * variance,
            liml,
            is_gmm,
            solution,
            bread: state.bread,
        })
    }

    fn influence(&self, model: &IvModel<'_>, rows: Range<usize>, influence: &mut [f64]) {
        let mut chunk = Chunk::new(model.design);
        let k = self.bread.n_rows;
        let (mut projected, mut x, mut score) = (vec![0.0; k], vec![0.0; k], vec![0.0; k]);
        let mut residuals = [0.0; CHUNK];
        for (start, rows) in chunks(rows) {
            let residuals = &mut residuals[..rows.len()];
            model.y.read(rows.start, residuals);
            chunk.read(rows);
            subtract_fitted(&chunk, &self.solution, residuals);
            for (at, e) in residuals.iter().enumerate() {
                projected.fill(0.0);
                x.fill(0.0);
                let mut over = 0.0;
                let mut add = |place: usize, value: f64| {
                    let Some(second) = self.second.get(place) else { return };
                    over += second * value;
                    projected.iter_mut().zip(self.projected.row(place)).for_each(|(sum, b)| *sum += b * value);
                    if let Some(own) = x.get_mut(self.regressor[place]) {
                        *own += value;
                    }
                };
                chunk.visit(at, &self.solution.centers, |column, value| add(self.place[column], value));
                if self.solution.has_constant {
                    add(self.second.len() - 1, 1.0);
                }
                self.score(&projected, &x, *e, over, &mut score);
                let length = dot(&self.bread.times(&score), &score).max(0.0);
                influence[start + at] = if length > 0.0 { length / self.scale } else { 0.0 };
            }
        }
    }

    /// What the row's weight adds to the estimating equations.
    fn score(&self, projected: &[f64], x: &[f64], e: f64, over: f64, score: &mut [f64]) {
        for ((score, p), x) in score.iter_mut().zip(projected).zip(x) {
            *score = p * e + if self.is_gmm { *x } else { x - p } * over;
        }
        if let Some(Liml { kappa, share, slope }) = &self.liml {
            let moved = 2.0 * e * over - over * over - share * e * e;
            for ((score, x), slope) in score.iter_mut().zip(x).zip(slope) {
                *score = kappa * (*score - share * x * e - moved * slope);
            }
        }
    }
}
