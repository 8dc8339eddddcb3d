//! Means, sums, percentiles: from perturbed weights or from counts, behind gates.

use disclosure::statistic::{Measure, SummaryInput};
use disclosure::{ColumnForm, Comparison, Condition, Kind, Profile, Statistic};
use wire::output::{Body, Cell, NoteCode, Rule};

use super::support::{
    Random, as_number, at, dimension, filter, magnitude, magnitudes_of, numbers, persons, population, question,
    variable,
};

pub fn lognormal(n: usize, seed: u64) -> Vec<f64> {
    let mut random = Random(seed);
    (0..n).map(|_| libm::exp(0.7 * random.normal())).collect()
}

fn all(n: usize) -> disclosure::statistic::Dimension {
    dimension(Profile::Register, "ONE", vec![0; n], &["1"])
}

/// Mean distance of the released mean from the true one, in standard errors of the mean.
fn mean_shift(n: usize, questions: usize) -> f64 {
    let mut total = 0.0;
    for trial in 0..questions {
        let values = lognormal(n, trial as u64);
        let mean = values.iter().sum::<f64>() / n as f64;
        let sd = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1) as f64).sqrt();
        let wage = numbers(Profile::Register, "WAGE", values);
        let input = magnitude(&persons(n), vec![all(n)], vec![wage], &[Measure::Mean]);
        let table = magnitudes_of(&filter(), input, &question(Profile::Register, &format!("shift {n} {trial}")));
        let released = as_number(&at(&table, &["1"], "mean")).expect("a mean");
        total += (released - mean).abs() / (sd / (n as f64).sqrt());
    }
    total / questions as f64
}

#[test]
fn means_shift_by_a_fraction_of_their_standard_error() {
    let (small, large) = (mean_shift(1000, 300), mean_shift(10_000, 60));
    assert!(small <= 0.24, "N = 1000: {small}");
    assert!(large <= 0.14, "N = 10000: {large}");
    assert!(small > 0.1, "the weights do something: {small}");
}

#[test]
fn spread_and_percentiles_stay_close() {
    let n = 20_000;
    let values = lognormal(n, 77);
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let wage = numbers(Profile::Register, "WAGE", values.clone());
    let measures = [Measure::Std, Measure::Gini, Measure::Percentile(0.5), Measure::Percentile(0.99), Measure::Iqr];
    let input = magnitude(&persons(n), vec![all(n)], vec![wage], &measures);
    let table = magnitudes_of(&filter(), input, &question(Profile::Register, "spread"));
    let number = |name: &str| as_number(&at(&table, &["1"], name)).expect(name);
    let mean = values.iter().sum::<f64>() / n as f64;
    let sd = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1) as f64).sqrt();
    assert!((number("std") / sd - 1.0).abs() <= 0.02, "{} {sd}", number("std"));
    assert!((number("p50") / sorted[n / 2] - 1.0).abs() <= 0.01);
    assert!((number("p99") / sorted[n * 99 / 100] - 1.0).abs() <= 0.03);
    let iqr = sorted[n * 3 / 4] - sorted[n / 4];
    assert!((number("iqr") / iqr - 1.0).abs() <= 0.02);
    // Gini of a lognormal is 2Φ(σ/√2) − 1 = .3794 at σ = .7.
    assert!((number("gini") - 0.3794).abs() <= 0.012, "{}", number("gini"));
}

#[test]
fn fewer_than_ten_units_have_no_statistics_and_thirty_have() {
    for name in 0..60 {
        for (n, shown) in [(8_usize, false), (9, false), (30, true)] {
            let wage = numbers(Profile::Register, "WAGE", (0..n).map(|value| 100.0 + value as f64).collect());
            let input = magnitude(&persons(n), vec![all(n)], vec![wage], &[Measure::Mean, Measure::Count]);
            let table = magnitudes_of(&filter(), input, &question(Profile::Register, &format!("gate {n} {name}")));
            let mean = as_number(&at(&table, &["1"], "mean"));
            assert_eq!(mean.is_some(), shown, "{n} units");
            if let (None, Some(_)) = (mean, as_number(&at(&table, &["1"], "count"))) {
                assert!(table.notes.iter().any(|note| note.code == NoteCode::TooFewUnits));
            }
        }
    }
}

#[test]
fn percentile_tails_need_their_units() {
    let n = 700;
    let wage = numbers(Profile::Register, "WAGE", lognormal(n, 3));
    let input = SummaryInput {
        interval: None,
        population: persons(n),
        by: Vec::new(),
        variables: vec![wage],
        gini: true,
        iqr: true,
    };
    let released = super::support::body(&filter(), Statistic::Summary(input), &question(Profile::Register, "tails"));
    let Body::Table(table) = released.unwrap() else { panic!("a table") };
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["variable", "mean", "std", "count", "p1", "p25", "p50", "p75", "p99", "gini", "iqr"]);
    assert_eq!(at(&table, &["WAGE"], "p1"), Cell::Null, "seven units lie beyond");
    assert_eq!(at(&table, &["WAGE"], "p99"), Cell::Null);
    for name in ["mean", "std", "count", "p25", "p50", "p75", "gini", "iqr"] {
        assert!(as_number(&at(&table, &["WAGE"], name)).is_some(), "{name}");
    }
    assert_eq!(table.labels["variable"]["WAGE"], "the WAGE");
}

