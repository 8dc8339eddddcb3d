//! What `*-predict` commands share (language.md 7.8): which variables they make, the rows that they fit, and writing.
//!
//! The fit is that of the model command on the same rows, under the filter's weights. Nothing is shown; rows outside the estimation get missing.

use disclosure::statistic::{FittedValues, ModelInput};
use disclosure::{ColumnForm, Condition, Confidential, Kind};
use language::call::{Call, Name};
use wire::output::Rule;

use super::super::analyse::{Arguments, no_repeats, option_names};
use super::super::prepare::written::unlabelled;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::protect::{Feedback, WrittenValues};
use crate::typed::{Typed, true_rows};
use crate::workspace::Workspace;

/// What a model gives each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The expected value.
    Predicted,
    /// Observed minus expected.
    Residuals,
    /// Cook's distance.
    CooksDistance,
    /// The probability of an outcome.
    Probabilities,
}

/// A variable to make.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// What it holds.
    pub quantity: Quantity,
    /// Its name; where a quantity has several columns, what their names begin with.
    pub name: Name,
}

impl Wanted {
    /// One of several columns, by the outcome that it is for.
    pub fn of_outcome(&self, outcome: Option<&str>, values: Vec<f64>) -> FittedValues {
        let mut column = self.column(values);
        if let Some(outcome) = outcome {
            column.name = format!("{}_{outcome}", column.name);
            column.what = format!("{} {outcome}", column.what);
        }
        column
    }

    /// The variable with its values, one a row of the sample.
    pub fn column(&self, values: Vec<f64>) -> FittedValues {
        let is_influence = self.quantity == Quantity::CooksDistance;
        let what = format!("{:?}", self.quantity);
        FittedValues { name: self.name.value.clone(), what, values, is_influence }
    }
}

/// The variables that a call asks for by its options; the first of `known` under its option's name if it asks for none.
///
/// # Errors
/// A name that is taken, reserved or given twice.
pub fn wanted(call: &Call, dataset: &Dataset, known: &[(&str, Quantity)]) -> Result<Vec<Wanted>, EngineError> {
    let mut wanted = Vec::new();
    for (option_name, quantity) in known {
        let Some(option) = call.option(option_name) else { continue };
        let own_name = option_names(call, option_name).into_iter().next();
        let name = own_name.unwrap_or_else(|| Name { value: (*option_name).to_owned(), span: option.span });
        wanted.push(Wanted { quantity: *quantity, name });
    }
    if let (true, Some((option_name, quantity))) = (wanted.is_empty(), known.first()) {
        let name = Name { value: (*option_name).to_owned(), span: call.span };
        wanted.push(Wanted { quantity: *quantity, name });
    }
    let names: Vec<Name> = wanted.iter().map(|wanted| wanted.name.clone()).collect();
    no_repeats(&names)?;
    for wanted in &mut wanted {
        wanted.name.value = dataset.new_name(&wanted.name)?;
    }
    Ok(wanted)
}

/// The call with its `if` as the floor of written values leaves it: one that lets all but a few through lets all through, or the new
/// variable would mark the few.
///
/// # Errors
/// Mistakes in the condition; failures of the world.
pub fn after_floor(call: &Call, dataset: &Dataset, cx: &Context<'_>) -> Result<Call, EngineError> {
    let Some(condition) = &call.condition else { return Ok(call.clone()) };
    let (mask, normal) = cx.condition(dataset, condition)?;
    let (_, told) = WrittenValues::new(cx, dataset)?.rows(&normal, &mask);
    let is_all = told == Condition::constant(Some(true));
    Ok(Call { condition: call.condition.clone().filter(|_| !is_all), ..call.clone() })
}

/// Fits the model and adds its columns to the active dataset. `arguments`: those of the call, which is [`after_floor`]; `shape`: what tells
/// the model from others of the same columns.
///
/// # Errors
/// The refusals of a model; a name that is taken.
pub fn write(
    call: &Call,
    cx: &Context<'_>,
    workspace: &mut Workspace,
    input: ModelInput,
    arguments: &Arguments<'_>,
    shape: &str,
) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    let args: Vec<ColumnForm> = input.columns.iter().map(|column| column.form.clone()).collect();
    let question = arguments.question();
    let found = cx.filter().model_columns(Confidential::new(input), &question)?;
    cx.check_cancelled()?;
    let places = places(cx, &active, call)?;
    let mut dataset = Dataset::clone(&active);
    let mut first = None;
    for FittedValues { name, what, values, .. } in found {
        let name = dataset.new_name(&Name { value: name, span: call.span })?;
        let form = ColumnForm::dependent_on_rows(&call.command, &args, &[&what, shape], &[&question.form], Kind::Real);
        let values = Typed::real(active.n_rows(), |row| match &places {
            Some(places) => values.get(usize::try_from(*places.get(row)?).ok()?).copied(),
            None => values.get(row).copied(),
        });
        let column = unlabelled(&name, values, form);
        first.get_or_insert_with(|| column.clone());
        dataset.columns.insert(name, column);
    }
    let first = first.ok_or(EngineError::Internal("predict"))?;
    let rules = [Rule::Weights, Rule::LeverageCap, Rule::ModelSize];
    let feedback = Feedback::new(cx, &call.command, &dataset)?.asked(rules);
    let answer = feedback.valid_values(&first)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

/// Row of the dataset → its place among the analysed rows, `u32::MAX` for others; `None`: all rows are analysed.
fn places(cx: &Context<'_>, dataset: &Dataset, call: &Call) -> Result<Option<Vec<u32>>, EngineError> {
    let Some(condition) = &call.condition else { return Ok(None) };
    let (mask, _) = cx.condition(dataset, condition)?;
    let mut next = 0;
    let place = |is_in: bool| {
        let place = if is_in { next } else { u32::MAX };
        next += u32::from(is_in);
        place
    };
    Ok(Some(true_rows(&mask).iter().map(place).collect()))
}
