//! Regressors in which too few persons of one outcome differ: a model of choices or durations would tell of one person whether an outcome is
//! predicted perfectly, and its estimate would jump from a number to none. Argument: `proofs/outcome.md`.

use std::ops::Range;

use super::levels::Factor;
use super::units::ModelUnits;
use crate::filter::{Filter, Protection};
use crate::normal_form::{ColumnForm, Comparison, Condition, Form, Value};
use crate::rule::minimum_count::count;
use crate::rule::value_floor;
use crate::statistic::{
    Category, ModelColumn, ModelInput, ModelUse, ModelValues, Numbers, RowCodes, SampleCodes, SampleNumbers, SampleRows,
};
use crate::tally::{BLOCK, NO_CELL, SetId, tally_filled};

/// The outcomes of a model, by their classes: those without an event, and those with one, for 0 and 1.
pub(super) struct Outcome<'a> {
    column: &'a ModelColumn,
    values: Classes<'a>,
    /// The classes that must be many enough.
    guarded: Range<usize>,
}

enum Classes<'a> {
    Binary(&'a Numbers),
    Codes(&'a RowCodes, &'a [Category]),
}

/// The outcomes of rows of a sample.
enum Read {
    Binary(SampleNumbers),
    Codes(SampleCodes),
}

impl<'a> Outcome<'a> {
    /// The outcome that a model explains, if it is one of classes.
    pub(super) fn of(input: &'a ModelInput) -> Option<Self> {
        input.columns.iter().find_map(|column| match (&column.values, column.use_in_model) {
            (ModelValues::Numbers(numbers), ModelUse::Outcome) => {
                Some(Outcome { column, values: Classes::Binary(numbers), guarded: 0..2 })
            }
            (ModelValues::Numbers(numbers), ModelUse::Events) => {
                Some(Outcome { column, values: Classes::Binary(numbers), guarded: 1..2 })
            }
            (ModelValues::Factor { codes, categories }, ModelUse::Outcome | ModelUse::Dependent) => {
                Some(Outcome { column, values: Classes::Codes(codes, categories), guarded: 0..categories.len() })
            }
            _ => None,
        })
    }

    fn n_classes(&self) -> usize {
        self.guarded.end
    }

    /// The question that the rows of a class are.
    fn form(&self, form: &Form, class: usize) -> Form {
        let value = match &self.values {
            Classes::Binary(_) => Some(Value::number(if class == 0 { 0.0 } else { 1.0 })),
            Classes::Codes(_, categories) => categories.get(class).map(|category| category.value.clone()),
        };
        form.keep(&Condition::in_values(&self.column.form, &value.into_iter().collect::<Vec<Value>>()))
    }

    /// Which categories of a factor have too few persons of some class that has persons at all. `stays`: the rows with a value in every column.
    pub(super) fn is_thin(
        &self,
        filter: &Filter,
        (input, stays): (&ModelInput, Option<&[bool]>),
        form: &Form,
        factor: &Factor<'_>,
    ) -> Vec<bool> {
        let (n, n_classes) = (factor.categories.len(), self.n_classes());
        let identity = |n: usize| (0..n as u32).collect::<Vec<u32>>();
        let levels = factor.codes.view().placed(identity(n), NO_CELL);
        let fill = |from: usize, cells: &mut [u32]| {
            levels.add(from, cells);
            let mut classes = vec![0; cells.len()];
            self.read(from, &mut classes);
            let stays = stays.and_then(|stays| stays.get(from..));
            for (at, (cell, class)) in cells.iter_mut().zip(classes).enumerate() {
                let is_in = stays.is_none_or(|stays| stays.get(at) == Some(&true));
                *cell = if is_in && *cell < n as u32 && class < n_classes as u32 {
                    *cell + class * n as u32
                } else {
                    NO_CELL
                };
            }
        };
        let counts = tally_filled(&fill, n * n_classes, &input.population, true);
        let set =
            |level: usize, class: usize| counts.get(class * n + level).map_or_else(SetId::default, |tally| tally.set);
        // A class that is lost itself guards nothing.
        let has_class: Vec<bool> = (0..n_classes)
            .map(|class| {
                let all = (0..n).fold(SetId::default(), |all, level| all.merged(set(level, class)));
                !value_floor::below(filter, &self.form(form, class), all)
            })
            .collect();
        let is_thin = |(level, category): (usize, &Category)| {
            let form = form.cell(&factor.column.form, Some(&category.value));
            let guarded = self.guarded.clone().filter(|class| has_class.get(*class) == Some(&true));
            // All are looked at, whatever is found.
            guarded.fold(false, |found, class| {
                value_floor::below(filter, &self.form(&form, class), set(level, class)) | found
            })
        };
        factor.categories.iter().enumerate().map(is_thin).collect()
    }

