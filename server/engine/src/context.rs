//! What a command gets beside its call: the world, the workspace, and the ways to prepare a question.

use std::sync::Arc;

use disclosure::{ColumnForm, Condition, Filter, Population, Profile, Question, Value};
use language::call::{Call, Expr, Name};
use language::codes;
use polars::prelude::BooleanChunked;

use crate::column::{Codes, Column, Values};
use crate::dataset::{Dataset, Persons, Shape};
use crate::error::EngineError;
use crate::form;
use crate::lower::Evaluator;
use crate::typed;
use crate::workspace::Workspace;
use crate::world::World;

/// Everything a command may ask.
pub struct Context<'a> {
    /// The outside.
    pub world: &'a dyn World,
    /// The session as it was before the command.
    pub workspace: &'a Workspace,
    /// The command being run.
    pub call: &'a Call,
    /// The script that the command stands in.
    pub script: &'a str,
}

impl<'a> Context<'a> {
    /// The same for another call.
    pub fn with_call(&self, call: &'a Call) -> Context<'a> {
        Context { call, world: self.world, workspace: self.workspace, script: self.script }
    }
}

impl Context<'_> {
    /// The noise filter.
    pub fn filter(&self) -> &Filter {
        self.world.filter()
    }

    /// Stops when the user gave the run up; call it between chunks of work.
    ///
    /// # Errors
    /// [`EngineError::Cancelled`].
    pub fn check_cancelled(&self) -> Result<(), EngineError> {
        if self.world.is_cancelled() { Err(EngineError::Cancelled) } else { Ok(()) }
    }

    /// The rows of a dataset that a command looks at: its own `if` applied to rows and form, only the named variables
    /// (all, if none is named), codes flagged as missing turned into missing values.
    ///
    /// # Errors
    /// Unknown names, type mistakes in the condition, cancellation.
    pub fn analysed(&self, dataset: &Dataset, variables: &[Name]) -> Result<Dataset, EngineError> {
        self.analysed_showing(dataset, variables, &[])
    }

    /// The same, but the codes flagged as missing stay values of some of the variables: tables that show what is missing.
    ///
    /// # Errors
    /// As [`Context::analysed`].
    pub fn analysed_showing(
        &self,
        dataset: &Dataset,
        variables: &[Name],
        shown: &[Name],
    ) -> Result<Dataset, EngineError> {
        self.check_cancelled()?;
        let mut chosen = dataset.clone_without_columns();
        for name in variables {
            let column = dataset.require(name)?;
            let is_shown = shown.iter().any(|shown| shown.value == name.value);
            let column = if is_shown { column } else { without_flagged(&column)? };
            chosen.columns.insert(crate::names::canonical(&name.value), column);
        }
        if variables.is_empty() {
            for (name, column) in &dataset.columns {
                chosen.columns.insert(name.clone(), without_flagged(column)?);
            }
        }
        match &self.call.condition {
            None => Ok(chosen),
            Some(condition) => {
                let (mask, condition) = self.condition(dataset, condition)?;
                let mut kept = chosen.filter(&mask)?;
                kept.form = kept.form.keep(&condition);
                Ok(kept)
            }
        }
    }

    /// A condition over a dataset: the rows where it is true, and its normal form. No floor: it filters only.
    ///
    /// # Errors
    /// Unknown names and type mistakes.
    pub fn condition(&self, dataset: &Dataset, condition: &Expr) -> Result<(BooleanChunked, Condition), EngineError> {
        let mask = Evaluator::new(dataset).mask(condition)?;
        Ok((mask, form::condition(condition, dataset)?))
    }

    /// The persons behind a dataset's rows, for the filter.
    ///
    /// # Errors
    /// Failures of the world.
    pub fn population(&self, dataset: &Dataset) -> Result<Population, EngineError> {
        Ok(match &dataset.persons {
            Persons::Public => Population {
                persons: (0..u32::try_from(dataset.n_rows()).unwrap_or(u32::MAX)).collect(),
                keys: Arc::from([]),
                several_rows: false,
                one_row_by: None,
            },
            Persons::Behind { space, index, has_repeats } => Population {
                persons: index.clone(),
                keys: self.world.record_keys(space)?,
                several_rows: *has_repeats,
                one_row_by: dataset.time.clone().filter(|_| dataset.has_own_persons()),
            },
        })
    }

