//! The units of one cell, in a canonical order, and how many rows of it may be told.
//! Argument: `proofs/minimum_count.md`.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::filter::{Filter, Protection};
use crate::normal_form::Form;
use crate::rule::minimum_count::{Count, count};
use crate::rule::{row_cap, variation};
use crate::seed::Definition;
use crate::statistic::Population;
use crate::tally::{ByPerson, NOBODY, SetId, by_person};
use crate::weights::{self, Plan, Units, Weights};

/// Rows of a cell ordered by person, so that nothing depends on the order of a dataset.
pub(crate) struct CellUnits<'a> {
    population: &'a Population,
    /// Rows, neighbours if of one person; none where only their values are looked at.
    pub(crate) rows: Vec<u32>,
    n_rows: usize,
    /// The persons.
    persons: Vec<u32>,
    /// Where each person's rows start, and the end; empty if each person has one row.
    starts: Vec<u32>,
    pub(crate) set: SetId,
}

impl<'a> CellUnits<'a> {
    /// Orders rows by person, and a person's rows by `value`. `known` is the set where it was counted already.
    pub(crate) fn new(
        population: &'a Population,
        rows: &[u32],
        known: Option<SetId>,
        value: impl Fn(u32) -> f64 + Sync,
    ) -> Self {
        // Rows without a person behind them are nobody's: no count sees them.
        let rows = by_person(rows, population);
        let persons: Vec<u32> = rows.iter().map(|row| population.person(*row as usize)).collect();
        CellUnits::ordered(population, ByPerson { rows: &rows, persons: &persons }, known, value)
    }

    /// The same of rows that stand by person.
    fn ordered(
        population: &'a Population,
        ordered: ByPerson<'_>,
        known: Option<SetId>,
        value: impl Fn(u32) -> f64 + Sync,
    ) -> Self {
        let mut rows = ordered.rows.to_vec();
        let sort = |own: Range<usize>| {
            if let Some(own) = rows.get_mut(own) {
                own.sort_by(|a, b| value(*a).total_cmp(&value(*b)));
            }
        };
        let (persons, starts) = split(population, ordered.persons, sort);
        let n_rows = rows.len();
        let mut units = CellUnits { population, rows, n_rows, persons, starts, set: SetId::default() };
        units.set = known.unwrap_or_else(|| {
            let n = units.persons.len();
            let sum = (0..n).into_par_iter().map(|unit| units.key(unit)).reduce(|| 0, u128::wrapping_add);
            SetId { n: n as u64, sum }
        });
        units
    }

    /// The same where only the values of the rows are looked at, one a row: those of a person are sorted, the rows are not kept.
    pub(crate) fn measured(population: &'a Population, ordered: ByPerson<'_>, set: SetId, values: &mut [f64]) -> Self {
        let sort = |own: Range<usize>| {
            if let Some(own) = values.get_mut(own) {
                own.sort_by(f64::total_cmp);
            }
        };
        let (persons, starts) = split(population, ordered.persons, sort);
        CellUnits { population, rows: Vec::new(), n_rows: ordered.rows.len(), persons, starts, set }
    }

    /// Number of persons.
    pub(crate) fn n(&self) -> usize {
        self.set.n as usize
    }

    /// The places in [`CellUnits::rows`] of a person's rows.
    pub(crate) fn places(&self, unit: usize) -> Range<usize> {
        if !self.population.several_rows {
            return unit..unit + 1;
        }
        match (self.starts.get(unit), self.starts.get(unit + 1)) {
            (Some(from), Some(to)) => *from as usize..*to as usize,
            _ => 0..0,
        }
    }

    /// The person of a row, by its place.
    pub(crate) fn of_place(&self, place: usize) -> usize {
        if !self.population.several_rows {
            return place;
        }
        self.starts.partition_point(|start| *start as usize <= place).saturating_sub(1)
    }

