//! Estimation: rows taken together, perfect predictions left out, Newton's method.

use super::model::Model;
use super::newton::{Columns, Factored, Goal, maximise};
use super::observed::{Observed, observe};
use super::patterns::Patterns;
use super::perfect::{PerfectPrediction, Sample, find};
use super::problem::Problem;
use super::start;
use super::sums::{Second, evaluate};
use crate::design::Design;
use crate::error::FitError;
use crate::fold::Watch;
use crate::matrix::Matrix;
use crate::rows::Rows;

/// The rows of a model.
#[derive(Clone, Copy)]
pub(super) struct Data<'a> {
    pub design: &'a Design<'a>,
    pub y: &'a dyn Rows<f64>,
    pub offset: Option<&'a dyn Rows<f64>>,
    pub weights: Option<&'a dyn Rows<f64>>,
    pub model: Model,
    pub watch: Watch<'a>,
}

/// What was estimated, in the problem's numbering.
#[derive(Clone)]
pub(super) struct Estimate {
    pub model: Model,
    pub parameters: Vec<f64>,
    /// What is subtracted from each column.
    pub centers: Vec<f64>,
    pub columns: Columns,
    pub factored: Factored,
    /// The information, in the problem's numbering.
    pub second: Matrix,
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// That of the Poisson model, where a negative binomial one started from it.
    pub poisson: Option<f64>,
    pub perfect: Vec<PerfectPrediction>,
    pub observed: Observed,
    pub iterations: usize,
}

impl Data<'_> {
    /// Distinct rows, where taking alike ones together pays.
    pub fn patterns(&self) -> Result<Option<Patterns>, FitError> {
        if self.offset.is_some() || matches!(self.model, Model::Tobit { .. }) {
            return Ok(None);
        }
        let observed = observe(self.model, self.y, None, self.weights, self.watch)?;
        Patterns::of(self.design, self.y, self.weights, &observed, self.watch)
    }

    /// Estimates, without and then with perfect predictions left out; `from` are parameters and centers to start from.
    pub fn estimate(&self, from: Option<(&[f64], &[f64])>) -> Result<Estimate, FitError> {
        let mut perfect: Vec<PerfectPrediction> = Vec::new();
        let mut from = from;
        loop {
            let sample = Sample::new(self.design, self.weights, &perfect);
            let weights = if perfect.is_empty() { self.weights } else { Some(&sample as &dyn Rows<f64>) };
            let observed = match observe(self.model, self.y, self.offset, weights, self.watch) {
                Err(FitError::ConstantDependent | FitError::TooFewObservations { .. }) if !perfect.is_empty() => {
                    return Err(FitError::Separation);
                }
                observed => observed?,
            };
            match self.attempt(weights, observed, &perfect, from) {
                Err(FitError::Separation) if self.model.is_binary() => {
                    let more = find(self.design, self.y, weights, self.watch)?;
                    if more.is_empty() {
                        return Err(FitError::Separation);
                    }
                    perfect.extend(more);
                    from = None;
                }
                other => return other,
            }
        }
    }

    fn attempt(
        &self,
        weights: Option<&dyn Rows<f64>>,
        observed: Observed,
        perfect: &[PerfectPrediction],
        from: Option<(&[f64], &[f64])>,
    ) -> Result<Estimate, FitError> {
        let family = self.model.family(observed.most());
        let mut problem = Problem::new(self.design, self.y, (self.offset, weights), &*family, self.watch);
        let (start, poisson) = match from {
            Some((parameters, centers)) => {
                problem.centers = centers.to_vec();
                (parameters.to_vec(), None)
            }
            None => {
                let poisson = self.poisson(&problem, &observed, None)?;
                let mut start = start::plain(self.model, &observed, &problem);
                if let Some((parameters, _)) = &poisson {
                    start[..parameters.len()].copy_from_slice(parameters);
                }
                (start::better(&problem, start)?, poisson.map(|poisson| poisson.1))
            }
        };
        let first = evaluate(&problem, &start, 1, Second::Information)?;
        let without: Vec<usize> = perfect.iter().map(|perfect| perfect.column).collect();
        let columns = Columns::choose(&problem, &first.second, &without);
        if columns.kept.is_empty() {
            return Err(FitError::Collinear { columns: columns.dropped });
        }
        let active = columns.active(&problem);
        if observed.n <= active.len() as f64 {
            return Err(FitError::TooFewObservations { n_parameters: active.len() });
        }
        let maximum = maximise(&problem, start, first, &active, Goal::exact(observed.n))?;
        Ok(Estimate {
            model: self.model,
            parameters: maximum.parameters,
            centers: problem.centers.clone(),
            columns,
            factored: maximum.factored,
            second: maximum.second,
            log_likelihood: maximum.value - if self.model.is_count() { observed.log_factorials } else { 0.0 },
            poisson: poisson.map(|value| value - observed.log_factorials),
            perfect: perfect.to_vec(),
            observed,
            iterations: maximum.iterations,
        })
    }

    /// The log-likelihood of the Poisson model that a negative binomial one is compared with.
    pub fn poisson_log_likelihood(&self, estimate: &Estimate) -> Result<Option<f64>, FitError> {
        if self.model != Model::NegativeBinomial || estimate.poisson.is_some() {
            return Ok(estimate.poisson);
        }
        let family = self.model.family(estimate.observed.most());
        let mut problem = Problem::new(self.design, self.y, (self.offset, self.weights), &*family, self.watch);
        problem.centers = estimate.centers.clone();
        let found = self.poisson(&problem, &estimate.observed, Some(&estimate.parameters))?;
        Ok(found.map(|(_, value)| value - estimate.observed.log_factorials))
    }

    /// The Poisson model that a negative binomial one is compared with and starts from: its parameters and value.
    fn poisson(
        &self,
        problem: &Problem<'_>,
        observed: &Observed,
        from: Option<&[f64]>,
    ) -> Result<Option<(Vec<f64>, f64)>, FitError> {
        if self.model != Model::NegativeBinomial {
            return Ok(None);
        }
        let family = Model::Poisson.family(observed.most());
        let mut problem = problem.reweighted(problem.weights);
        problem.family = &*family;
        let start = match from {
            Some(parameters) => parameters[..problem.n_parameters()].to_vec(),
            None => start::better(&problem, start::plain(Model::Poisson, observed, &problem))?,
        };
        let first = evaluate(&problem, &start, 1, Second::Information)?;
        let columns = Columns::choose(&problem, &first.second, &[]);
        let maximum = maximise(&problem, start, first, &columns.active(&problem), Goal::exact(observed.n))?;
        Ok(Some((maximum.parameters, maximum.value)))
    }
}

/// Outcomes with the base first.
pub(super) struct Recoded<'a> {
    pub y: &'a dyn Rows<f64>,
    pub base: f64,
}

impl Recoded<'_> {
    fn recode(&self, values: &mut [f64]) {
        for value in values {
            *value = match *value {
                y if y == self.base => 0.0,
                y if y < self.base => y + 1.0,
                y => y,
            };
        }
    }
}

impl Rows<f64> for Recoded<'_> {
    fn len(&self) -> usize {
        self.y.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.y.read(first, output);
        self.recode(output);
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.y.gather(rows, output);
        self.recode(output);
    }
}
