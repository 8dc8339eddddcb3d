#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
//! A streamed table has the very numbers of one that is made cell by cell.

use proptest::prelude::*;

use super::super::magnitude_table::cell_by_cell;
use super::*;
use crate::filter::Question;
use crate::normal_form::{ColumnForm, Kind, RegisterVariable, Source};
use crate::policy::{Profile, Tier};
use crate::record_key::record_keys;
use crate::seed::Keys;
use crate::statistic::{Category, Dimension, Numbers as RowValues, RowNumbers, Shared};

/// All cells of more than 64 persons are streamed: below, the most common value is found in another way.
const EXTENT: Extent = Extent { rows: 0, targets: 5000, small: 64 };

const WANTED: [Measure; 10] = [
    Measure::Mean,
    Measure::Std,
    Measure::Sum,
    Measure::Percentile(0.01),
    Measure::Percentile(0.25),
    Measure::Percentile(0.5),
    Measure::Iqr,
    Measure::Min,
    Measure::Max,
    Measure::Count,
];

fn variable(profile: Profile, name: &str, codes: Option<Vec<crate::Value>>) -> ColumnForm {
    ColumnForm::register_variable(&RegisterVariable {
        source: Source { databank: "no.test".into(), version: "1".into(), profile, tier: Tier::Ordinary },
        name,
        effective: "",
        kind: if codes.is_some() { Kind::Text } else { Kind::Real },
        codes,
        can_be_missing: true,
    })
}

/// Numbers with ties, holes and far-off ones, as whole or decimal ones.
fn numbers(kind: u32, draws: &[u32]) -> RowValues {
    let value = |draw: &u32| match kind {
        0 => f64::from(*draw) / 3.0,
        1 => f64::from(draw % 7) * 100.0,
        2 => [0.0, 0.0, 0.0, -5.0, f64::from(draw % 1000)][(draw % 5) as usize],
        3 => f64::from(draw % 100).powi(5) - 7.0,
        4 => 12.0 + if draw % 50 == 0 { f64::from(draw % 9) } else { 0.0 },
        _ => 4.25,
    };
    let valid: Vec<bool> = draws.iter().map(|draw| draw % 11 != 3).collect();
    if kind == 3 {
        let whole: Vec<i64> = draws.iter().map(|draw| value(draw) as i64).collect();
        return RowValues { values: RowNumbers::Whole(Shared::new(whole)), valid: Some(valid.into()) };
    }
    RowValues { values: draws.iter().map(value).collect::<Vec<f64>>().into(), valid: Some(valid.into()) }
}

fn dimension(profile: Profile, name: &str, codes: Vec<u32>, n: u32) -> Dimension {
    let value = |code: u32| crate::Value::from(code.to_string().as_str());
    let category = |code: u32| Category { value: value(code), label: None, is_listed: true };
    Dimension {
        name: name.to_owned(),
        label: name.to_owned(),
        codes: codes.into(),
        categories: (0..n).map(category).collect(),
        form: variable(profile, name, Some((0..n).map(value).collect())),
        is_date: false,
        made_from: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn streamed_tables_are_those_made_cell_by_cell(
        draws in prop::collection::vec(0_u32..1_000_000, 0..6000),
        kind in 0_u32..6,
        n_dimensions in 0_usize..3,
        is_open: bool,
        missing: bool,
        totals: bool,
        order in 0_u32..3,
        question in 0_u32..1000,
    ) {
        let profile = if is_open { Profile::Open } else { Profile::Register };
        let n = draws.len() as u32;
        let persons: Vec<u32> = match order {
            0 => (0..n).collect(),
            1 => (0..n).rev().collect(),
            _ => (0..n).map(|row| if row % 13 == 5 { u32::MAX } else { row }).collect(),
        };
        let pseudonyms: Vec<u64> = (0..u64::from(n)).collect();
        let keys = record_keys(&[5; 32], "FNR", &pseudonyms).into();
        let population = Population { persons: persons.into(), keys, several_rows: false, one_row_by: None };
        let codes = |divisor: u32, n: u32| draws.iter().map(|draw| draw / divisor % n).collect::<Vec<u32>>();
        let dimensions = [dimension(profile, "A", codes(17, 4), 3), dimension(profile, "B", codes(5, 6), 6)];
        let form = Form::population(&question.to_string(), &[], &[&variable(profile, "FIRST", None)], &[]);
        let question = Question::new(form, profile);
        let filter = Filter::new(Keys::new([7; 32], [9; 32]));
        let column = NumberColumn {
            name: "X".to_owned(),
            label: "X".to_owned(),
            numbers: numbers(kind, &draws),
            form: variable(profile, "X", None),
        };
        let protection = if is_open { Protection::Exact } else { Protection::Rules(Tier::Ordinary) };
        let dimensions = &dimensions[..n_dimensions];
        let grid = Grid::new(&filter, protection, &question, &population, dimensions, missing).unwrap();
        let one = Streamed {
            filter: &filter, protection, grid: &grid, population: &population, column: &column, wanted: &WANTED, totals,
        };
        let streamed = one.numbers(EXTENT).unwrap();
        let listed = cell_by_cell(&filter, protection, &grid, &population, &column, &WANTED, totals);
        prop_assert_eq!(&streamed, &listed);
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            prop_assert_eq!(&pool.install(|| one.numbers(EXTENT)).unwrap(), &streamed);
        }
    }

    #[test]
    fn few_valued_variables_are_counted_the_same(
        draws in prop::collection::vec(0_u32..1_000_000, 0..3000),
        question in 0_u32..1000,
    ) {
        let n = draws.len();
        let pseudonyms: Vec<u64> = (0..n as u64).collect();
        let keys = record_keys(&[5; 32], "FNR", &pseudonyms).into();
        let population = Population { persons: (0..n as u32).collect(), keys, several_rows: false, one_row_by: None };
        let codes: Vec<u32> = draws.iter().map(|draw| draw % 5).collect();
        let dimensions = [dimension(Profile::Register, "A", codes, 4)];
        let form = Form::population(&question.to_string(), &[], &[&variable(Profile::Register, "FIRST", None)], &[]);
        let question = Question::new(form, Profile::Register);
        let filter = Filter::new(Keys::new([7; 32], [9; 32]));
        let flag = ColumnForm::register_variable(&RegisterVariable {
            source: Source {
                databank: "no.test".into(), version: "1".into(), profile: Profile::Register, tier: Tier::Ordinary,
            },
            name: "FLAG",
            effective: "",
            kind: Kind::Groups(3),
            codes: None,
            can_be_missing: true,
        });
        let numbers: Vec<f64> = draws.iter().map(|draw| f64::from(draw / 100 % 4)).collect();
        let column = NumberColumn {
            name: "FLAG".to_owned(),
            label: "FLAG".to_owned(),
            numbers: RowValues { values: numbers.into(), valid: None },
            form: flag,
        };
        let protection = Protection::Rules(Tier::Ordinary);
        let grid = Grid::new(&filter, protection, &question, &population, &dimensions, false).unwrap();
        let one = Streamed {
            filter: &filter, protection, grid: &grid, population: &population, column: &column, wanted: &WANTED,
            totals: true,
        };
        prop_assume!(few_valued::values(filter.policy(), &column).is_some());
        let listed = cell_by_cell(&filter, protection, &grid, &population, &column, &WANTED, true);
        prop_assert_eq!(one.numbers(EXTENT).unwrap(), listed);
    }
}