#[test]
fn shares_of_flags_are_ratios_of_released_counts() {
    let n = 1200;
    let mut random = Random(4);
    let education: Vec<f64> = (0..n).map(|_| f64::from(random.below(10))).collect();
    let column = variable(Profile::Register, "NUDB", None, true);
    let high = Condition::compare(Comparison::GreaterOrEqual, &column, &ColumnForm::literal(Some(6.0.into())));
    let mut flag =
        numbers(Profile::Register, "HIGH", education.iter().map(|code| f64::from(u8::from(*code >= 6.0))).collect());
    flag.form = ColumnForm::truth(&high);
    let asked = question(Profile::Register, "flags");
    let input = magnitude(&persons(n), vec![all(n)], vec![flag.clone()], &[Measure::Mean, Measure::Sum]);
    let released = filter()
        .release(disclosure::Confidential::new(Statistic::MagnitudeTable(input.clone())), &asked)
        .unwrap()
        .into_inner();
    assert!(released[0].protection.contains(&Rule::FromCounts) && !released[0].protection.contains(&Rule::Weights));
    let table = magnitudes_of(&filter(), input, &asked);
    // The same counts from `tabulate ONE HIGH`.
    let mut as_dimension = dimension(Profile::Register, "HIGH", Vec::new(), &["0", "1"]);
    as_dimension.codes = education.iter().map(|code| u32::from(*code >= 6.0)).collect();
    as_dimension.form = flag.form;
    for (category, value) in as_dimension.categories.iter_mut().zip([0.0, 1.0]) {
        category.value = value.into();
    }
    let counts =
        super::support::table_of(&filter(), super::support::frequency(&persons(n), vec![all(n), as_dimension]), &asked);
    let (zero, one) = (at(&counts, &["1", "0"], "count"), at(&counts, &["1", "1"], "count"));
    let (zero, one) = (as_number(&zero).unwrap(), as_number(&one).unwrap());
    let mean = as_number(&at(&table, &["1"], "mean")).unwrap();
    let sum = as_number(&at(&table, &["1"], "sum"));
    assert!((mean - one / (zero + one)).abs() < 5e-5, "{mean} {sum:?} {zero} {one}");
    assert_eq!(as_number(&at(&table, &["1"], "sum")), Some(one));
}

#[test]
fn one_dominating_unit_hides_the_sum() {
    let mut values = vec![1.0; 200];
    values[0] = 1e7;
    let wage = numbers(Profile::Register, "WAGE", values);
    let measures = [Measure::Mean, Measure::Sum, Measure::Percentile(0.5)];
    let input = magnitude(&persons(200), vec![all(200)], vec![wage], &measures);
    let mut hidden = 0;
    for name in 0..50 {
        let asked = question(Profile::Register, &format!("dominance {name}"));
        let table = magnitudes_of(&filter(), input.clone(), &asked);
        // A drop of the unit itself (5 of 200) makes the sum ordinary: the only way it is shown.
        match as_number(&at(&table, &["1"], "sum")) {
            None => hidden += 1,
            Some(sum) => assert!(sum < 1000.0, "{sum}"),
        }
        assert!(as_number(&at(&table, &["1"], "p50")).is_some());
    }
    assert!(hidden >= 40, "{hidden} of 50");
}

#[test]
fn amplified_columns_are_clamped() {
    // Everybody has a public number but one, who has 1e9 if a secret holds.
    let n = 500;
    let mut wider = 0;
    for name in 0..50 {
        let mut values: Vec<f64> = (0..n).map(|row| 100.0 + (row % 10) as f64).collect();
        values[17] = 1e9;
        let mut made = numbers(Profile::Register, "MADE", values);
        made.form = ColumnForm::operation(
            "*",
            &[variable(Profile::Register, "A", None, true), variable(Profile::Register, "B", None, true)],
            Kind::Real,
        );
        let input = magnitude(&persons(n), vec![all(n)], vec![made], &[Measure::Mean]);
        let table = magnitudes_of(&filter(), input, &question(Profile::Register, &format!("clamp {name}")));
        let mean = as_number(&at(&table, &["1"], "mean")).unwrap();
        wider += i32::from((mean - 104.5).abs() > 1.0);
    }
    assert_eq!(wider, 0);
}

#[test]
fn several_variables_make_a_dimension() {
    let n = 1000;
    let sex = dimension(Profile::Register, "SEX", (0..n).map(|row| row % 2).collect(), &["1", "2"]);
    let columns = vec![
        numbers(Profile::Register, "A", lognormal(n as usize, 1)),
        numbers(Profile::Register, "B", lognormal(n as usize, 2)),
    ];
    let input = magnitude(&persons(n as usize), vec![sex], columns, &[Measure::Mean]);
    let table = magnitudes_of(&filter(), input, &question(Profile::Register, "several"));
    assert_eq!(table.columns[0].name, "variable");
    assert_eq!(table.rows.len(), 2 * 3);
    assert!(as_number(&at(&table, &["B", "2"], "mean")).is_some());
}

#[test]
fn a_persons_rows_count_together() {
    // 100 persons with 30 rows each; the gate and the weights see 100 persons.
    let rows: Vec<u32> = (0..3000).map(|row| row / 30).collect();
    let values = lognormal(3000, 8);
    let mean = values.iter().sum::<f64>() / 3000.0;
    let wage = numbers(Profile::Register, "WAGE", values);
    let input = magnitude(&population(rows, 100, true), vec![all(3000)], vec![wage], &[Measure::Mean, Measure::Count]);
    let table = magnitudes_of(&filter(), input, &question(Profile::Register, "jobs"));
    let released = as_number(&at(&table, &["1"], "mean")).unwrap();
    assert!((released / mean - 1.0).abs() < 0.1 && released != mean, "{released} {mean}");
    let rows = as_number(&at(&table, &["1"], "count")).unwrap();
    assert!((rows - 3000.0).abs() < 600.0, "{rows}");
}
