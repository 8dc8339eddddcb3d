//! How an estimator of `statistics` comes to the filter: by its influence and leverage, which it must have, and its fit under weights.

use std::ops::Range;

use disclosure::statistic::{FitFailure, Fitted, OnSample, RowsOf};
use statistics::FitError;
use statistics::reweighted::{Changed, Least, Reweighted};

/// An estimator at work on a sample; `fit` turns its estimates under weights into lines of an answer.
pub struct AtWork<'a, R, F> {
    model: &'a R,
    fit: F,
}

impl<'a, R, F> AtWork<'a, R, F>
where
    R: Reweighted,
    F: Fn(&Changed) -> Result<Fitted, FitFailure> + Sync,
{
    /// A model with what fits it.
    pub fn new(model: &'a R, fit: F) -> Self {
        AtWork { model, fit }
    }
}

impl<R, F> OnSample for AtWork<'_, R, F>
where
    R: Reweighted,
    F: Fn(&Changed) -> Result<Fitted, FitFailure> + Sync,
{
    fn unweighted(&self) -> Result<(), FitFailure> {
        self.model.plain().map_err(failure)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        self.model.influence(rows, influence, leverage);
    }

    fn outstanding(
        &self,
        rows: Range<usize>,
        (influence, leverage): (f64, f64),
        tell: &mut dyn FnMut(usize, f64, f64),
    ) {
        let mut found = Vec::new();
        self.model.outstanding(rows, Least { influence, leverage }, &mut found);
        found.iter().for_each(|row| tell(row.row, row.influence, row.leverage));
    }

    fn growth(&self, weights: &Changed) -> Option<f64> {
        self.model.growth(weights)
    }

    fn leverage(&self, weights: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitFailure> {
        self.model.leverage(weights, look).map_err(failure)
    }

    fn fit(&self, weights: &Changed) -> Result<Fitted, FitFailure> {
        (self.fit)(weights)
    }
}

/// A failed fit as the filter tells it.
pub fn failure(error: FitError) -> FitFailure {
    match error {
        FitError::Collinear { .. } => FitFailure::NoRegressors,
        FitError::ConstantDependent => FitFailure::ConstantDependent,
        FitError::NotConverged { .. } => FitFailure::NotConverged,
        FitError::Separation => FitFailure::Separation,
        FitError::NotIdentified => FitFailure::NotIdentified,
        FitError::Cancelled => FitFailure::Cancelled,
        FitError::TooFewObservations { .. }
        | FitError::TooFewGroups
        | FitError::Singular
        | FitError::OutOfRange
        | FitError::Shape => FitFailure::Singular,
    }
}
