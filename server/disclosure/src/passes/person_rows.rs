//! Persons with several rows: how many rows of each person a target has, in one pass by person, for all targets at once.

use std::ops::Range;

use rayon::prelude::*;

use crate::statistic::Population;
use crate::tally::{BLOCK, Margin};
use crate::weights::{Leaders, Leading, Plan};

/// Places of rows that a part looks at.
const PART: usize = 1 << 19;

/// The rows of a table.
pub(crate) struct PersonRows<'a> {
    /// Row → cell over all dimensions.
    pub(crate) cell: &'a (dyn Fn(usize) -> u32 + Sync),
    pub(crate) margins: &'a [Margin],
    pub(crate) population: &'a Population,
}

/// What a person in a target is compared with before anything is kept.
struct Drawn {
    leaders: Leaders,
    /// Mean number of rows of a person.
    mean: f64,
}

impl PersonRows<'_> {
    /// Tells of each person between two places of the order, for each target, how many rows the person has there.
    fn each(&self, places: Range<usize>, mut see: impl FnMut(u32, usize, usize)) {
        let order = self.population.persons.order();
        let persons = order.persons(&self.population.persons, places.clone());
        let mut cells: Vec<u32> = Vec::with_capacity(BLOCK);
        let mut targets: Vec<u32> = Vec::new();
        let mut from = 0;
        while from < persons.len() {
            let mut to = (from + BLOCK).min(persons.len());
            while to < persons.len() && persons.get(to) == persons.get(to - 1) {
                to += 1;
            }
            // All cells of a block at once: many cache misses then pass at the same time.
            cells.clear();
            cells.extend((places.start + from..places.start + to).map(|place| (self.cell)(order.row(place))));
            let mut rest = cells.as_slice();
            for same in persons.get(from..to).unwrap_or_default().chunk_by(|a, b| a == b) {
                let (of_person, others) = rest.split_at(same.len().min(rest.len()));
                rest = others;
                let Some(person) = same.first() else { continue };
                let mut offset = 0;
                for margin in self.margins {
                    targets.clear();
                    let own = of_person.iter().map(|cell| margin.cell(*cell)).filter(|at| (*at as usize) < margin.n);
                    targets.extend(own);
                    targets.sort_unstable();
                    for same in targets.chunk_by(|a, b| a == b) {
                        if let Some(target) = same.first() {
                            see(*person, offset + *target as usize, same.len());
                        }
                    }
                    offset += margin.n;
                }
            }
            from = to;
        }
    }

    fn parts(&self) -> Vec<Range<usize>> {
        self.population.persons.order().parts(&self.population.persons, PART)
    }

    /// The persons that lead the draws of the targets that have a plan; influence is how far a person's number of rows is from
    /// the mean.
    pub(crate) fn leading(&self, plans: &[Option<Plan>], means: &[f64]) -> Vec<Option<Leading>> {
        let start = || -> Vec<Option<Drawn>> {
            let drawn = |(plan, mean): (&Option<Plan>, &f64)| {
                plan.as_ref().map(|plan| Drawn { leaders: Leaders::new(plan), mean: *mean })
            };
            plans.iter().zip(means).map(drawn).collect()
        };
        let part = |places: Range<usize>| {
            let mut all = start();
            self.each(places, |person, target, rows| {
                if let Some(Some(drawn)) = all.get_mut(target) {
                    let influence = (rows as f64 - drawn.mean).abs();
                    drawn.leaders.offer(person as usize, self.population.key(person), influence);
                }
            });
            all
        };
        let merged = |all: Vec<Option<Drawn>>, part: Vec<Option<Drawn>>| {
            let both = |(all, part): (Option<Drawn>, Option<Drawn>)| {
                let (all, part) = (all?, part?);
                Some(Drawn { leaders: all.leaders.merged(part.leaders), mean: all.mean })
            };
            all.into_iter().zip(part).map(both).collect()
        };
        let all = self.parts().into_par_iter().map(part).reduce_with(merged).unwrap_or_else(start);
        all.into_iter().zip(plans).map(|(drawn, plan)| Some(drawn?.leaders.leading(plan.as_ref()?))).collect()
    }

    /// The rows of the marked targets, by person.
    pub(crate) fn rows_of(&self, wanted: &[bool]) -> Vec<Vec<u32>> {
        let order = self.population.persons.order();
        let mut rows = vec![Vec::new(); wanted.len()];
        if !wanted.contains(&true) {
            return rows;
        }
        for row in self.parts().into_iter().flatten().map(|place| order.row(place)) {
            let cell = (self.cell)(row);
            let mut offset = 0;
            for margin in self.margins {
                let at = margin.cell(cell) as usize;
                if at < margin.n
                    && wanted.get(offset + at) == Some(&true)
                    && let Some(rows) = rows.get_mut(offset + at)
                {
                    rows.push(row as u32);
                }
                offset += margin.n;
            }
        }
        rows
    }

    /// How many rows a person has in a target.
    pub(crate) fn rows_in(&self, person: u32, target: usize) -> usize {
        let order = self.population.persons.order();
        let mut rows = 0;
        let places = order.places_of(&self.population.persons, person);
        self.each(places, |_, at, count| rows += if at == target { count } else { 0 });
        rows
    }
}
