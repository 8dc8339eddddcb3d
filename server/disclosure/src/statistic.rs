//! What a command may ask for: confidential inputs, filled by the engine, opened by the filter only.
//!
//! Everything here is given **for the rows the command works on** (its `if` applied, the [`Form`](crate::Form) of the question says so too),
//! one entry a row, in the dataset's order. No row is dropped for a missing value by the engine: the filter does it,
//! variable by variable, and puts the condition into the question.

mod bits;
mod fitted;
mod model;
mod numbers;
mod persons;
mod rows;
mod sample;
mod table;

use std::ops::Range;
use std::sync::Arc;

pub use bits::{Blend, spread};
pub use fitted::{Fitted, FittedCell, FittedColumn, FittedKind, FittedTable, FittedTerm, FittedValues};
pub use model::{
    Estimator, FitFailure, ModelAnswer, ModelColumn, ModelInput, ModelUse, ModelValues, OnSample, PairsInput, RowsOf,
};
pub(crate) use numbers::NumbersView;
pub use numbers::{Numbers, RowNumbers};
pub use persons::RowPersons;
pub(crate) use rows::{Flags, Placed};
pub use rows::{RowCodes, RowFlags, Shared};
pub use sample::{Sample, SampleCodes, SampleColumn, SampleNumbers, SamplePersons, SampleRows};
pub use table::{
    BarInput, BarStatistic, Category, CountMeasure, Dimension, FrequencyInput, HistogramBins, HistogramInput,
    HistogramScale, Interval, MagnitudeInput, Measure, Origin, SortBy, SummaryInput, TableLayout,
};
use wire::output::{DatasetVariable, Rule};

use crate::normal_form::{ColumnForm, Form};
use crate::tally::{NOBODY, Order};

/// A code index that means missing.
pub const MISSING: u32 = u32::MAX;

/// The persons (or other pseudonymised units) behind rows.
#[derive(Clone)]
pub struct Population {
    /// Row → dense index of the person behind it.
    pub persons: RowPersons,
    /// Dense index → record key.
    pub keys: Arc<[u128]>,
    /// Whether one person can have several rows, by metadata (jobs, spells, panels), never by looking.
    pub several_rows: bool,
    /// By metadata a person has at most one row for each value of this column: the times of a panel of persons.
    pub one_row_by: Option<ColumnForm>,
}

impl Population {
    /// Number of rows: true, so it stays inside.
    pub(crate) fn rows(&self) -> usize {
        self.persons.len()
    }

    /// The same as the rows of a question see it: one row a person where its filters leave one time of a panel, so that a panel's
    /// cell of one date shows n̂ however it is asked for (near-sets 6.2 "rows").
    pub(crate) fn within(&self, form: &Form) -> Population {
        let is_one = |column: &ColumnForm| form.values_left(column).is_some_and(|values| values.len() == 1);
        let several_rows = self.several_rows && !self.one_row_by.as_ref().is_some_and(is_one);
        Population { several_rows, ..self.clone() }
    }

    /// The person behind a row; `u32::MAX` for none.
    pub(crate) fn person(&self, row: usize) -> u32 {
        self.persons.get(row).copied().unwrap_or(NOBODY)
    }

    /// The keys of rows behind which persons stand one after the other.
    pub(crate) fn keys_of_run(&self, rows: Range<usize>) -> Option<&[u128]> {
        match self.persons.order() {
            Order::Run(first) => self.keys.get(*first as usize + rows.start..*first as usize + rows.end),
            Order::Ascending(_) | Order::Sorted { .. } => None,
        }
    }

    /// The keys of some rows: where they lie, or gathered.
    pub(crate) fn keys_of<'k>(&'k self, rows: Range<usize>, gathered: &'k mut [u128]) -> &'k [u128] {
        if let Some(keys) = self.keys_of_run(rows.clone()) {
            return keys;
        }
        let n = rows.len();
        let persons = self.persons.get(rows).unwrap_or_default();
        gathered.iter_mut().zip(persons).for_each(|(key, person)| *key = self.key(*person));
        gathered.get(..n).unwrap_or_default()
    }

    /// The record key of a person.
    pub(crate) fn key(&self, person: u32) -> u128 {
        self.keys.get(person as usize).copied().unwrap_or_default()
    }
}

/// A numeric variable with its name for people and its provenance.
#[derive(Clone)]
pub struct NumberColumn {
    /// Name in the dataset.
    pub name: String,
    /// Title.
    pub label: String,
    /// The numbers.
    pub numbers: Numbers,
    /// Where they come from.
    pub form: ColumnForm,
}

/// Rows of a question that are only counted.
#[derive(Clone)]
pub struct Counted {
    /// The question.
    pub form: Form,
    /// The rows of the dataset.
    pub population: Population,
    /// Those that belong to the question; `None`: all.
    pub rows: Option<RowFlags>,
}

/// After a command that changed data: the counts that may be told.
#[derive(Clone)]
pub struct FeedbackInput {
    /// Dataset name.
    pub dataset: String,
    /// Its variables now.
    pub variables: Vec<DatasetVariable>,
    /// `create`, `import`, `generate`, `replace`, `keep`, `drop`, `merge` …
    pub action: String,
    /// The dataset before the command, for commands that remove or add rows.
    pub before: Option<Counted>,
    /// The dataset now; `None` for a dataset without units yet.
    pub after: Option<Counted>,
    /// The rows whose value was written or read (form: the dataset's with the condition, or `valid(column)`).
    pub values: Option<Counted>,
    /// The rows that found a partner.
    pub matched: Option<Counted>,
    /// Rules that the engine asked for on the way: floors of written values, checks, values of groups.
    pub asked: Vec<Rule>,
}

/// Group values of `collapse` and `aggregate` by something that is no pseudonymised unit (confidentiality E.3).
#[derive(Clone)]
pub struct GroupInput {
    /// The rows.
    pub population: Population,
    /// The groups.
    pub by: Dimension,
    /// What is computed.
    pub statistic: GroupStatistic,
    /// Of which variable; `None` only for a count of rows.
    pub variable: Option<NumberColumn>,
}

/// Statistics of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupStatistic {
    /// Rows with a value.
    Count,
    /// Mean.
    Mean,
    /// Sum.
    Sum,
    /// Standard deviation.
    Sd,
    /// Median.
    Median,
    /// Interquartile range.
    Iqr,
    /// Gini coefficient.
    Gini,
    /// sd / √n.
    SeMean,
    /// √(p(1−p)/n) of a 0/1 variable.
    SeBinomial,
    /// Percent of valid rows that lie in the group.
    Percent,
    /// Smallest value: under `open` only, else missing.
    Min,
    /// Largest value: likewise.
    Max,
}

/// What a command asks for.
pub enum Statistic {
    /// `tabulate`.
    FrequencyTable(FrequencyInput),
    /// `tabulate …, summarize()`.
    MagnitudeTable(MagnitudeInput),
    /// `summarize`.
    Summary(SummaryInput),
    /// `barchart`.
    Bars(BarInput),
    /// `histogram`.
    Histogram(HistogramInput),
    /// `regress` and later models.
    Model(ModelInput),
    /// `correlate`: one table of several models, those of pairs of variables.
    Pairs(PairsInput),
    /// After commands that change data.
    Feedback(Box<FeedbackInput>),
}
