//! A call's formula as the columns that the filter prepares.

use disclosure::statistic::{ModelColumn, ModelUse, ModelValues};
use disclosure::{Check, Refusal, Verdict};
use language::call::{self, Call, Model, Name};
use language::codes;
use language::span::Span;

use super::super::analyse::{Arguments, not_a_number};
use crate::column::Column;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::{Formula, Use};
use crate::error::EngineError;
use crate::inputs;
use crate::names::canonical;
use crate::protect::value_check;
use crate::typed::Typed;

/// A column that no term of the formula has.
pub struct Further {
    /// The variable.
    pub name: Name,
    /// As numbers or as categories.
    pub used_as: Use,
    /// What for.
    pub use_in_model: ModelUse,
}

impl Further {
    /// Numbers.
    pub fn numbers(name: Name, use_in_model: ModelUse) -> Self {
        Further { name, used_as: Use::Numbers, use_in_model }
    }

    /// Groups, whose rare ones leave as levels of factors do.
    pub fn groups(name: Name) -> Self {
        Further { name, used_as: Use::Factor, use_in_model: ModelUse::Regressor }
    }
}

/// Known values of a variable that are looked through for a check.
const FEW: usize = 10_000;

/// The columns of a model over the analysed rows.
pub struct ModelColumns<'a> {
    /// The rows and their question.
    pub arguments: Arguments<'a>,
    /// The formula's columns, then the cluster variable if there is one.
    pub columns: Vec<ModelColumn>,
}

/// The model that a call's arguments hold.
pub fn model(call: &Call) -> Result<&Model, EngineError> {
    match &call.arguments {
        call::Arguments::Model(model) => Ok(model),
        _ => Err(EngineError::Internal("model")),
    }
}

impl<'a> ModelColumns<'a> {
    /// The columns of the formula, then further ones: an exposure, strata, the variable of `cluster()`.
    ///
    /// # Errors
    /// Unknown names, texts where numbers are needed, pseudonyms, a variable on both sides.
    pub fn new(
        call: &'a Call,
        dataset: &Dataset,
        cx: &'a Context<'a>,
        (formula, dependent): (&Formula, ModelUse),
        further: &[Further],
    ) -> Result<Self, EngineError> {
        let mut names: Vec<Name> = formula.columns.iter().map(|column| column.name.clone()).collect();
        names.extend(further.iter().map(|further| further.name.clone()));
        check_sides(formula, further)?;
        let arguments = Arguments::new(call, dataset, cx, &names, &[])?;
        let mut columns = Vec::with_capacity(names.len());
        let role = |place| if place == 0 { dependent } else { ModelUse::Regressor };
        for (place, column) in formula.columns.iter().enumerate() {
            columns.push(model_column(&arguments, &column.name, column.used_as, role(place), &call.command)?);
        }
        for Further { name, used_as, use_in_model } in further {
            columns.push(model_column(&arguments, name, *used_as, *use_in_model, &call.command)?);
        }
        Ok(ModelColumns { arguments, columns })
    }

    /// Makes the values of a column that break a check missing, if the filter lets the command go on (`confidentiality.md` E.1). Nothing is
    /// looked at where metadata tell that all pass it.
    ///
    /// # Errors
    /// The filter refuses: enough units break the check that it may be said.
    pub fn check(
        &mut self,
        (place, check): (usize, Check),
        holds: fn(f64) -> bool,
        cx: &Context<'_>,
    ) -> Result<(), EngineError> {
        let Some(column) = self.columns.get_mut(place) else { return Ok(()) };
        let told = column.form.few_values(FEW);
        if told.is_some_and(|told| told.iter().all(|value| value.as_number().is_some_and(holds))) {
            return Ok(());
        }
        let name = Name { value: column.name.clone(), span: Span::default() };
        let values = self.arguments.data.require(&name)?.values;
        let typed = Typed::of(&values);
        let breaks: Vec<bool> = (0..typed.len()).map(|row| typed.number(row).is_some_and(|n| !holds(n))).collect();
        match value_check(cx, &self.arguments.data, check, &[&column.form], &breaks)? {
            Verdict::Refuse => Err(Refusal::ValueCheck(check).into()),
            Verdict::TreatAsMissing if !breaks.contains(&true) => Ok(()),
            Verdict::TreatAsMissing => {
                let kept = Typed::real(typed.len(), |row| typed.number(row).filter(|n| holds(*n)));
                let checked = Column { values: kept, ..self.arguments.data.require(&name)? };
                column.values =
                    inputs::numbers(&checked).map(ModelValues::Numbers).ok_or(EngineError::Internal("check"))?;
                Ok(())
            }
        }
    }
}

fn check_sides(formula: &Formula, further: &[Further]) -> Result<(), EngineError> {
    let named =
        |column: &Name| further.iter().any(|further| canonical(&further.name.value) == canonical(&column.value));
    let dependent = formula.columns.first().map(|column| canonical(&column.name.value));
    for column in formula.regressors() {
        if Some(canonical(&column.name.value)) == dependent {
            return Err(codes::variable_in_model_twice(column.name.span, &column.name.value).into());
        }
        if named(&column.name) {
            return Err(codes::cluster_in_model(column.name.span, &column.name.value).into());
        }
    }
    match further.iter().find(|further| Some(canonical(&further.name.value)) == dependent) {
        Some(Further { name, .. }) => Err(codes::cluster_in_model(name.span, &name.value).into()),
        None => Ok(()),
    }
}

fn model_column(
    arguments: &Arguments<'_>,
    name: &Name,
    used_as: Use,
    use_in_model: ModelUse,
    command: &str,
) -> Result<ModelColumn, EngineError> {
    let column = arguments.data.require(name)?;
    let spelled = canonical(&name.value);
    let values = match used_as {
        Use::Numbers => {
            ModelValues::Numbers(inputs::numbers(&column).ok_or_else(|| not_a_number(name, &column, command))?)
        }
        Use::Factor => {
            let dimension = arguments.dimension(name)?;
            ModelValues::Factor { codes: dimension.codes, categories: dimension.categories }
        }
    };
    Ok(ModelColumn { name: spelled, values, form: column.form.clone(), use_in_model })
}
