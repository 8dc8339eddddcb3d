//! The persons of a model's rows, in a canonical order. Argument: `proofs/model.md`.

use rayon::prelude::*;

use super::super::cell::CellUnits;
use crate::filter::{Filter, Protection};
use crate::normal_form::Form;
use crate::rule::minimum_count::count;
use crate::rule::variation;
use crate::statistic::{Population, SampleNumbers, SampleRows};
use crate::tally::{BLOCK, Order, SetId};
use crate::weights::Weights;

/// Rows in the order of their persons.
pub(super) enum ModelUnits<'a> {
    /// Rows stand in that order as they are, one a person: nothing is ordered or held.
    One { population: &'a Population, rows: SampleRows, set: SetId },
    /// Any other.
    Several { units: CellUnits<'a>, rows: SampleRows },
}

impl<'a> ModelUnits<'a> {
    /// Orders the rows, all of which have a person behind them. `known`: their set, where it was found before.
    pub(super) fn new(population: &'a Population, rows: SampleRows, known: Option<SetId>) -> Self {
        let is_in_order = matches!(population.persons.order(), Order::Run(_) | Order::Ascending(_));
        if is_in_order && !population.several_rows {
            let set = match (&rows, known) {
                (_, Some(known)) => known,
                (SampleRows::All(_), None) => SetId::of_all(population),
                (SampleRows::Listed { rows, .. }, None) => {
                    let key = |row: &u32| population.key(population.person(*row as usize));
                    SetId { n: rows.len() as u64, sum: rows.par_iter().map(key).reduce(|| 0, u128::wrapping_add) }
                }
            };
            return ModelUnits::One { population, rows, set };
        }
        let listed: Vec<u32> = rows.iter().collect();
        let units = CellUnits::new(population, &listed, None, f64::from);
        let rows = SampleRows::listed(units.rows.clone());
        ModelUnits::Several { units, rows }
    }

    /// The rows in the order of persons.
    pub(super) fn rows(&self) -> &SampleRows {
        match self {
            ModelUnits::One { rows, .. } | ModelUnits::Several { rows, .. } => rows,
        }
    }

    /// The set of persons.
    pub(super) fn set(&self) -> SetId {
        match self {
            ModelUnits::One { set, .. } => *set,
            ModelUnits::Several { units, .. } => units.set,
        }
    }

    /// Number of persons.
    pub(super) fn n(&self) -> usize {
        self.set().n as usize
    }

    /// Whether a person is a row: the same number.
    pub(super) fn have_one_row(&self) -> bool {
        matches!(self, ModelUnits::One { .. })
    }

    /// The places of a person's rows.
    pub(super) fn places(&self, unit: usize) -> std::ops::Range<usize> {
        match self {
            ModelUnits::One { .. } => unit..unit + 1,
            ModelUnits::Several { units, .. } => units.places(unit),
        }
    }

    /// The person of a row, by its place.
    pub(super) fn of_place(&self, place: usize) -> usize {
        match self {
            ModelUnits::One { .. } => place,
            ModelUnits::Several { units, .. } => units.of_place(place),
        }
    }

    /// The record key of a person.
    pub(super) fn key(&self, unit: usize) -> u128 {
        match self {
            ModelUnits::One { population, rows, .. } => population.key(population.person(rows.at(unit))),
            ModelUnits::Several { units, .. } => units.key(unit),
        }
    }

    /// Weights of persons as weights of rows, ascending by place.
    pub(super) fn row_weights(&self, weights: &Weights) -> Vec<(usize, f64)> {
        match self {
            ModelUnits::One { .. } => weights.changed.clone(),
            ModelUnits::Several { units, .. } => units.row_weights(weights),
        }
    }

    /// The number of rows that may be told; nothing where it is hidden.
    pub(super) fn shown_rows(&self, filter: &Filter, protection: Protection, form: &Form) -> i64 {
        if protection.is_exact() {
            return self.rows().len() as i64;
        }
        let found = count(filter, protection, form, self.set());
        let shown = match self {
            ModelUnits::One { .. } => found.shown,
            ModelUnits::Several { units, .. } => units.shown_rows(filter, form, found),
        };
        shown.unwrap_or_default()
    }

    /// The number of persons that may be told; nothing where it is hidden.
    pub(super) fn shown_persons(&self, filter: &Filter, protection: Protection, form: &Form) -> i64 {
        if protection.is_exact() {
            return self.n() as i64;
        }
        count(filter, protection, form, self.set()).shown.unwrap_or_default()
    }

    /// Visits persons in order with the value that all of a person's rows have (NaN where they differ), until `visit` says no.
    pub(super) fn each_person(&self, values: &SampleNumbers, mut visit: impl FnMut(usize, f64) -> bool) {
        let mut buffer = vec![0.0; BLOCK];
        for first in (0..self.n()).step_by(BLOCK) {
            let last = (first + BLOCK).min(self.n());
            let rows = self.places(first).start..self.places(last - 1).end;
            buffer.resize(rows.len(), 0.0);
            values.read(rows.start, &mut buffer);
            for unit in first..last {
                let own = self.places(unit);
                let own = buffer.get(own.start - rows.start..own.end - rows.start).unwrap_or_default();
                if !visit(unit, variation::common_to(own.iter().copied())) {
                    return;
                }
            }
        }
    }
}
