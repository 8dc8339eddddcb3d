//! Watching changes no answer, and notes what left.

use disclosure::statistic::{CountMeasure, Counted, FeedbackInput, Measure};
use disclosure::{
    ColumnForm, Comparison, Condition, Confidential, Filter, Notes, Profile, Question, Statistic, Value, Watcher,
};
use serde_json::to_string;

use crate::support::*;

const N: usize = 40_000;

/// Outputs of all kinds that count and measure, as they leave.
fn outputs(filter: &Filter) -> Vec<String> {
    let people = persons(N);
    let mut random = Random(5);
    let codes = |random: &mut Random, n: u32| (0..N).map(|_| random.below(n)).collect::<Vec<u32>>();
    let sex = dimension(Profile::Register, "SEX", codes(&mut random, 2), &["1", "2"]);
    let places: Vec<String> = (0..60).map(|place| format!("{place:02}")).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let place = dimension(Profile::Register, "PLACE", codes(&mut random, 60), &places);
    let wage = numbers(Profile::Register, "WAGE", (0..N).map(|_| 1e5 * random.uniform()).collect());
    let question = question(Profile::Register, "watched");
    let mut table = frequency(&people, vec![sex.clone(), place.clone()]);
    table.measures = vec![CountMeasure::Count, CountMeasure::RowPercent];
    let measures = [Measure::Mean, Measure::Percentile(0.5), Measure::Count];
    let wages = magnitude(&people, vec![place], vec![wage], &measures);
    let feedback = feedback(&people, &question);
    [Statistic::FrequencyTable(table), Statistic::MagnitudeTable(wages), feedback]
        .into_iter()
        .map(|statistic| to_string(&filter.release(Confidential::new(statistic), &question).unwrap()).unwrap())
        .collect()
}

fn feedback(people: &disclosure::Population, question: &Question) -> Statistic {
    let counted = Counted { form: question.form.clone(), population: people.clone(), rows: None };
    Statistic::Feedback(Box::new(FeedbackInput {
        dataset: "people".to_owned(),
        variables: Vec::new(),
        action: "keep".to_owned(),
        before: Some(counted.clone()),
        after: Some(counted),
        values: None,
        matched: None,
        asked: Vec::new(),
    }))
}

fn notes(n: usize, codes: Vec<u32>, categories: &[&str]) -> Notes {
    let watcher = Watcher::default();
    let split = dimension(Profile::Register, "SPLIT", codes, categories);
    let filter = filter().watched_by(watcher.clone());
    table_of(&filter, frequency(&persons(n), vec![split]), &question(Profile::Register, "noted"));
    watcher.take()
}

#[test]
fn answers_are_the_same_bytes_with_and_without_a_watcher() {
    let watcher = Watcher::default();
    assert_eq!(outputs(&filter()), outputs(&filter().watched_by(watcher.clone())));
    let notes = watcher.take();
    assert!(notes.cells.len() > 3 * 61 + 61, "{}", notes.cells.len());
    assert_eq!(notes.n_models, 0);
    assert!(watcher.take().cells.is_empty(), "taken once");
}

#[test]
fn cells_have_the_key_of_their_question_whatever_the_set() {
    let halves = |n: usize| notes(n, (0..n).map(|row| (row % 2) as u32).collect(), &["a", "b"]);
    let keys = |notes: &Notes| notes.cells.iter().map(|cell| cell.key).collect::<Vec<_>>();
    let (large, small) = (halves(8000), halves(1500));
    assert_eq!(keys(&large), keys(&small));
    assert_eq!(large.cells.len(), 3);
    assert!(large.cells.iter().all(|cell| !cell.is_small && !cell.is_sensitive));
    assert_eq!(small.cells.iter().filter(|cell| cell.is_small).count(), 2, "of 750 each");
}

