use super::*;
use crate::normal_form::ColumnForm;
use crate::statistic::{Category, Dimension, NumberColumn, RowNumbers};
use crate::watch::sketch::made_up::Random;

fn numbers(values: Vec<f64>) -> Origin {
    let numbers = Numbers { values: RowNumbers::from(values), valid: None };
    Origin::Numbers(NumberColumn {
        name: String::new(),
        label: String::new(),
        numbers,
        form: ColumnForm::literal(None),
    })
}

fn categories(codes: Vec<u32>, n: usize) -> Origin {
    let category = |at: usize| Category { value: (at as f64).into(), label: None, is_listed: true };
    Origin::Categories(Dimension {
        name: String::new(),
        label: String::new(),
        codes: codes.into(),
        categories: (0..n).map(category).collect(),
        form: ColumnForm::literal(None),
        is_date: false,
        made_from: Vec::new(),
    })
}

/// Wages to the krone, and ten thousand persons or so.
fn wages(n: usize, seed: u64) -> Vec<f64> {
    let mut random = Random(seed);
    (0..n).map(|_| (libm::exp(12.0 + 2.0 * (random.uniform() + random.uniform() - 1.0))).round()).collect()
}

fn codes(values: &[f64], of: impl Fn(f64) -> u32) -> RowCodes {
    values.iter().map(|value| of(*value)).collect()
}

#[test]
fn digits_and_hashes_know_nothing_of_their_variable() {
    for n in [1000, 10_000, 300_000] {
        for seed in 0..5 {
            let wages = wages(n, seed);
            let parity = codes(&wages, |wage| (wage % 2.0) as u32);
            let digit = codes(&wages, |wage| (wage / 10.0 % 10.0) as u32);
            let hash = codes(&wages, |wage| (crate::seed::mix_words(wage as u64, seed, 1, 2) % 4) as u32);
            let source = numbers(wages);
            for (split, parts) in [(parity, 2), (digit, 10), (hash, 4)] {
                let shared = shared(&split, parts, &source, n);
                assert!(shared < 0.02, "{n} rows, {parts} parts: {shared}");
            }
        }
    }
}

#[test]
fn recodes_know_their_variable() {
    let n = 20_000;
    let wages = wages(n, 9);
    let high = codes(&wages, |wage| u32::from(wage > 200_000.0));
    let classes = codes(&wages, |wage| (wage / 100_000.0) as u32);
    let source = numbers(wages);
    assert!(shared(&high, 2, &source, n) > 0.8);
    assert!(shared(&classes, 20, &source, n) > 0.6);
    let mut random = Random(4);
    let towns: Vec<u32> = (0..n).map(|_| random.below(350) as u32).collect();
    let region: RowCodes = towns.iter().map(|town| town / 35).collect();
    let even: RowCodes = towns.iter().map(|town| town % 2).collect();
    let towns = categories(towns, 350);
    assert!(shared(&region, 10, &towns, n) > 0.9);
    assert!(shared(&even, 2, &towns, n) > 0.9, "a function of a code list is no draw");
}

#[test]
fn a_column_of_two_variables_knows_each_a_little_and_one_of_one_value_is_no_split() {
    let n = 20_000;
    let mut random = Random(6);
    let (one, other): (Vec<f64>, Vec<f64>) = (0..n).map(|_| (random.uniform(), random.uniform())).unzip();
    let larger: RowCodes = one.iter().zip(&other).map(|(one, other)| u32::from(one > other)).collect();
    assert!(shared(&larger, 2, &numbers(one), n) > 0.1);
    let constant: RowCodes = vec![0; n].into();
    assert_eq!(shared_with_nothing(&constant, 1, n), 1.0);
    let drawn: RowCodes = (0..n).map(|_| random.below(2) as u32).collect();
    assert_eq!(shared_with_nothing(&drawn, 2, n), 0.0);
}
