//! Where data commands meet the filter: floors of written values, and the released counts of the feedback.

use disclosure::statistic::{Counted, FeedbackInput, RowFlags, RowPersons};
use disclosure::{Check, ColumnForm, Condition, Confidential, Floored, Form, Population, Statistic, Verdict};
use language::call::Expr;
use language::span::Span;
use polars::prelude::BooleanChunked;
use polars_arrow::bitmap::Bitmap;
use wire::output::{Body, DatasetVariable, Rule};

use crate::column::Column;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::form;
use crate::lower::Floor;
use crate::shared;
use crate::typed::true_rows;

/// The keyed floor of conditions that write values into a dataset (near-sets 6.2).
pub struct WrittenValues<'a> {
    cx: &'a Context<'a>,
    dataset: &'a Dataset,
    population: Population,
    told: Vec<(Span, bool)>,
    asked: bool,
}

impl<'a> WrittenValues<'a> {
    /// For one command on one dataset.
    ///
    /// # Errors
    /// Failures of the world.
    pub fn new(cx: &'a Context<'a>, dataset: &'a Dataset) -> Result<Self, EngineError> {
        Ok(WrittenValues { cx, dataset, population: cx.population(dataset)?, told: Vec::new(), asked: false })
    }

    /// The conditions of the expression that a floor took a side from, by their place, and what they are for all rows now. The
    /// normal form of what was written is that of the values: one definition for two sets would be told by its draws.
    pub fn told(&self) -> &[(Span, bool)] {
        &self.told
    }

    /// Whether a condition inside an expression was looked at.
    pub fn asked(&self) -> bool {
        self.asked
    }

    /// The rows that an `if` or a rule writes to (all others are its other side), and the condition that they are.
    pub fn rows(&self, condition: &Condition, mask: &BooleanChunked) -> (Bitmap, Condition) {
        let sealed = Confidential::new(shared::flags(mask));
        let question = self.cx.question(self.dataset);
        match self.cx.filter().floor(&question, condition, &self.population, &sealed, None) {
            Floored::AsWritten => (true_rows(mask), condition.clone()),
            Floored::Nobody => (Bitmap::new_with_value(false, mask.len()), Condition::constant(Some(false))),
            Floored::Everybody => (Bitmap::new_with_value(true, mask.len()), Condition::constant(Some(true))),
        }
    }
}

impl Floor for WrittenValues<'_> {
    fn floor(&mut self, condition: &Expr, truth: BooleanChunked) -> Result<BooleanChunked, EngineError> {
        self.asked = true;
        let normal = form::condition_as_told(condition, self.dataset, &self.told)?;
        let (yes, no) = (Confidential::new(shared::flags(&truth)), Confidential::new(shared::flags(&!&truth)));
        let question = self.cx.question(self.dataset);
        let told = match self.cx.filter().floor(&question, &normal, &self.population, &yes, Some(&no)) {
            Floored::AsWritten => return Ok(truth),
            Floored::Nobody => false,
            Floored::Everybody => true,
        };
        self.told.push((condition.span, told));
        Ok(truth.iter().map(|value| value.map(|_| told)).collect())
    }
}

/// What the filter says of rows that break a check (`confidentiality.md` E.1). Every command that could fail on values asks here:
/// where it is to go on, it treats the rows as missing.
///
/// # Errors
/// Failures of the world.
pub fn value_check(
    cx: &Context<'_>,
    dataset: &Dataset,
    check: Check,
    columns: &[&ColumnForm],
    breaking: &[bool],
) -> Result<Verdict, EngineError> {
    let breaking = Confidential::new(subset(&cx.population(dataset)?, breaking));
    Ok(cx.filter().value_check(&cx.question(dataset), check, columns, &breaking))
}

/// The feedback of a data command, built step by step.
pub struct Feedback<'a> {
    cx: &'a Context<'a>,
    input: FeedbackInput,
    dataset: &'a Dataset,
}

