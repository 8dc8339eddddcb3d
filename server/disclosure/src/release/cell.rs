//! The units of one cell, in a canonical order, and how many rows of it may be told.

use rayon::prelude::*;

use crate::filter::{Filter, Protection};
use crate::normal_form::Form;
use crate::rule::minimum_count::{Count, count};
use crate::seed::Definition;
use crate::statistic::Population;
use crate::tally::SetId;
use crate::weights::{self, Units, Weights};

/// Rows of a cell ordered by person, so that nothing depends on the order of a dataset.
pub(crate) struct CellUnits<'a> {
    population: &'a Population,
    /// Rows, neighbours if of one person.
    pub(crate) rows: Vec<u32>,
    /// Where each person's rows start, and the end; empty if each person has one row.
    starts: Vec<usize>,
    pub(crate) set: SetId,
}

impl<'a> CellUnits<'a> {
    /// Orders rows by person, and a person's rows by `value`.
    pub(crate) fn new(population: &'a Population, rows: &[u32], value: impl Fn(u32) -> f64 + Sync) -> Self {
        let person = |row: u32| population.persons.get(row as usize).copied().unwrap_or(u32::MAX);
        let mut rows = rows.to_vec();
        if population.several_rows || !rows.is_sorted_by_key(|row| person(*row)) {
            rows.par_sort_unstable_by(|a, b| person(*a).cmp(&person(*b)).then(value(*a).total_cmp(&value(*b))));
        }
        let mut starts = Vec::new();
        if population.several_rows {
            let mut last = None;
            for (at, row) in rows.iter().enumerate() {
                if last != Some(person(*row)) {
                    last = Some(person(*row));
                    starts.push(at);
                }
            }
            starts.push(rows.len());
        }
        let key = |row: u32| population.key(person(row));
        let set = if population.several_rows {
            let firsts = starts.split_last().map_or(&[][..], |(_, firsts)| firsts);
            let sum = firsts.iter().filter_map(|at| rows.get(*at)).fold(0_u128, |sum, row| sum.wrapping_add(key(*row)));
            SetId { n: firsts.len() as u64, sum }
        } else {
            let sum = rows.par_iter().map(|row| key(*row)).reduce(|| 0, u128::wrapping_add);
            SetId { n: rows.len() as u64, sum }
        };
        CellUnits { population, rows, starts, set }
    }

    /// Number of persons.
    pub(crate) fn n(&self) -> usize {
        self.set.n as usize
    }

    /// The places in [`CellUnits::rows`] of a person's rows.
    pub(crate) fn places(&self, unit: usize) -> std::ops::Range<usize> {
        if !self.population.several_rows {
            return unit..unit + 1;
        }
        match (self.starts.get(unit), self.starts.get(unit + 1)) {
            (Some(from), Some(to)) => *from..*to,
            _ => 0..0,
        }
    }

    /// The record key of a person.
    pub(crate) fn key(&self, unit: usize) -> u128 {
        let row = self.rows.get(self.places(unit).start).copied().unwrap_or_default();
        let person = self.population.persons.get(row as usize).copied().unwrap_or(u32::MAX);
        self.population.key(person)
    }

    /// Weights of persons as weights of rows.
    pub(crate) fn row_weights(&self, weights: &Weights) -> Vec<(usize, f64)> {
        if !self.population.several_rows {
            return weights.changed.clone();
        }
        weights.changed.iter().flat_map(|(unit, weight)| self.places(*unit).map(|place| (place, *weight))).collect()
    }
}

/// The shown number of rows: the persons' count decides whether, the weighted number of rows what.
pub(crate) fn shown_rows(
    filter: &Filter,
    protection: Protection,
    form: &Form,
    population: &Population,
    rows: &[u32],
) -> Option<i64> {
    let units = CellUnits::new(population, rows, |_| 0.0);
    let found = count(filter, protection, form, units.set);
    match protection {
        Protection::Exact => i64::try_from(rows.len()).ok(),
        Protection::Rules(tier) => {
            let weighted = weighted_rows(filter, tier, form, &units, found);
            found.shown.map(|_| weighted)
        }
    }
}

fn weighted_rows(filter: &Filter, tier: crate::Tier, form: &Form, units: &CellUnits<'_>, found: Count) -> i64 {
    let definition = Definition::new(form.def_id(), &form.sources());
    let n = units.n();
    let mean = if n == 0 { 0.0 } else { units.rows.len() as f64 / n as f64 };
    let drawn = Units {
        n,
        key: &|unit| units.key(unit),
        influence: &|unit| (units.places(unit).len() as f64 - mean).abs(),
    };
    let weights = weights::draw(filter, tier, &definition, units.set, found.or_zero(), &drawn);
    let changed: f64 =
        weights.changed.iter().map(|(unit, weight)| (weight - 1.0) * units.places(*unit).len() as f64).sum();
    (units.rows.len() as f64 + changed).round() as i64
}
