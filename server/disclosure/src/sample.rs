//! The places of rows in a random order for `sample` (confidentiality D.5, E.9): PRF of unit, lineage and draw, so a
//! dataset has as many draws as the command allows, smaller samples lie inside larger ones, and nobody can draw anew.
//! Argument: `proofs/sample.md`.

use crate::filter::Filter;
use crate::normal_form::Form;
use crate::seed::{Definition, Domain, mix};
use crate::statistic::Population;
use crate::tally::SetId;

impl Filter {
    /// A place in 0 … 1 for each row; rows of one person have the same place. `draw` numbers the draws of one lineage.
    ///
    /// The places decide which rows a dataset keeps and are told to nobody.
    pub fn sample_places(&self, lineage: &Form, draw: u64, population: &Population) -> Vec<f64> {
        let definition = Definition::new(lineage.def_id(), &lineage.sources());
        let seed = self.keys().seed(Domain::Sample, &definition, SetId { n: draw, sum: 0 }).u128(0);
        let is_public = population.keys.is_empty();
        let place = |(row, person): (usize, &u32)| {
            // Public facts have no record keys: their row number stands for them.
            let key = if is_public { row as u128 } else { population.key(*person) };
            (mix(key, seed) >> 11) as f64 / (1_u64 << 53) as f64
        };
        population.persons.iter().enumerate().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Keys;

    fn places(lineage: &str, draw: u64) -> Vec<f64> {
        let filter = Filter::new(Keys::new([1; 32], [2; 32]));
        let population = Population {
            persons: (0..4000).collect(),
            keys: (0..4000_u128).map(|person| person.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)).collect(),
            several_rows: false,
            one_row_by: None,
        };
        filter.sample_places(&Form::population(lineage, &[], &[], &[]), draw, &population)
    }

    #[test]
    fn draws_are_repeatable_and_differ_by_lineage_and_number() {
        assert_eq!(places("a", 1), places("a", 1));
        assert_ne!(places("a", 1), places("a", 2));
        assert_ne!(places("a", 1), places("b", 1));
    }

    #[test]
    fn places_are_spread_evenly() {
        let places = places("a", 3);
        let below = places.iter().filter(|place| **place < 0.3).count();
        assert!((1_050..1_350).contains(&below), "{below} of 4000 below 0.3");
        assert!(places.iter().all(|place| (0.0..1.0).contains(place)));
    }
}