#[test]
fn hidden_values_beside_a_code_list_are_not_noted() {
    // One person more has a value of his own: neither cells nor odometer may tell.
    let of = |n_values: u32| {
        let watcher = Watcher::default();
        let names: Vec<String> = (0..n_values).map(|value| value.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let value = |row: u32| if row > 0 && row < n_values { row } else { 0 };
        let values = dimension(Profile::Register, "VALUES", (0..4000).map(value).collect(), &names);
        let mut values = listed(values, 0);
        values.form = variable(Profile::Register, "VALUES", None, true);
        let sex = dimension(Profile::Register, "SEX", (0..4000).map(|row| row % 2).collect(), &["1", "2"]);
        let wage = numbers(Profile::Register, "WAGE", (0..4000).map(|row| f64::from(row % 97)).collect());
        let (filter, question) = (filter().watched_by(watcher.clone()), question(Profile::Register, "values"));
        table_of(&filter, frequency(&persons(4000), vec![values.clone(), sex]), &question);
        magnitudes_of(&filter, magnitude(&persons(4000), vec![values], vec![wage], &[Measure::Mean]), &question);
        let notes = watcher.take();
        (notes.cells.len(), notes.exposure)
    };
    assert_eq!(of(10), of(11));
}

#[test]
fn the_odometer_runs_where_cells_are_small() {
    let halves = notes(8000, (0..8000).map(|row| row % 2).collect(), &["a", "b"]);
    assert_eq!(halves.exposure, 0);
    let uneven = notes(8000, (0..8000).map(|row| u32::from(row < 40)).collect(), &["a", "b"]);
    assert_eq!(uneven.exposure, 77, "a person is in one of the two cells");
    let hidden = notes(8000, vec![0; 8000], &["a", "b"]);
    assert_eq!(hidden.exposure, 77, "a hidden cell is small, empty or not");
}

#[test]
fn sets_are_those_that_the_script_made() {
    let watcher = Watcher::default();
    let filter = filter().watched_by(watcher.clone());
    let people = persons(5000);
    let of_register = dimension(Profile::Register, "D", (0..5000).map(|row| row % 4).collect(), &["1", "2", "3", "4"]);
    let question = question(Profile::Register, "sets");
    let table = |dimension| Statistic::FrequencyTable(frequency(&people, vec![dimension]));
    let ask = |statistic| drop(filter.release(Confidential::new(statistic), &question).unwrap());
    ask(table(of_register.clone()));
    assert_eq!(watcher.take().sets.len(), 1, "the population");
    ask(table(of_register.clone()));
    assert_eq!(watcher.take().sets.len(), 0, "once a run");
    let is_one = Condition::compare(Comparison::Equal, &of_register.form, &ColumnForm::literal(Some(Value::from("1"))));
    let mut made =
        dimension(Profile::Register, "MADE", (0..5000).map(|row| u32::from(row % 4 == 0)).collect(), &["0", "1"]);
    made.form = ColumnForm::truth(&is_one);
    for (category, value) in made.categories.iter_mut().zip([0.0, 1.0]) {
        category.value = Value::from(value);
    }
    ask(table(made));
    let sets = watcher.take().sets;
    assert_eq!(sets.len(), 2);
    assert_eq!(sets[0].occasion, sets[1].occasion);
    assert_ne!(sets[0].definition, sets[1].definition);
    // Rows that a condition writes to.
    let yes: Vec<bool> = (0..5000).map(|row| row % 3 == 0).collect();
    let other = Condition::compare(Comparison::Equal, &of_register.form, &ColumnForm::literal(Some(Value::from("2"))));
    filter.floor(&question, &other, &people, &Confidential::new(yes.into()), None);
    assert_eq!(watcher.take().sets.len(), 1);
}

#[test]
fn open_data_are_not_watched() {
    let watcher = Watcher::default();
    let filter = filter().watched_by(watcher.clone());
    let split = dimension(Profile::Open, "SPLIT", vec![0; 2000], &["a", "b"]);
    table_of(&filter, frequency(&persons(2000), vec![split]), &question(Profile::Open, "open"));
    let notes = watcher.take();
    assert_eq!((notes.cells.len(), notes.sets.len(), notes.exposure), (0, 0, 0));
}

/// What notes cost in a table of five thousand cells (`cargo xtask bench-watch`).
#[test]
fn figures_of_the_watcher_notes() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        return;
    }
    const ROWS: usize = 500_000;
    let people = persons(ROWS);
    let mut random = Random(11);
    let names: Vec<String> = (0..100).map(|code| format!("{code:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let codes = |random: &mut Random, n: u32| (0..ROWS).map(|_| random.below(n)).collect::<Vec<u32>>();
    let rows = dimension(Profile::Register, "ROWS", codes(&mut random, 100), &names);
    let columns = dimension(Profile::Register, "COLUMNS", codes(&mut random, 50), &names[..50]);
    let table = || frequency(&people, vec![rows.clone(), columns.clone()]);
    let watcher = Watcher::default();
    let (plain, watched) = (filter(), filter().watched_by(watcher.clone()));
    let time = |filter: &Filter| {
        let time = || {
            let input = table();
            let start = std::time::Instant::now();
            let _ = table_of(filter, input, &question(Profile::Register, "cost"));
            start.elapsed()
        };
        (0..20).map(|_| time()).min().unwrap()
    };
    println!("unwatched {:?}, watched {:?}", time(&plain), time(&watched));
    let start = std::time::Instant::now();
    let cells = watcher.take().cells.len();
    println!("taking {cells} cells of twenty tables: {:?}", start.elapsed());
}
