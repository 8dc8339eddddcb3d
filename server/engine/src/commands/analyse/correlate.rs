//! `correlate`: Pearson correlations of numbers, listwise or pair by pair.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::{
    Estimator, FitFailure, Fitted, FittedCell, FittedColumn, FittedKind, FittedTable, ModelAnswer, ModelColumn,
    ModelInput, ModelUse, ModelValues, NumberColumn, OnSample, PairsInput, Population, Sample, SampleColumn,
};
use language::call::Call;
use statistics::FitError;
use statistics::describe::correlation::{Covariances, p_value};
use statistics::describe::correlation_rows::Reweighting;
use statistics::fold::Watch;
use statistics::reweighted::Changed;
use statistics::rows::Rows;

use super::super::regression::at_work::{AtWork, failure};
use super::arguments::{Arguments, no_repeats};
use super::summarize::names;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::columns::Scaled;
use crate::error::EngineError;
use crate::world::Cancel;

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let names = names(call, dataset)?;
    no_repeats(&names)?;
    let arguments = Arguments::new(call, dataset, cx, &names, &[])?;
    let variables = arguments.numbers(&names)?;
    let population = arguments.population()?;
    let wanted = |name: &str| call.option(name).is_some();
    let shown = Shown {
        is_pairwise: wanted("pairwise"),
        covariance: wanted("covariance"),
        obs: wanted("obs"),
        sig: wanted("sig"),
    };
    let model = |columns: Vec<NumberColumn>| input(columns, &population, shown, cx.world.cancel());
    let order = variables.iter().map(|variable| variable.name.clone()).collect();
    let models = if wanted("pairwise") {
        let places = 0..variables.len();
        let pairs = places.flat_map(|i| (i..variables.len()).map(move |j| (i, j)));
        let of_pair = |(i, j): (usize, usize)| {
            let second = (i != j).then(|| variables.get(j)).flatten();
            model(variables.get(i).into_iter().chain(second).cloned().collect())
        };
        pairs.map(of_pair).collect()
    } else {
        vec![model(variables)]
    };
    Ok(arguments.answer(Statistic::Pairs(PairsInput { models, order })))
}

/// Which columns are shown beside the correlation.
#[derive(Clone, Copy)]
struct Shown {
    /// Lines of variables with themselves are another model's.
    is_pairwise: bool,
    covariance: bool,
    obs: bool,
    sig: bool,
}

fn input(variables: Vec<NumberColumn>, population: &Population, shown: Shown, cancel: Cancel) -> ModelInput {
    let names: Vec<String> = variables.iter().map(|variable| variable.name.clone()).collect();
    let column = |variable: NumberColumn| ModelColumn {
        name: variable.name,
        values: ModelValues::Numbers(variable.numbers),
        form: variable.form,
        use_in_model: ModelUse::Regressor,
    };
    ModelInput {
        population: population.clone(),
        model: "correlate".to_owned(),
        answer: ModelAnswer::Pairs,
        dependent: names.first().cloned().unwrap_or_default(),
        columns: variables.into_iter().map(column).collect(),
        estimator: Box::new(Correlation { names, shown, cancel }),
        covariance: "classical".to_owned(),
        level: 95.0,
    }
}

/// The correlations of all columns of a sample.
struct Correlation {
    names: Vec<String>,
    shown: Shown,
    cancel: Cancel,
}

impl Estimator for Correlation {
    fn parameters(&self, sample: &Sample) -> usize {
        sample.columns.len()
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        // Columns that a floor made constant have no correlation.
        let numbers: Vec<Option<Scaled<'_>>> = sample
            .columns
            .iter()
            .map(|column| match column {
                SampleColumn::Numbers(values) => Some(Scaled::as_is(values)),
                _ => None,
            })
            .collect();
        let varying: Vec<&dyn Rows<f64>> =
            numbers.iter().flatten().map(|values| -> &dyn Rows<f64> { values }).collect();
        if varying.is_empty() {
            return Err(FitFailure::ConstantDependent);
        }
        let places: Vec<Option<usize>> = numbers
            .iter()
            .scan(0, |next, column| {
                let place = column.is_some().then_some(*next);
                *next += usize::from(column.is_some());
                Some(place)
            })
            .collect();
        let is_cancelled = || self.cancel.is_cancelled();
        let model = Reweighting::new(&varying, Watch::new(&is_cancelled)).map_err(failure)?;
        let fit = |changed: &Changed| {
            let found = model.covariances(changed);
            match found {
                Ok(found) => Ok(self.fitted(sample, &places, Some(&found))),
                Err(FitError::Cancelled) => Err(FitFailure::Cancelled),
                Err(_) => Ok(self.fitted(sample, &places, None)),
            }
        };
        work(&AtWork::new(&model, fit));
        Ok(())
    }
}

impl Correlation {
    fn fitted(&self, sample: &Sample, places: &[Option<usize>], found: Option<&Covariances>) -> Fitted {
        #[expect(clippy::cast_precision_loss, reason = "a number of observations")]
        let n = sample.n as f64;
        let kinds = [
            Some(("variable1", FittedKind::Dimension)),
            Some(("variable2", FittedKind::Dimension)),
            Some(("value", FittedKind::Ratio)),
            self.shown.covariance.then_some(("covariance", FittedKind::Figure)),
            self.shown.obs.then_some(("obs", FittedKind::Whole)),
            self.shown.sig.then_some(("p", FittedKind::P)),
        ];
        let columns = kinds.into_iter().flatten().map(|(name, kind)| FittedColumn { name, kind }).collect();
        let row = |i: usize, j: usize| {
            let pair = found.zip(places.get(i).copied().flatten().zip(places.get(j).copied().flatten()));
            let value = pair.filter(|_| i != j).and_then(|(found, (a, b))| found.correlation(a, b));
            let covariance = pair.map(|(found, (a, b))| found.covariance[(a, b)]);
            let figures = [
                Some(value),
                self.shown.covariance.then_some(covariance),
                self.shown.obs.then_some(Some(n)),
                self.shown.sig.then(|| value.and_then(|value| p_value(value, n))),
            ];
            let names = [i, j].map(|at| FittedCell::Code(self.names.get(at).cloned().unwrap_or_default()));
            names.into_iter().chain(figures.into_iter().flatten().map(FittedCell::Number)).collect()
        };
        let n_names = self.names.len();
        let pairs = (0..n_names).flat_map(|i| (0..n_names).map(move |j| (i, j)));
        let rows = pairs.filter(|(i, j)| i != j || n_names == 1 || !self.shown.is_pairwise).map(|(i, j)| row(i, j));
        let table = FittedTable { columns, rows: rows.collect(), ..FittedTable::default() };
        Fitted { tables: vec![table], parameters: self.names.len(), ..Fitted::default() }
    }
}
