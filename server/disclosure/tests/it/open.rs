//! Under `open` everything is exact and nothing is hidden; a register source makes it strict again.

use disclosure::statistic::{CountMeasure, GroupInput, GroupStatistic, Measure, SummaryInput};
use disclosure::{Confidential, Profile, Question, Statistic};
use wire::output::{Body, Cell};

use super::support::{
    Random, as_number, at, dimension, filter, form, frequency, magnitude, magnitudes_of, numbers, persons, question,
    table_of,
};

#[test]
fn counts_and_percentages_are_exact() {
    let region = dimension(Profile::Open, "REGION", vec![0, 0, 0, 1, 1, 3], &["a", "b", "c", "d"]);
    let sex = dimension(Profile::Open, "SEX", vec![0, 1, 1, 0, 0, 1], &["1", "2"]);
    let mut input = frequency(&persons(6), vec![region, sex]);
    input.measures = vec![CountMeasure::Count, CountMeasure::RowPercent];
    input.chi2 = true;
    let released = filter()
        .release(Confidential::new(Statistic::FrequencyTable(input.clone())), &question(Profile::Open, "open"))
        .unwrap()
        .into_inner();
    assert!(released[0].protection.is_empty());
    let table = table_of(&filter(), input, &question(Profile::Open, "open"));
    assert_eq!(at(&table, &["a", "2"], "count"), Cell::Whole(2));
    assert_eq!(at(&table, &["b", "2"], "count"), Cell::Whole(0), "an empty combination is a zero");
    assert_eq!(at(&table, &["a", "2"], "rowpct"), Cell::Number(200.0 / 3.0));
    assert_eq!(table.labels["REGION"].keys().collect::<Vec<_>>(), ["a", "b", "d"], "an empty category is not listed");
    assert_eq!(table.tests[0].df, Some(2.0));
}

#[test]
fn statistics_are_conventional() {
    let values = vec![1.0, 2.0, 3.0, 4.0, 10.0, f64::NAN];
    let wage = numbers(Profile::Open, "WAGE", values);
    let input = SummaryInput {
        interval: None,
        population: persons(6),
        by: Vec::new(),
        variables: vec![wage],
        gini: true,
        iqr: true,
    };
    let released =
        super::support::body(&filter(), Statistic::Summary(input), &question(Profile::Open, "open")).unwrap();
    let Body::Table(table) = released else { panic!("a table") };
    let number = |name: &str| as_number(&at(&table, &["WAGE"], name)).unwrap();
    assert_eq!(number("count"), 5.0);
    assert_eq!(number("mean"), 4.0);
    assert!((number("std") - 12.5_f64.sqrt()).abs() < 1e-15);
    assert_eq!((number("p25"), number("p50"), number("p75")), (2.0, 3.0, 4.0));
    assert!((number("p1") - 1.04).abs() < 1e-15);
    assert_eq!(number("iqr"), 2.0);
    assert!((number("gini") - 0.4).abs() < 1e-15);
}

#[test]
fn one_value_has_no_spread_and_nothing_is_hidden() {
    let wage = numbers(Profile::Open, "WAGE", vec![7.0]);
    let one = dimension(Profile::Open, "ONE", vec![0], &["1"]);
    let table = magnitudes_of(
        &filter(),
        magnitude(&persons(1), vec![one], vec![wage], &[Measure::Mean, Measure::Std, Measure::Min]),
        &question(Profile::Open, "open"),
    );
    assert_eq!(at(&table, &["1"], "mean"), Cell::Number(7.0));
    assert_eq!(at(&table, &["1"], "std"), Cell::Null);
    assert_eq!(at(&table, &["1"], "min"), Cell::Number(7.0));
}

#[test]
fn a_register_variable_or_script_makes_everything_strict() {
    let few = || dimension(Profile::Open, "ONE", vec![0; 3], &["1"]);
    let strict = Question::new(form(Profile::Open, "mixed"), Profile::Register);
    assert!(table_of(&filter(), frequency(&persons(3), vec![few()]), &strict).rows.len() <= 1);
    let register = dimension(Profile::Register, "SECRET", vec![0; 3], &["1"]);
    let table = table_of(&filter(), frequency(&persons(3), vec![few(), register]), &question(Profile::Open, "mixed"));
    assert!(table.rows.iter().all(|row| row.last() != Some(&Cell::Whole(3))));
}

#[test]
fn public_units_are_exact() {
    let mut question = question(Profile::Register, "towns");
    question.public_units = true;
    let region = dimension(Profile::Register, "REGION", vec![0, 0, 1], &["a", "b"]);
    let table = table_of(&filter(), frequency(&persons(3), vec![region]), &question);
    assert_eq!(at(&table, &["b"], "count"), Cell::Whole(1));
}

#[test]
fn groups_are_exact_under_open_and_released_under_register() {
    let mut random = Random(6);
    let n = 3000;
    let codes: Vec<u32> = (0..n).map(|row| if row < 3 { 2 } else { row as u32 % 2 }).collect();
    let values: Vec<f64> = (0..n).map(|_| 100.0 + random.normal()).collect();
    let ask = |profile: Profile, statistic: GroupStatistic| {
        let input = GroupInput {
            population: persons(n),
            by: dimension(profile, "REGION", codes.clone(), &["a", "b", "c", "d"]),
            statistic,
            variable: Some(numbers(profile, "WAGE", values.clone())),
        };
        let question = question(profile, "groups");
        filter().group_values(Confidential::new(input), &question).unwrap().into_inner()
    };
    let open = ask(Profile::Open, GroupStatistic::Min);
    assert_eq!(open.groups, [0, 1, 2]);
    let true_min = (0..n).filter(|row| codes[*row] == 0).map(|row| values[row]).min_by(f64::total_cmp);
    assert_eq!(open.values[0], true_min);
    let means = ask(Profile::Register, GroupStatistic::Mean);
    assert_eq!(means.groups, [0, 1], "a group of three is left out");
    assert!(means.values.iter().all(|mean| mean.is_some_and(|mean| (mean - 100.0).abs() < 0.5)));
    assert!(ask(Profile::Register, GroupStatistic::Min).values.iter().all(Option::is_none));
}
