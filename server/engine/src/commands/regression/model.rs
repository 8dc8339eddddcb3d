//! A call's formula as the columns that the filter prepares.

use disclosure::statistic::{ModelColumn, ModelUse, ModelValues};
use language::call::{self, Call, Model, Name};
use language::codes;

use super::super::analyse::{Arguments, not_a_number};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::{Formula, Use};
use crate::error::EngineError;
use crate::inputs;
use crate::names::canonical;

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
    /// The columns of the formula and of `cluster()`.
    ///
    /// # Errors
    /// Unknown names, texts where numbers are needed, pseudonyms, a variable on both sides.
    pub fn new(
        call: &'a Call,
        dataset: &Dataset,
        cx: &'a Context<'a>,
        formula: &Formula,
        cluster: Option<&Name>,
    ) -> Result<Self, EngineError> {
        let mut names: Vec<Name> = formula.columns.iter().map(|column| column.name.clone()).collect();
        names.extend(cluster.cloned());
        check_sides(formula, cluster)?;
        let arguments = Arguments::new(call, dataset, cx, &names, &[])?;
        let mut columns = Vec::with_capacity(names.len());
        let role = |place| if place == 0 { ModelUse::Dependent } else { ModelUse::Regressor };
        for (place, column) in formula.columns.iter().enumerate() {
            columns.push(model_column(&arguments, &column.name, column.used_as, role(place), &call.command)?);
        }
        if let Some(cluster) = cluster {
            columns.push(model_column(&arguments, cluster, Use::Numbers, ModelUse::Clusters, &call.command)?);
        }
        Ok(ModelColumns { arguments, columns })
    }
}

fn check_sides(formula: &Formula, cluster: Option<&Name>) -> Result<(), EngineError> {
    let dependent = formula.columns.first().map(|column| canonical(&column.name.value));
    for column in formula.regressors() {
        if Some(canonical(&column.name.value)) == dependent {
            return Err(codes::variable_in_model_twice(column.name.span, &column.name.value).into());
        }
        if cluster.is_some_and(|cluster| canonical(&cluster.value) == canonical(&column.name.value)) {
            return Err(codes::cluster_in_model(column.name.span, &column.name.value).into());
        }
    }
    match cluster {
        Some(cluster) if Some(canonical(&cluster.value)) == dependent => {
            Err(codes::cluster_in_model(cluster.span, &cluster.value).into())
        }
        _ => Ok(()),
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
