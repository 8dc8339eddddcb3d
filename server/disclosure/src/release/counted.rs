//! The released numbers of rows of many sets at once: all cells and totals of a table, the bars of a histogram, the rows of a
//! dataset. Where each person has one row it is the count; else the persons' count decides whether, the weighted number of rows
//! what (near-sets 6.2 "rows"). Argument: `proofs/minimum_count.md`.

use std::borrow::Cow;
use std::iter::repeat_n;

use rayon::prelude::*;

use super::cell::{rows_with_weights, shown_rows};
use crate::filter::{Filter, Protection};
use crate::normal_form::Form;
use crate::passes::PersonRows;
use crate::rule::minimum_count::{Count, count};
use crate::rule::row_cap;
use crate::seed::Definition;
use crate::statistic::Population;
use crate::tally::{Fill, Margin, NO_CELL, Tally, all_cells, tally_filled, tally_several};
use crate::watch::Disjoint;
use crate::weights::{Plan, Units, finish};

/// Sets of so many persons or fewer are drawn from their list of rows: at least those that may go round again in the draw.
const SMALL: u64 = 512;

/// Many sets: rows fall into cells, cells into the cells of margins; each of those is a question.
pub(crate) struct Sets<'a> {
    pub(crate) fill: &'a Fill<'a>,
    /// Number of cells that rows are in.
    pub(crate) n_cells: usize,
    pub(crate) margins: &'a [Margin],
    pub(crate) population: &'a Population,
    /// Cells are so quickly told that they need not be held to be looked up in another order.
    pub(crate) direct: bool,
}

/// A set that is asked for.
struct Asked<'a> {
    filter: &'a Filter,
    form: &'a Form,
    tally: Tally,
    counted: Count,
    /// A person can have several rows in it.
    several: bool,
}

impl Asked<'_> {
    fn is_small(&self) -> bool {
        self.tally.set.n <= SMALL
    }
}

impl Sets<'_> {
    /// Counts of all sets, margin by margin; without `with_keys` they have no sums of keys.
    pub(crate) fn tallies(&self, with_keys: bool) -> Vec<Tally> {
        if self.population.several_rows {
            let tallies = tally_several(self.fill, self.direct, self.margins, self.population);
            return tallies.into_iter().flatten().collect();
        }
        let full = tally_filled(self.fill, self.n_cells, self.population, with_keys);
        let of_margin = |margin: &Margin| {
            let mut sums = vec![Tally::default(); margin.n];
            for (cell, tally) in (0..).zip(&full) {
                if let Some(sum) = sums.get_mut(margin.cell(cell) as usize) {
                    sum.merge(tally);
                }
            }
            sums
        };
        self.margins.iter().flat_map(of_margin).collect()
    }

    /// The released number of rows of each set that has a form; `is_listed`: metadata alone say that there is a set at its place.
    pub(crate) fn released(
        &self,
        filter: &Filter,
        protection: Protection,
        forms: &[Option<Form>],
        is_listed: &(dyn Fn(usize) -> bool + Sync),
    ) -> Vec<Option<i64>> {
        let tallies = self.tallies(!protection.is_exact());
        // A set alone is a level of its own, whatever else is counted.
        let level = |(at, margin): (usize, &Margin)| match margin.n {
            1 => Cow::Borrowed(filter),
            _ => filter.level(Disjoint::Margin(at)),
        };
        let levels: Vec<Cow<'_, Filter>> = self.margins.iter().enumerate().map(level).collect();
        let cells: Vec<[Cow<'_, Filter>; 2]> =
            levels.iter().map(|level| [level.cell(false), level.cell(true)]).collect();
        let of_margins = self.margins.iter().zip(&cells).flat_map(|(margin, cells)| repeat_n(cells, margin.n));
        let filters: Vec<&Filter> = of_margins
            .enumerate()
            .map(|(at, [unlisted, listed])| if is_listed(at) { &**listed } else { &**unlisted })
            .collect();
        let asked = |((form, tally), filter): ((&'_ Option<Form>, &Tally), &&Filter)| {
            let form = form.as_ref()?;
            let counted = count(filter, protection, form, tally.set);
            let several = self.population.within(form).several_rows;
            Some((counted, several))
        };
        let counted: Vec<Option<(Count, bool)>> = forms.par_iter().zip(&tallies).zip(&filters).map(asked).collect();
        let sets: Vec<Option<Asked<'_>>> = forms
            .iter()
            .zip(&tallies)
            .zip(counted)
            .zip(filters)
            .map(|(((form, tally), counted), filter)| {
                let (counted, several) = counted?;
                Some(Asked { filter, form: form.as_ref()?, tally: *tally, counted, several })
            })
            .collect();
        if protection.is_exact() {
            return sets.iter().map(|set| i64::try_from(set.as_ref()?.tally.rows).ok()).collect();
        }
        if !sets.iter().flatten().any(|set| set.several) {
            return sets.iter().map(|set| set.as_ref()?.counted.shown).collect();
        }
        self.drawn(filter, protection, &sets)
    }

    fn drawn(&self, filter: &Filter, protection: Protection, sets: &[Option<Asked<'_>>]) -> Vec<Option<i64>> {
        let cells = if self.direct { Vec::new() } else { all_cells(self.fill, self.population.rows()) };
        let cell = |row: usize| {
            if !self.direct {
                return cells.get(row).copied().unwrap_or(NO_CELL);
            }
            let mut one = [0];
            (self.fill)(row, &mut one);
            one[0]
        };
        let rows = PersonRows { cell: &cell, margins: self.margins, population: self.population };
        let plan = |set: &Option<Asked<'_>>| {
            let set = set.as_ref().filter(|set| set.several && !set.is_small())?;
            let sources = set.form.sources();
            let definition = Definition::new(set.form.def_id(), &sources);
            Some(Plan::new(filter, sources.tier(), &definition, set.tally.set, set.counted.or_zero()))
        };
        let mean = |set: &Option<Asked<'_>>| {
            let tally = set.as_ref().map_or_else(Tally::default, |set| set.tally);
            if tally.set.n == 0 { 0.0 } else { tally.rows as f64 / tally.set.n as f64 }
        };
        let plans: Vec<Option<Plan>> = sets.iter().map(plan).collect();
        let means: Vec<f64> = sets.iter().map(mean).collect();
        let leading = rows.leading(&plans, &means);
        let listed: Vec<bool> =
            sets.iter().map(|set| set.as_ref().is_some_and(|set| set.several && set.is_small())).collect();
        let listed = rows.rows_of(&listed);
        let all = sets.par_iter().zip(&plans).zip(&means).zip(leading).zip(&listed).enumerate();
        all.map(|(at, ((((set, plan), mean), leading), listed))| {
            let set = set.as_ref()?;
            let (Some(plan), Some(leading)) = (plan, leading) else {
                return match set.several {
                    true => shown_rows(set.filter, protection, set.form, self.population, listed),
                    false => set.counted.shown,
                };
            };
            let own = |person: usize| rows.rows_in(person as u32, at) as f64;
            let units = Units {
                n: set.tally.set.n as usize,
                key: |person: usize| self.population.key(person as u32),
                influence: |person: usize| (own(person) - mean).abs(),
            };
            let weights = finish(filter, plan.tier(), plan, &leading, &units);
            let question = (&Definition::new(set.form.def_id(), &set.form.sources()), set.tally.set);
            let changed = row_cap::changed_rows(filter, question, &leading, &weights, *mean, own);
            rows_with_weights(filter, set.counted, set.tally.rows as usize, changed)
        })
        .collect()
    }
}