    /// Whether too few persons of some class differ from the most common value of a number, or, if it has two values, have it.
    pub(super) fn is_hardly_explained(
        &self,
        filter: &Filter,
        form: &Form,
        units: &ModelUnits<'_>,
        (column, values): (&ModelColumn, &SampleNumbers),
        common: f64,
    ) -> bool {
        let (most, n_classes) = (filter.policy().floor.1 as usize, self.n_classes());
        let outcomes = self.of_rows(units.rows());
        // By class: who has the common value, and who another; and who has neither it nor the first other value.
        let mut having: Vec<[Vec<usize>; 2]> = vec![Default::default(); n_classes];
        let (mut second, mut third) = (None, Vec::new());
        let is_enough = |list: &[usize]| list.len() >= most;
        let (mut numbers, mut classes) = (vec![0.0; BLOCK], vec![0; BLOCK]);
        'rows: for first in (0..units.n()).step_by(BLOCK) {
            let last = (first + BLOCK).min(units.n());
            let rows = units.places(first).start..units.places(last - 1).end;
            numbers.resize(rows.len(), 0.0);
            classes.resize(rows.len(), 0);
            values.read(rows.start, &mut numbers);
            outcomes.read(rows.start, &mut classes);
            for unit in first..last {
                let own = units.places(unit);
                let own = own.start - rows.start..own.end - rows.start;
                let of_unit =
                    numbers.get(own.clone()).unwrap_or_default().iter().zip(classes.get(own).unwrap_or_default());
                for (value, class) in of_unit {
                    let Some(having) = having.get_mut(*class as usize) else { continue };
                    let is_other = *value != common;
                    let list = &mut having[usize::from(is_other)];
                    if list.len() < most && list.last() != Some(&unit) {
                        list.push(unit);
                    }
                    if is_other
                        && *value != *second.get_or_insert(*value)
                        && third.len() < most
                        && third.last() != Some(&unit)
                    {
                        third.push(unit);
                    }
                }
                let guarded = || self.guarded.clone().filter_map(|class| having.get(class));
                let are_others = guarded().all(|[_, others]| is_enough(others));
                if are_others && (is_enough(&third) || guarded().all(|[common, _]| is_enough(common))) {
                    break 'rows;
                }
            }
        }
        let literal = ColumnForm::literal(Some(Value::number(common)));
        let below = |class: usize, comparison: Comparison, list: &[usize]| {
            let form = self.form(form, class).keep(&Condition::compare(comparison, &column.form, &literal));
            let mut set = SetId::default();
            list.iter().for_each(|unit| set.add(units.key(*unit)));
            list.len() < most && value_floor::below(filter, &form, set)
        };
        let other = form.keep(&Condition::compare(Comparison::NotEqual, &column.form, &literal));
        let mut thirds = SetId::default();
        third.iter().for_each(|unit| thirds.add(units.key(*unit)));
        let has_two = third.len() < most && value_floor::below(filter, &other, thirds);
        self.guarded.clone().filter_map(|class| having.get(class).map(|having| (class, having))).any(
            |(class, [same, others])| {
                // A class of too few is lost itself: the model says so.
                let is_lost = same.len() + others.len() < filter.policy().floor.0 as usize;
                !is_lost
                    && (below(class, Comparison::NotEqual, others) || has_two && below(class, Comparison::Equal, same))
            },
        )
    }

    /// The released number of persons with an event; `None` where the model has no events.
    pub(super) fn n_events(
        &self,
        filter: &Filter,
        protection: Protection,
        form: &Form,
        units: &ModelUnits<'_>,
    ) -> Option<i64> {
        if self.column.use_in_model != ModelUse::Events {
            return None;
        }
        let outcomes = self.of_rows(units.rows());
        let mut set = SetId::default();
        let mut classes = vec![0; BLOCK];
        for first in (0..units.n()).step_by(BLOCK) {
            let last = (first + BLOCK).min(units.n());
            let rows = units.places(first).start..units.places(last - 1).end;
            classes.resize(rows.len(), 0);
            outcomes.read(rows.start, &mut classes);
            for unit in first..last {
                let own = units.places(unit);
                let own = classes.get(own.start - rows.start..own.end - rows.start).unwrap_or_default();
                if own.contains(&1) {
                    set.add(units.key(unit));
                }
            }
        }
        Some(count(filter, protection, &self.form(form, 1), set).shown.unwrap_or_default())
    }

    fn of_rows(&self, rows: &SampleRows) -> Read {
        match &self.values {
            Classes::Binary(numbers) => Read::Binary(SampleNumbers::new((*numbers).clone(), rows.clone())),
            Classes::Codes(codes, categories) => {
                Read::Codes(SampleCodes::new((*codes).clone(), rows.clone(), categories.len()))
            }
        }
    }

    /// The classes of rows of the population.
    fn read(&self, first: usize, classes: &mut [u32]) {
        match &self.values {
            Classes::Binary(numbers) => {
                let mut values = vec![0.0; classes.len()];
                numbers.view().fill(first, &mut values);
                to_classes(&values, classes);
            }
            Classes::Codes(codes, categories) => {
                codes.view().placed((0..categories.len() as u32).collect(), NO_CELL).add(first, classes);
            }
        }
    }
}

impl Read {
    fn read(&self, first: usize, classes: &mut [u32]) {
        match self {
            Read::Binary(numbers) => {
                let mut values = vec![0.0; classes.len()];
                numbers.read(first, &mut values);
                to_classes(&values, classes);
            }
            Read::Codes(codes) => codes.read(first, classes),
        }
    }
}

fn to_classes(values: &[f64], classes: &mut [u32]) {
    for (class, value) in classes.iter_mut().zip(values) {
        *class = if value.is_nan() { NO_CELL } else { u32::from(*value != 0.0) };
    }
}
