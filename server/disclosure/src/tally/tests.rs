#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
//! Counting against the definition, for any rows, order and number of threads.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::statistic::RowFlags;

fn population(persons: &[u32], several_rows: bool) -> Population {
    let keys = (0..64_u128).map(|person| (person + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835));
    Population { persons: persons.into(), keys: keys.collect(), several_rows, one_row_by: None }
}

fn by_definition(cells: &[u32], n_cells: u32, population: &Population) -> Vec<Tally> {
    (0..n_cells)
        .map(|wanted| {
            let rows: Vec<u32> = cells
                .iter()
                .zip(population.persons.iter())
                .filter(|(cell, person)| **cell == wanted && **person != NOBODY)
                .map(|(_, person)| *person)
                .collect();
            let persons: BTreeSet<u32> = rows.iter().copied().collect();
            let sum = persons.iter().fold(0_u128, |sum, person| sum.wrapping_add(population.key(*person)));
            Tally { set: SetId { n: persons.len() as u64, sum }, rows: rows.len() as u64 }
        })
        .collect()
}

proptest! {
    #[test]
    fn distinct_persons_are_counted(rows in prop::collection::vec((0_u32..6, 0_u32..20), 0..200), sorted: bool) {
        let mut rows = rows;
        if sorted {
            rows.sort_by_key(|(_, person)| *person);
        }
        let persons: Vec<u32> = rows.iter().map(|(_, person)| if *person == 19 { NOBODY } else { *person }).collect();
        // Cell 5 does not exist: such rows belong to none.
        let cells: Vec<u32> = rows.iter().map(|(cell, _)| *cell).collect();
        let population = population(&persons, true);
        let expected = by_definition(&cells, 5, &population);
        prop_assert_eq!(&tally(&cells, 5, &population), &expected);
        for (cell, expected) in (0..).zip(&expected) {
            let flags: RowFlags = cells.iter().map(|own| *own == cell).collect::<Vec<bool>>().into();
            prop_assert_eq!(SetId::of_flagged(&population, flags.view()), expected.set);
        }
        let all: Vec<u32> = (0..cells.len() as u32).collect();
        let ordered = by_person(&all, &population);
        let key = |row: u32| (persons[row as usize], row);
        let is_ordered = ordered.windows(2).all(|pair| key(pair[0]) < key(pair[1]));
        prop_assert!(is_ordered);
        prop_assert_eq!(ordered.len(), persons.iter().filter(|person| **person != NOBODY).count());
        let half: Vec<u32> = all.iter().copied().filter(|row| row % 2 == 1).collect();
        let expected: Vec<u32> = ordered.iter().copied().filter(|row| row % 2 == 1).collect();
        prop_assert_eq!(by_person(&half, &population), expected);
        let margins = [Margin { to: Some(vec![0; 5]), n: 1 }, Margin { to: Some(vec![1, 0, 1, 0, 1]), n: 2 }];
        let coarser: Vec<Vec<u32>> = vec![
            cells.iter().map(|cell| if *cell < 5 { 0 } else { NO_CELL }).collect(),
            cells.iter().map(|cell| if *cell < 5 { 1 - cell % 2 } else { NO_CELL }).collect(),
        ];
        let found = tally_several(&written(&cells), false, &margins, &population);
        prop_assert_eq!(&tally_several(&written(&cells), true, &margins, &population), &found);
        for (found, (coarser, n)) in found.iter().zip(coarser.iter().zip([1, 2])) {
            prop_assert_eq!(found, &by_definition(coarser, n, &population));
        }
    }

    #[test]
    fn single_rows_are_counted(cells in prop::collection::vec(0_u32..6, 0..60)) {
        let persons: Vec<u32> = (0..cells.len() as u32).rev().collect();
        let shuffled = population(&persons, false);
        prop_assert_eq!(tally(&cells, 5, &shuffled), by_definition(&cells, 5, &shuffled));
        let run: Vec<u32> = (3..3 + cells.len() as u32).collect();
        let run = population(&run, false);
        let expected = by_definition(&cells, 5, &run);
        prop_assert_eq!(&tally(&cells, 5, &run), &expected);
        let counted = tally_filled(&written(&cells), 5, &run, false);
        let (counted, expected): (Vec<u64>, Vec<u64>) =
            (counted.iter().map(|tally| tally.set.n).collect(), expected.iter().map(|tally| tally.set.n).collect());
        prop_assert_eq!(counted, expected);
    }

    #[test]
    fn nobodys_rows_are_in_no_cell(cells in prop::collection::vec(0_u32..6, 0..60), nobody in 0_u32..60) {
        let persons: Vec<u32> = (0..cells.len() as u32).map(|row| if row >= nobody { NOBODY } else { row }).collect();
        let population = population(&persons, false);
        prop_assert_eq!(tally(&cells, 5, &population), by_definition(&cells, 5, &population));
        let flags: RowFlags = cells.iter().map(|own| *own != 2).collect::<Vec<bool>>().into();
        let negated: RowFlags = cells.iter().map(|own| *own == 2).collect::<Vec<bool>>().into();
        let set = SetId::of_flagged(&population, flags.view());
        prop_assert_eq!(SetId::of_flagged(&population, negated.view().negated()), set);
        let rest = SetId::of_flagged(&population, negated.view());
        prop_assert_eq!(set.merged(rest), SetId::of_all(&population));
    }

    #[test]
    fn groups_hold_each_row_once_in_order(cells in prop::collection::vec(0_u32..6, 0..60)) {
        let persons: Vec<u32> = (0..cells.len() as u32).collect();
        let groups = Groups::new(&cells, 5, &population(&persons, false));
        for cell in 0..5 {
            let expected: Vec<u32> = (0..cells.len() as u32).filter(|row| cells[*row as usize] == cell).collect();
            prop_assert_eq!(groups.of(cell as usize).rows, expected.as_slice());
        }
    }
}

#[test]
fn blocks_and_threads_do_not_matter() {
    let n = 700_001_u32;
    let persons: Vec<u32> = (0..n).collect();
    let cells: Vec<u32> = (0..n).map(|row| row.wrapping_mul(2_654_435_761) % 13).collect();
    let keys: Vec<u128> = (0..u128::from(n)).map(|person| person.wrapping_mul(0x1234_5678_9abc_def1_1111)).collect();
    let population = Population { persons: persons.into(), keys: keys.into(), several_rows: false, one_row_by: None };
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tally(&cells, 13, &population))
    };
    let one = run(1);
    assert_eq!(one, run(4));
    assert_eq!(one.iter().map(|tally| tally.rows).sum::<u64>(), u64::from(n));
}
