//! Sets that a script defined: the population of a dataset or of a command after its filters, the rows that a condition writes
//! to, the categories of a user-made column in a table. Cells of register variables are not among them (near-sets 6.3).

use std::sync::Arc;

use super::meter::DefinedSet;
use super::sketch::{Sketch, sketches};
use super::split::{Cells, MAX_CATEGORIES, Origins, Split, largest};
use crate::filter::{Filter, Question};
use crate::normal_form::{Condition, DefId, Form, Sources};
use crate::policy::Tier;
use crate::seed::Keys;
use crate::statistic::{BarStatistic, Dimension, GroupInput, HistogramBins, Population, RowFlags, Statistic};
use crate::tally::NO_CELL;

/// What a column counts for whose values are not known without data: how many occur must not be told.
const UNKNOWN_CATEGORIES: u32 = 20;

/// A defined set that was asked about. Holds its rows, shared with whoever computed them, until it is dropped.
pub struct Asked {
    /// Keyed hash of the definition: equal for equal normal forms, over versions of the data too.
    pub definition: u128,
    /// Sets of one occasion exclude each other: the categories of one column, or one set alone.
    pub occasion: u128,
    /// How many sets the occasion counts for: known without data, for quotas show it.
    pub weight: u32,
    /// A variable of the sensitive tier defines it.
    pub is_sensitive: bool,
    rows: AskedRows,
}

/// The rows of a set.
enum AskedRows {
    All(Population),
    Flagged(Population, RowFlags),
    Category(Arc<Cells>, u32),
}

impl Asked {
    /// The set with its sketch, as the meter takes it in: a pass over its persons, so it is made after the answer left. The first of a
    /// column's categories makes the sketches of all.
    pub fn defined(&self, keys: &Keys) -> DefinedSet {
        let Asked { definition, occasion, weight, .. } = *self;
        DefinedSet { definition, occasion, weight, sketch: self.sketch(keys) }
    }

    fn sketch(&self, keys: &Keys) -> Sketch {
        let one = |population: &Population, set_of: &(dyn Fn(usize) -> u32 + Sync)| {
            sketches(population, 1, keys.sketch_seed(), set_of).pop().unwrap_or_default()
        };
        match &self.rows {
            AskedRows::All(population) => one(population, &|_| 0),
            AskedRows::Flagged(population, flags) => {
                let flags = flags.view();
                one(population, &|row| if flags.at(row) { 0 } else { NO_CELL })
            }
            AskedRows::Category(cells, at) => cells.sketches(keys).get(*at as usize).cloned().unwrap_or_default(),
        }
    }
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
        // The times of a panel split its rows, not its persons.
        let is_time = |dimension: &Dimension| population.one_row_by.as_ref() == Some(&dimension.form);
        let is_made = |dimension: &&&Dimension| dimension.form.is_user_made() && !is_time(dimension);
        filter.is_protected(question, &sources).then(|| Subject {
            keys: filter.keys().clone(),
            form: form.clone(),
            population: population.clone(),
            rows: None,
            columns: dimensions.iter().filter(is_made).map(|dimension| (*dimension).clone()).collect(),
        })
    }

    /// The sets, the whole first, and the splits by user-made columns.
    pub(super) fn unfold(self) -> (Vec<Asked>, Vec<Split>) {
        let name = |definition: DefId| self.keys.definition_key(definition);
        let asked = |form: &Form, (occasion, weight): (Option<u128>, u32), rows: AskedRows| {
            let definition = name(form.def_id());
            Asked {
                definition,
                occasion: occasion.unwrap_or(definition),
                weight,
                is_sensitive: form.sources().tier() == Tier::Sensitive,
                rows,
            }
        };
        let population = &self.population;
        let whole = match &self.rows {
            Some(flags) => AskedRows::Flagged(population.clone(), flags.clone()),
            None => AskedRows::All(population.clone()),
        };
        let mut sets = vec![asked(&self.form, (None, 1), whole)];
        let mut splits = Vec::new();
        for column in &self.columns {
            let occasion = name(self.form.valid(&column.form).def_id());
            let known = column.form.few_values(usize::MAX).map(|values| values.len().min(MAX_CATEGORIES) as u32);
            let weighted = (Some(occasion), known.unwrap_or(UNKNOWN_CATEGORIES));
            let (codes, categories) = largest(column);
            let cells = Arc::new(Cells::new(population, vec![(codes, categories.len())]));
            let origins = Origins { known: column.made_from.clone(), n: column.form.roots().len() };
            splits.push(Split { partition: occasion, cells: cells.clone(), origins: Some(origins) });
            for (at, category) in (0..).zip(categories) {
                let rows = AskedRows::Category(cells.clone(), at);
                sets.push(asked(&self.form.cell(&column.form, Some(&category.value)), weighted, rows));
            }
        }
        splits.extend(self.joint());
        (sets, splits)
    }

    /// The split by all user-made columns together, if they are several.
    fn joint(&self) -> Option<Split> {
        let columns = self.columns.iter().map(|column| (column.codes.clone(), column.categories.len()));
        let cells = Cells::new(&self.population, columns.collect());
        let valid = self.columns.iter().fold(self.form.clone(), |form, column| form.valid(&column.form));
        let partition = self.keys.definition_key(valid.def_id());
        (self.columns.len() > 1 && cells.n() <= MAX_CATEGORIES).then(|| Split {
            partition,
            cells: Arc::new(cells),
            origins: None,
        })
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
        Statistic::Pairs(input) => (&input.models.first()?.population, Vec::new()),
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
        Statistic::Pairs(input) => {
            let columns = input.models.iter().flat_map(|model| &model.columns);
            Sources::union(columns.map(|column| column.form.sources()))
        }
        Statistic::Bars(input) => match &input.statistic {
            BarStatistic::Of { variables, .. } => Sources::union(variables.iter().map(|column| column.form.sources())),
            _ => Sources::default(),
        },
        Statistic::FrequencyTable(_) | Statistic::Feedback(_) => Sources::default(),
    }
}
