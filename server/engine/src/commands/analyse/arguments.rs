//! What analysing commands share: names and options of a call as dimensions and numbers of the analysed rows.

use disclosure::Question;
use disclosure::Statistic;
use disclosure::statistic::{Dimension, NumberColumn, Population};
use language::call::{Call, Name, Value};
use language::codes;

use crate::column::{Column, Values};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::functions::number_text;
use crate::inputs;
use crate::names::canonical;

/// The analysed rows of a call, with its variables.
pub struct Arguments<'a> {
    call: &'a Call,
    cx: &'a Context<'a>,
    /// The rows: the command's `if` applied.
    pub data: Dataset,
}

impl<'a> Arguments<'a> {
    /// The rows with these variables and those in the named options.
    ///
    /// # Errors
    /// Unknown names, mistakes in the condition.
    pub fn new(
        call: &'a Call,
        dataset: &Dataset,
        cx: &'a Context<'a>,
        names: &[Name],
        options: &[&str],
    ) -> Result<Self, EngineError> {
        let mut all = names.to_vec();
        for option in options {
            all.extend(option_names(call, option));
        }
        all.extend(origin_names(call, cx, dataset, &all)?);
        // `missing` shows codes that are flagged as missing with their labels.
        let shown = if call.option("missing").is_some() { names } else { &[] };
        Ok(Arguments { call, cx, data: cx.analysed_showing(dataset, &all, shown)? })
    }

    /// The persons behind the rows.
    ///
    /// # Errors
    /// Failures of the world.
    pub fn population(&self) -> Result<Population, EngineError> {
        self.cx.population(&self.data)
    }

    /// The variables in an option's parentheses as dimensions; none, if the option is not there.
    ///
    /// # Errors
    /// Unknown names, pseudonyms.
    pub fn option_dimensions(&self, option: &str) -> Result<Vec<Dimension>, EngineError> {
        self.dimensions(&option_names(self.call, option))
    }

    /// Variables as dimensions.
    ///
    /// # Errors
    /// Unknown names, pseudonyms.
    pub fn dimensions(&self, names: &[Name]) -> Result<Vec<Dimension>, EngineError> {
        names.iter().map(|name| self.dimension(name)).collect()
    }

    /// A variable as a dimension.
    ///
    /// # Errors
    /// Unknown names, pseudonyms.
    pub fn dimension(&self, name: &Name) -> Result<Dimension, EngineError> {
        let column = self.data.require(name)?;
        let mut dimension = inputs::dimension(&canonical(&name.value), &column)
            .ok_or_else(|| codes::pseudonym_use(name.span, &name.value))?;
        if self.cx.filter().is_watched() {
            dimension.made_from = inputs::origins(&column.form, self.data.columns.iter());
        }
        Ok(dimension)
    }

    /// Numeric variables.
    ///
    /// # Errors
    /// Unknown names, texts, pseudonyms.
    pub fn numbers(&self, names: &[Name]) -> Result<Vec<NumberColumn>, EngineError> {
        names.iter().map(|name| self.number(name)).collect()
    }

    /// A numeric variable.
    ///
    /// # Errors
    /// Unknown names, texts, pseudonyms.
    pub fn number(&self, name: &Name) -> Result<NumberColumn, EngineError> {
        let column = self.data.require(name)?;
        let numbers = inputs::number_column(&canonical(&name.value), &column);
        numbers.ok_or_else(|| not_a_number(name, &column, &self.call.command))
    }

    /// The question that the rows are.
    pub fn question(&self) -> Question {
        self.cx.question(&self.data)
    }

    /// The sealed answer.
    pub fn answer(&self, statistic: Statistic) -> Vec<Answer> {
        vec![Answer::confidential(statistic, self.question(), self.cx.rests_on_synthetic(&self.data))]
    }
}

/// The register variables that named columns were made from: a watched filter compares splits with them. Without a watcher
/// nobody asks.
fn origin_names(call: &Call, cx: &Context<'_>, dataset: &Dataset, named: &[Name]) -> Result<Vec<Name>, EngineError> {
    let mut found: Vec<Name> = Vec::new();
    if !cx.filter().is_watched() {
        return Ok(found);
    }
    for name in named {
        let made = dataset.require(name)?;
        let origins = dataset.columns.iter().filter(|(_, column)| made.form.is_made_from(&column.form));
        for (origin, _) in origins {
            let is_there = |names: &[Name]| names.iter().any(|name| canonical(&name.value) == *origin);
            if !is_there(named) && !is_there(&found) {
                found.push(Name { value: origin.clone(), span: call.span });
            }
        }
    }
    Ok(found)
}

/// Why a column cannot be numbers.
pub fn not_a_number(name: &Name, column: &Column, command: &str) -> EngineError {
    match column.values {
        Values::Units { .. } => codes::pseudonym_use(name.span, &name.value).into(),
        _ => codes::not_numeric(name.span, &name.value, command).into(),
    }
}

/// The names in an option's parentheses.
pub fn option_names(call: &Call, option: &str) -> Vec<Name> {
    let Some(option) = call.option(option) else { return Vec::new() };
    option.arguments.iter().map(|argument| Name { value: value_text(&argument.value), span: argument.span }).collect()
}

/// The number in an option's parentheses.
pub fn option_number(call: &Call, option: &str) -> Option<f64> {
    match call.option(option)?.arguments.first()?.value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// The whole number in an option's parentheses.
pub fn option_count(call: &Call, option: &str) -> Option<usize> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the specification bounds it")]
    option_number(call, option).map(|number| number as usize)
}

/// A name, text or number as the user would write it.
pub fn value_text(value: &Value) -> String {
    match value {
        Value::Number(number) => number_text(*number),
        Value::Text(text) | Value::Symbol(text) => text.clone(),
    }
}

/// Stops at the second of two equal names.
///
/// # Errors
/// [`codes::repeated_name`].
pub fn no_repeats(names: &[Name]) -> Result<(), EngineError> {
    let mut seen: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let spelled = canonical(&name.value);
        if seen.contains(&spelled) {
            return Err(codes::repeated_name(name.span, &name.value).into());
        }
        seen.push(spelled);
    }
    Ok(())
}
