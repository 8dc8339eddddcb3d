//! The sketches of several sets of rows, in one pass over the persons behind them.

use std::ops::Range;

use rayon::prelude::*;

use super::field::{P, fold, residue};
use super::{BUCKETS, SUMS, Sketch};
use crate::seed::mix;
use crate::statistic::Population;
use crate::tally::{BLOCK, NOBODY, SetId};

/// Persons a parallel part looks at.
const PART: usize = 1 << 18;

/// Sums before they are reduced: so many of less than 2^32 fit as there will ever be persons.
type Sums = [[u64; SUMS]; BUCKETS];

/// One set on its way.
#[derive(Clone)]
struct Growing {
    set: SetId,
    sums: Sums,
    /// The last person: a person's rows stand side by side.
    last: u32,
}

impl Growing {
    const EMPTY: Growing = Growing { set: SetId { n: 0, sum: 0 }, sums: [[0; SUMS]; BUCKETS], last: NOBODY };

    fn merge(&mut self, other: &Growing) {
        self.set = self.set.merged(other.set);
        for (own, other) in self.sums.iter_mut().flatten().zip(other.sums.iter().flatten()) {
            *own += *other;
        }
    }

    fn sketch(&self) -> Sketch {
        Sketch { n: self.set.n, sum: self.set.sum, buckets: self.sums.map(|bucket| bucket.map(residue)) }
    }
}

/// The sketches of `n_sets` sets: `set_of` a row is one of them, or a number beyond them. `seed` hides the places of persons.
pub(crate) fn sketches(
    population: &Population,
    n_sets: usize,
    seed: u128,
    set_of: &(dyn Fn(usize) -> u32 + Sync),
) -> Vec<Sketch> {
    let order = population.persons.order();
    let arch = pulp::Arch::new();
    let part = |places: Range<usize>| {
        let mut sets = vec![Growing::EMPTY; n_sets];
        for from in places.clone().step_by(BLOCK) {
            let block = from..(from + BLOCK).min(places.end);
            let persons = order.persons(&population.persons, block.clone());
            let rows = block.map(|place| order.row(place));
            arch.dispatch(Add { population, seed, persons, rows, set_of, sets: &mut sets });
        }
        sets
    };
    let merged = |mut all: Vec<Growing>, part: Vec<Growing>| {
        all.iter_mut().zip(&part).for_each(|(all, part)| all.merge(part));
        all
    };
    let found = order.parts(&population.persons, PART).into_par_iter().map(part).reduce_with(merged);
    found.map_or_else(|| vec![Sketch::default(); n_sets], |sets| sets.iter().map(Growing::sketch).collect())
}

/// Adds the persons of some rows; a type of its own, as a closure would not be compiled for the processor at hand.
struct Add<'a, R> {
    population: &'a Population,
    seed: u128,
    persons: &'a [u32],
    rows: R,
    set_of: &'a (dyn Fn(usize) -> u32 + Sync),
    sets: &'a mut [Growing],
}

impl<R: Iterator<Item = usize>> pulp::NullaryFnOnce for Add<'_, R> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (person, row) in self.persons.iter().zip(self.rows) {
            let Some(growing) = self.sets.get_mut((self.set_of)(row) as usize) else { continue };
            if growing.last == *person || *person == NOBODY {
                continue;
            }
            growing.last = *person;
            let key = self.population.key(*person);
            growing.set.add(key);
            let place = mix(key, self.seed);
            let powers = powers(place as u32 & P);
            if let Some(sums) = growing.sums.get_mut((place >> 61) as usize) {
                sums.iter_mut().zip(powers).for_each(|(sum, power)| *sum += power);
            }
        }
    }
}

/// x^0 … x^15, not quite reduced.
#[inline(always)]
fn powers(x: u32) -> [u64; SUMS] {
    // Places are 1 … P − 1.
    let x = u64::from(x.clamp(1, P - 1));
    let mut powers = [1_u64; SUMS];
    let mut step = x;
    let mut known = 1;
    while known < SUMS {
        let (low, high) = powers.split_at_mut(known);
        high.iter_mut().zip(low).for_each(|(high, low)| *high = fold(*low * step));
        step = fold(step * step);
        known *= 2;
    }
    powers
}
