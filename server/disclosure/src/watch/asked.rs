//! Sets that a script defined: the population of a dataset or of a command after its filters, the rows that a condition writes
//! to, the categories of a user-made column in a table. Cells of register variables are not among them (near-sets 6.3).

use super::Filter;
use crate::filter::Question;
use crate::normal_form::{Condition, DefId, Form, Sources};
use crate::seed::Keys;
use crate::statistic::{Dimension, GroupInput, HistogramBins, Population, RowCodes, RowFlags, Statistic};

/// A defined set that was asked about. Holds its rows, shared with whoever computed them, until it is dropped.
pub struct Asked {
    /// Keyed hash of the definition: equal for equal normal forms, over versions of the data too.
    pub definition: u128,
    /// Sets of one occasion exclude each other: the categories of one column, or one set alone.
    pub occasion: u128,
    /// A variable of the sensitive tier defines it.
    pub is_sensitive: bool,
    pub(super) population: Population,
    pub(super) rows: AskedRows,
}

/// The rows of a set.
pub(super) enum AskedRows {
    All,
    Flagged(RowFlags),
    Category(RowCodes, u32),
}

/// What sets an output is about.
pub(crate) struct Subject {
    keys: Keys,
    form: Form,
    population: Population,
    /// Only these rows belong to it.
    rows: Option<RowFlags>,
    /// User-made columns that split it.
    columns: Vec<Dimension>,
}

impl Subject {
    /// The sets of a statistic; `None` for exact answers and datasets without units.
    pub(super) fn of(filter: &Filter, statistic: &Statistic, question: &Question) -> Option<Self> {
        let (population, dimensions) = subject(statistic)?;
        let form = match statistic {
            Statistic::Feedback(input) => &input.after.as_ref()?.form,
            _ => &question.form,
        };
        Subject::new(filter, question, form, population, dimensions, &sources_beside(statistic))
    }

    /// The dataset whose groups are made.
    pub(crate) fn of_groups(filter: &Filter, input: &GroupInput, question: &Question) -> Option<Self> {
        let beside = input.variable.as_ref().map(|column| column.form.sources().clone()).unwrap_or_default();
        Subject::new(filter, question, &question.form, &input.population, vec![&input.by], &beside)
    }

    /// The rows that a condition writes to.
    pub(crate) fn of_condition(
        filter: &Filter,
        question: &Question,
        condition: &Condition,
        population: &Population,
        rows: &RowFlags,
    ) -> Option<Self> {
        let form = question.form.keep(condition);
        let subject = Subject::new(filter, question, &form, population, Vec::new(), &Sources::default())?;
        Some(Subject { rows: Some(rows.clone()), ..subject })
    }

    fn new(
        filter: &Filter,
        question: &Question,
        form: &Form,
        population: &Population,
        dimensions: Vec<&Dimension>,
        beside: &Sources,
    ) -> Option<Self> {
        let columns = dimensions.iter().map(|dimension| dimension.form.sources());
        let sources = columns.fold(form.sources().with(beside), |all, column| all.with(column));
        let is_made = |dimension: &&&Dimension| dimension.form.is_user_made();
        filter.is_protected(question, &sources).then(|| Subject {
            keys: filter.keys().clone(),
            form: form.clone(),
            population: population.clone(),
            rows: None,
            columns: dimensions.iter().filter(is_made).map(|dimension| (*dimension).clone()).collect(),
        })
    }

    /// The sets, the whole first.
    pub(super) fn sets(self) -> Vec<Asked> {
        let name = |definition: DefId| self.keys.definition_key(definition);
        let asked = |form: &Form, occasion: Option<u128>, rows: AskedRows| {
            let definition = name(form.def_id());
            Asked {
                definition,
                occasion: occasion.unwrap_or(definition),
                is_sensitive: form.sources().tier() == crate::policy::Tier::Sensitive,
                population: self.population.clone(),
                rows,
            }
        };
        let whole = self.rows.clone().map_or(AskedRows::All, AskedRows::Flagged);
        let mut sets = vec![asked(&self.form, None, whole)];
        for column in &self.columns {
            let occasion = name(self.form.valid(&column.form).def_id());
            for (at, category) in (0..).zip(&column.categories) {
                let rows = AskedRows::Category(column.codes.clone(), at);
                sets.push(asked(&self.form.cell(&column.form, Some(&category.value)), Some(occasion), rows));
            }
        }
        sets
    }
}

/// The population that a statistic is about, and the columns that split it.
fn subject(statistic: &Statistic) -> Option<(&Population, Vec<&Dimension>)> {
    Some(match statistic {
        Statistic::FrequencyTable(input) => (&input.population, input.dimensions.iter().collect()),
        Statistic::MagnitudeTable(input) => (&input.population, input.dimensions.iter().collect()),
        Statistic::Summary(input) => (&input.population, input.by.iter().collect()),
        Statistic::Bars(input) => {
            (&input.population, input.categories.iter().chain(&input.over).chain(&input.by).collect())
        }
        Statistic::Histogram(input) => {
            let discrete = match &input.bins {
                HistogramBins::Discrete(dimension) => Some(dimension),
                _ => None,
            };
            (&input.population, input.by.iter().chain(discrete).collect())
        }
        Statistic::Model(input) => (&input.population, Vec::new()),
        Statistic::Feedback(input) => (&input.after.as_ref()?.population, Vec::new()),
    })
}

/// The sources of variables that a statistic is of, beside those that split it.
fn sources_beside(statistic: &Statistic) -> Sources {
    match statistic {
        Statistic::MagnitudeTable(input) => Sources::union(input.variables.iter().map(|column| column.form.sources())),
        Statistic::Summary(input) => Sources::union(input.variables.iter().map(|column| column.form.sources())),
        Statistic::Histogram(input) => input.variable.form.sources().clone(),
        Statistic::Model(input) => Sources::union(input.columns.iter().map(|column| column.form.sources())),
        Statistic::Bars(input) => match &input.statistic {
            crate::statistic::BarStatistic::Of { variables, .. } => {
                Sources::union(variables.iter().map(|column| column.form.sources()))
            }
            _ => Sources::default(),
        },
        Statistic::FrequencyTable(_) | Statistic::Feedback(_) => Sources::default(),
    }
}
