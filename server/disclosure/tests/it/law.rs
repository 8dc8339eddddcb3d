//! Same question, same numbers: whatever the order of rows, the number of threads, or the spelling.

use disclosure::statistic::{CountMeasure, Measure};
use disclosure::{Comparison, Condition, Profile, Question};
use proptest::prelude::*;
use wire::output::Table;

use super::support::{
    Random, dimension, filter, form, frequency, magnitude, magnitudes_of, numbers, persons, population, question,
    shuffled, table_of,
};

fn tables(order: &[usize], several_rows: bool) -> (Table, Table) {
    let n = order.len();
    let mut random = Random(5);
    let sex: Vec<u32> = (0..n).map(|_| random.below(2)).collect();
    let region: Vec<u32> = (0..n).map(|_| random.below(6)).collect();
    let wage: Vec<f64> = (0..n).map(|_| (random.normal() * 0.7).exp() * 400_000.0).collect();
    let person: Vec<u32> = (0..n as u32).map(|row| if several_rows { row / 3 } else { row }).collect();
    let population = population(shuffled(&person, order).to_vec(), n, several_rows);
    let codes = |values: &[u32]| shuffled(values, order).to_vec();
    let dimensions = vec![
        dimension(Profile::Register, "SEX", codes(&sex), &["1", "2"]),
        dimension(Profile::Register, "REGION", codes(&region), &["a", "b", "c", "d", "e", "f"]),
    ];
    let wage = numbers(Profile::Register, "WAGE", shuffled(&wage, order).to_vec());
    let question = question(Profile::Register, "law");
    let measures = [Measure::Mean, Measure::Std, Measure::Sum, Measure::Percentile(0.5), Measure::Gini, Measure::Count];
    (
        table_of(&filter(), frequency(&population, dimensions.clone()), &question),
        magnitudes_of(&filter(), magnitude(&population, dimensions, vec![wage], &measures), &question),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn row_order_does_not_matter(seed: u64, several_rows: bool) {
        let straight: Vec<usize> = (0..3000).collect();
        let mut mixed = straight.clone();
        let mut random = Random(seed);
        for at in (1..mixed.len()).rev() {
            mixed.swap(at, random.below(at as u32 + 1) as usize);
        }
        prop_assert_eq!(tables(&straight, several_rows), tables(&mixed, several_rows));
    }
}

#[test]
fn threads_do_not_matter() {
    let order: Vec<usize> = (0..3000).collect();
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tables(&order, true))
    };
    assert_eq!(run(1), run(4));
}

#[test]
fn dimensions_swapped_give_the_same_cells() {
    let n = 2000;
    let mut random = Random(8);
    let sex = dimension(Profile::Register, "SEX", (0..n).map(|_| random.below(2)).collect(), &["1", "2"]);
    let region = dimension(Profile::Register, "REGION", (0..n).map(|_| random.below(3)).collect(), &["a", "b", "c"]);
    let question = question(Profile::Register, "swapped");
    let one = table_of(&filter(), frequency(&persons(n), vec![sex.clone(), region.clone()]), &question);
    let other = table_of(&filter(), frequency(&persons(n), vec![region, sex]), &question);
    for row in &one.rows {
        let mirrored = [row[1].clone(), row[0].clone(), row[2].clone()];
        assert!(other.rows.iter().any(|row| row[..] == mirrored[..]), "{mirrored:?}");
    }
}

#[test]
fn a_cell_is_the_filtered_table() {
    let n = 2000;
    let mut random = Random(9);
    let codes: Vec<u32> = (0..n).map(|_| random.below(2)).collect();
    let sex = dimension(Profile::Register, "SEX", codes.clone(), &["1", "2"]);
    let region: Vec<u32> = (0..n).map(|_| random.below(3)).collect();
    let both = table_of(
        &filter(),
        frequency(
            &persons(n),
            vec![sex.clone(), dimension(Profile::Register, "REGION", region.clone(), &["a", "b", "c"])],
        ),
        &question(Profile::Register, "cells"),
    );
    // `keep if SEX == '1'`, then `tabulate REGION`.
    let kept: Vec<usize> = (0..n).filter(|row| codes[*row] == 0).collect();
    let man = Condition::compare(Comparison::Equal, &sex.form, &disclosure::ColumnForm::literal(Some("1".into())));
    let question = Question::new(form(Profile::Register, "cells").keep(&man), Profile::Register);
    let alone = table_of(
        &filter(),
        frequency(
            &super::support::population(kept.iter().map(|row| *row as u32).collect(), n, false),
            vec![dimension(
                Profile::Register,
                "REGION",
                kept.iter().map(|row| region[*row]).collect(),
                &["a", "b", "c"],
            )],
        ),
        &question,
    );
    for code in ["a", "b", "c", "*"] {
        assert_eq!(
            super::support::at(&both, &["1", code], "count"),
            super::support::at(&alone, &[code], "count"),
            "{code}"
        );
    }
}

#[test]
fn measures_do_not_change_the_draw() {
    let n = 1500;
    let mut random = Random(10);
    let sex = dimension(Profile::Register, "SEX", (0..n).map(|_| random.below(2)).collect(), &["1", "2"]);
    let mut input = frequency(&persons(n), vec![sex]);
    let question = question(Profile::Register, "measures");
    let plain = table_of(&filter(), input.clone(), &question);
    input.measures = vec![CountMeasure::CellPercent, CountMeasure::Count];
    let both = table_of(&filter(), input, &question);
    for code in ["1", "2", "*"] {
        assert_eq!(super::support::at(&plain, &[code], "count"), super::support::at(&both, &[code], "count"));
    }
}