    /// The value of each person that all of the person's rows have, NaN where they differ; `values`: one a row, in the order
    /// of rows.
    pub(crate) fn of_persons<'v>(&self, values: &'v [f64]) -> Cow<'v, [f64]> {
        if !self.population.several_rows {
            return Cow::Borrowed(values);
        }
        let rows = |unit: usize| self.places(unit).filter_map(|place| values.get(place).copied());
        let common: Vec<f64> = (0..self.n()).into_par_iter().map(|unit| variation::common_to(rows(unit))).collect();
        Cow::Owned(common)
    }

    /// The record key of a person.
    pub(crate) fn key(&self, unit: usize) -> u128 {
        self.population.key(self.persons.get(unit).copied().unwrap_or(NOBODY))
    }

    /// Weights of persons as weights of rows.
    pub(crate) fn row_weights(&self, weights: &Weights) -> Vec<(usize, f64)> {
        if !self.population.several_rows {
            return weights.changed.clone();
        }
        weights.changed.iter().flat_map(|(unit, weight)| self.places(*unit).map(|place| (place, *weight))).collect()
    }

    /// The shown number of rows: the persons' count decides whether, the weighted number of rows what.
    pub(crate) fn shown_rows(&self, filter: &Filter, form: &Form, found: Count) -> Option<i64> {
        if !self.population.several_rows {
            return found.shown;
        }
        let sources = form.sources();
        let (tier, definition) = (sources.tier(), Definition::new(form.def_id(), &sources));
        let n = self.n();
        let mean = if n == 0 { 0.0 } else { self.n_rows as f64 / n as f64 };
        let drawn =
            Units { n, key: |unit| self.key(unit), influence: |unit| (self.places(unit).len() as f64 - mean).abs() };
        let plan = Plan::new(filter, tier, &definition, self.set, found.or_zero());
        let (leading, weights) = weights::draw_leading(filter, &plan, &drawn);
        let rows = |unit: usize| self.places(unit).len() as f64;
        let changed = row_cap::changed_rows(filter, (&definition, self.set), &leading, &weights, mean, rows);
        rows_with_weights(filter, found, self.n_rows, changed)
    }
}

/// The persons of rows that stand by person, and where the rows of each start and end, if a person can have several; `sort` is
/// told the places of a person's rows.
fn split(population: &Population, by_row: &[u32], mut sort: impl FnMut(Range<usize>)) -> (Vec<u32>, Vec<u32>) {
    if !population.several_rows {
        return (by_row.to_vec(), Vec::new());
    }
    let (mut persons, mut starts) = (Vec::new(), Vec::new());
    let mut at = 0;
    for same in by_row.chunk_by(|a, b| a == b) {
        if same.len() > 1 {
            sort(at..at + same.len());
        }
        persons.extend(same.first());
        starts.push(at as u32);
        at += same.len();
    }
    starts.push(at as u32);
    (persons, starts)
}

/// The shown number of `rows` rows, `changed` the sum of what weights take away from them or add.
pub(crate) fn rows_with_weights(filter: &Filter, found: Count, rows: usize, changed: f64) -> Option<i64> {
    // The weights of a handful of persons can take away more rows than there are: nothing below the least count is told.
    let least = |persons: i64| persons.min(filter.policy().show_min);
    found.shown.map(|persons| ((rows as f64 + changed).round() as i64).max(least(persons)))
}

/// The shown number of some rows.
pub(crate) fn shown_rows(
    filter: &Filter,
    protection: Protection,
    form: &Form,
    population: &Population,
    rows: &[u32],
) -> Option<i64> {
    match protection {
        Protection::Exact => i64::try_from(rows.len()).ok(),
        Protection::Rules(_) => {
            let population = &population.within(form);
            let units = CellUnits::new(population, rows, None, |_| 0.0);
            let found = count(filter, protection, form, units.set);
            units.shown_rows(filter, form, found)
        }
    }
}