impl<'a> Feedback<'a> {
    /// What a command did to a dataset.
    ///
    /// # Errors
    /// Failures of the world.
    pub fn new(cx: &'a Context<'a>, action: &str, dataset: &'a Dataset) -> Result<Self, EngineError> {
        let after = match dataset.unit {
            Some(_) => Some(Counted { form: dataset.form.clone(), population: cx.population(dataset)?, rows: None }),
            None => None,
        };
        let input = FeedbackInput {
            dataset: dataset.name.clone(),
            variables: variables(dataset),
            action: action.to_owned(),
            before: None,
            after,
            values: None,
            matched: None,
            asked: Vec::new(),
        };
        Ok(Feedback { cx, input, dataset })
    }

    /// The dataset as it was: for commands that remove or add rows.
    ///
    /// # Errors
    /// Failures of the world.
    pub fn before(mut self, before: &Dataset) -> Result<Self, EngineError> {
        if before.unit.is_some() {
            let population = self.cx.population(before)?;
            self.input.before = Some(Counted { form: before.form.clone(), population, rows: None });
        }
        Ok(self)
    }

    /// The rules that were asked on the way to the dataset.
    pub fn asked(mut self, rules: impl IntoIterator<Item = Rule>) -> Self {
        self.input.asked.extend(rules);
        self
    }

    /// The rows whose value was written or read.
    ///
    /// # Errors
    /// Failures of the world.
    pub fn values(mut self, form: Form, rows: RowFlags) -> Result<Self, EngineError> {
        self.input.values = Some(self.counted(form, Some(rows))?);
        Ok(self)
    }

    /// The rows of a column that have a value.
    ///
    /// # Errors
    /// Failures of the world.
    pub fn valid_values(self, column: &Column) -> Result<Self, EngineError> {
        let form = self.dataset.form.valid(&column.form);
        // A column in which nothing is missing is counted as the dataset is.
        let rows = (column.values.n_missing() > 0).then(|| shared::flags(&column.values.valid()));
        let mut all = self;
        all.input.values = Some(all.counted(form, rows)?);
        Ok(all)
    }

    /// The rows that found a partner.
    ///
    /// # Errors
    /// Failures of the world.
    pub fn matched(mut self, form: Form, rows: RowFlags) -> Result<Self, EngineError> {
        self.input.matched = Some(self.counted(form, Some(rows))?);
        Ok(self)
    }

    fn counted(&self, form: Form, rows: Option<RowFlags>) -> Result<Counted, EngineError> {
        Ok(Counted { form, population: self.cx.population(self.dataset)?, rows })
    }

    /// The released number of rows (of units, where a unit has one row).
    ///
    /// # Errors
    /// The population is too small.
    pub fn released_rows(self) -> Result<i64, EngineError> {
        let question = self.cx.question(self.dataset);
        let statistic = Confidential::new(Statistic::Feedback(Box::new(self.input)));
        let released = self.cx.filter().release(statistic, &question)?.into_inner();
        let size = released.into_iter().find_map(|output| match output.body {
            Body::Dataset(change) => change.rows.or(change.units),
            _ => None,
        });
        Ok(size.unwrap_or(0))
    }

    /// The answer.
    pub fn answer(self) -> Answer {
        let synthetic = self.cx.rests_on_synthetic(self.dataset);
        Answer::confidential(Statistic::Feedback(Box::new(self.input)), self.cx.question(self.dataset), synthetic)
    }
}

/// The persons behind some of the rows.
pub fn subset(population: &Population, rows: &[bool]) -> Population {
    let persons: RowPersons =
        population.persons.iter().zip(rows).filter(|(_, is_in)| **is_in).map(|(person, _)| *person).collect();
    Population { persons, ..population.clone() }
}

/// A dataset's variables as answers list them.
pub fn variables(dataset: &Dataset) -> Vec<DatasetVariable> {
    dataset
        .columns
        .iter()
        .map(|(name, column)| DatasetVariable {
            name: name.clone(),
            label: column.label.to_string(),
            data_type: column.type_name().to_owned(),
            unit_type: column.unit_type().map(|unit_type| unit_type.name().to_owned()),
        })
        .collect()
}