    /// The question that a dataset's rows are (after [`Context::analysed`]: with the command's own `if`).
    pub fn question(&self, dataset: &Dataset) -> Question {
        let profile = if self.workspace.has_register { Profile::Register } else { Profile::Open };
        let public_units = matches!(dataset.persons, Persons::Public);
        // Public units that `collapse` made hold values that passed the filter then; those of a register are facts.
        let passed_before = public_units && profile == Profile::Register && dataset.shape == Shape::Aggregated;
        Question { form: dataset.form.clone(), profile, public_units, passed_before }
    }

    /// Whether anything that the dataset's population or variables rest on is made up.
    pub fn rests_on_synthetic(&self, dataset: &Dataset) -> bool {
        self.is_synthetic(&dataset.form.sources())
            || dataset.columns.values().any(|column| self.is_synthetic(column.form.sources()))
    }

    /// Whether what rests on these databanks is made up.
    pub fn is_synthetic(&self, sources: &disclosure::normal_form::Sources) -> bool {
        sources.iter().any(|source| {
            self.workspace
                .used
                .iter()
                .any(|used| used.synthetic && used.name == *source.databank && used.version == *source.version)
        })
    }

    /// The active dataset, with units.
    ///
    /// # Errors
    /// There is none, or it is empty.
    pub fn active(&self) -> Result<Arc<Dataset>, EngineError> {
        let dataset = self.workspace.active().ok_or_else(|| codes::no_active_dataset(self.call.span))?;
        if dataset.unit.is_none() {
            return Err(codes::empty_dataset(self.call.span, &dataset.name).into());
        }
        Ok(dataset.clone())
    }
}

/// The column with codes that `recode … missing` flagged as missing values: how statistics see it.
///
/// # Errors
/// Failures of the normal form.
pub fn without_flagged(column: &Column) -> Result<Column, EngineError> {
    let flagged = match &column.titles {
        Some(titles) if !titles.missing.is_empty() => titles.missing.clone(),
        _ => return Ok(column.clone()),
    };
    let (values, literals): (Values, Vec<Value>) = match &column.values {
        Values::Codes(codes) => {
            let table: Vec<u32> = (0_u32..)
                .zip(codes.dictionary().iter())
                .map(|(code, text)| if flagged.contains(text) { crate::column::MISSING_CODE } else { code })
                .collect();
            let literals = flagged.iter().map(|code| Value::text(code.as_str())).collect();
            let table = Values::Codes(Codes::new(table, codes.dictionary().clone()));
            (typed::looked_up(&column.values, &table), literals)
        }
        Values::Long(numbers) => {
            let codes: Vec<i64> = flagged.iter().filter_map(|code| code.parse().ok()).collect();
            #[expect(clippy::cast_precision_loss, reason = "codes are small whole numbers")]
            let literals = codes.iter().map(|code| Value::number(*code as f64)).collect();
            (Values::Long(numbers.iter().map(|value| value.filter(|value| !codes.contains(value))).collect()), literals)
        }
        Values::Double(numbers) => {
            let codes: Vec<f64> = flagged.iter().filter_map(|code| code.parse().ok()).collect();
            let literals = codes.iter().map(|code| Value::number(*code)).collect();
            (
                Values::Double(numbers.iter().map(|value| value.filter(|value| !codes.contains(value))).collect()),
                literals,
            )
        }
        Values::Units { .. } => return Ok(column.clone()),
    };
    let flagged = Condition::in_values(&column.form, &literals);
    let form = ColumnForm::replaced(&column.form, &ColumnForm::literal(None), &flagged);
    Ok(Column { values, form, ..column.clone() })
}
