//! Frequency tables: what is listed, what is hidden, and what follows from released counts.

use disclosure::statistic::{CountMeasure, SortBy};
use disclosure::{Profile, Refusal, Statistic};
use wire::output::{Cell, NoteCode, Role};

use super::support::{
    as_number, at, body, dimension, filter, filter_with, frequency, listed, persons, population, question, table_of,
};

/// 400 in a, 300 in b, 2 in c, none in d.
fn regions() -> (usize, Vec<u32>) {
    let codes: Vec<u32> = [(0, 400), (1, 300), (2, 2)].into_iter().flat_map(|(code, n)| vec![code; n]).collect();
    (codes.len(), codes)
}

#[test]
fn small_and_empty_categories_are_left_out_alike() {
    let (n, codes) = regions();
    let region = dimension(Profile::Register, "REGION", codes, &["a", "b", "c", "d"]);
    let table = table_of(&filter(), frequency(&persons(n), vec![region]), &question(Profile::Register, "small"));
    let codes: Vec<&Cell> = table.rows.iter().map(|row| &row[0]).collect();
    let expected = ["a", "b", "*"].map(|code| Cell::Code(code.to_owned()));
    assert_eq!(codes, expected.iter().collect::<Vec<_>>());
    assert_eq!(table.labels["REGION"].keys().collect::<Vec<_>>(), ["a", "b"]);
    assert!(table.notes.is_empty());
}

#[test]
fn hidden_cells_have_a_note_and_rows_hold_every_combination() {
    let (n, codes) = regions();
    let region = dimension(Profile::Register, "REGION", codes, &["a", "b", "c", "d"]);
    // Everybody but one of b is of sex 1.
    let sex: Vec<u32> = (0..n).map(|row| u32::from(row < 200 || row == 500)).collect();
    let sex = dimension(Profile::Register, "SEX", sex, &["1", "2"]);
    let mut input = frequency(&persons(n), vec![region, sex]);
    input.measures =
        vec![CountMeasure::Count, CountMeasure::RowPercent, CountMeasure::ColumnPercent, CountMeasure::CellPercent];
    let table = table_of(&filter(), input, &question(Profile::Register, "combinations"));
    assert_eq!(table.rows.len(), 3 * 3);
    assert_eq!(table.columns.iter().filter(|column| column.role == Role::Dimension).count(), 2);
    assert_eq!(at(&table, &["b", "2"], "count"), Cell::Null);
    let row = table.rows.iter().position(|row| row[0] == Cell::Code("b".into()) && row[1] == Cell::Code("2".into()));
    let notes: Vec<_> = table.notes.iter().filter(|note| Some(note.row) == row).collect();
    assert_eq!(notes.iter().map(|note| note.column).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert!(notes.iter().all(|note| note.code == NoteCode::BelowMinimum));
    for row in &table.rows {
        for (cell, name) in row[2..].iter().zip(["count", "rowpct", "colpct", "cellpct"]) {
            if let (Some(number), true) = (as_number(cell), name != "count") {
                assert!((0.0..=100.0).contains(&number), "{name} {number}");
            }
        }
    }
    let (part, base) = (as_number(&at(&table, &["a", "1"], "count")), as_number(&at(&table, &["a", "*"], "count")));
    let share = 100.0 * part.unwrap() / base.unwrap();
    assert!((as_number(&at(&table, &["a", "1"], "rowpct")).unwrap() - share).abs() <= 0.051);
}

#[test]
fn margins_have_draws_of_their_own() {
    let n = 900;
    let mut additive = 0;
    for question_number in 0..40 {
        let sex = dimension(Profile::Register, "SEX", (0..n).map(|row| row % 3).collect(), &["1", "2", "3"]);
        let question = question(Profile::Register, &format!("margins {question_number}"));
        let table = table_of(&filter(), frequency(&persons(n as usize), vec![sex]), &question);
        let count = |code: &str| as_number(&at(&table, &[code], "count")).unwrap();
        additive += i32::from(count("1") + count("2") + count("3") == count("*"));
    }
    assert!(additive < 20, "{additive} of 40 tables add up");
}

#[test]
fn missing_is_a_category_only_where_asked_for() {
    let codes: Vec<u32> = (0..1200).map(|row| if row % 3 == 0 { u32::MAX } else { 0 }).collect();
    let region = dimension(Profile::Register, "REGION", codes, &["a"]);
    let mut input = frequency(&persons(1200), vec![region]);
    let without = table_of(&filter(), input.clone(), &question(Profile::Register, "missing"));
    assert_eq!(without.rows.len(), 2);
    assert!((as_number(&at(&without, &["*"], "count")).unwrap() - 800.0).abs() <= 10.0);
    input.layout.missing = true;
    let with = table_of(&filter(), input, &question(Profile::Register, "missing"));
    assert_eq!(
        with.rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>(),
        [Cell::Code("a".into()), Cell::Null, Cell::Code("*".into())]
    );
    assert!((as_number(&at(&with, &["*"], "count")).unwrap() - 1200.0).abs() <= 10.0);
}

#[test]
fn three_dimensions_have_totals_over_each_and_all() {
    let n = 4000_u32;
    let one = dimension(Profile::Register, "A", (0..n).map(|row| row % 2).collect(), &["1", "2"]);
    let two = dimension(Profile::Register, "B", (0..n).map(|row| row / 2 % 2).collect(), &["1", "2"]);
    let three = dimension(Profile::Register, "C", (0..n).map(|row| row / 4 % 2).collect(), &["1", "2"]);
    let table = table_of(
        &filter(),
        frequency(&persons(n as usize), vec![one, two, three]),
        &question(Profile::Register, "three"),
    );
    for codes in [["1", "2", "*"], ["1", "*", "2"], ["*", "1", "1"], ["1", "*", "*"], ["*", "*", "*"]] {
        assert!(as_number(&at(&table, &codes, "count")).is_some(), "{codes:?}");
    }
    assert_eq!(table.rows.len(), 27);
}

#[test]
fn large_tables_are_refused_before_they_are_counted() {
    let names: Vec<String> = (0..80).map(|code| format!("{code:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let one = dimension(Profile::Register, "A", vec![0; 10], &names);
    let two = dimension(Profile::Register, "B", vec![0; 10], &names);
    let input = frequency(&persons(10), vec![one, two]);
    let refused = body(&filter(), Statistic::FrequencyTable(input), &question(Profile::Register, "large"));
    assert!(matches!(refused.unwrap_err(), Refusal::TooManyCells { limit: 5000, .. }));
}

#[test]
fn a_variable_without_a_code_list_lists_what_is_shown() {
    // 20 000 persons with 12 000 different values: only the common ones are shown.
    let n = 20_000_u32;
    let codes: Vec<u32> = (0..n).map(|row| if row < 8000 { row % 4 } else { row - 7996 }).collect();
    let names: Vec<String> = (0..12_004).map(|code| format!("{code:05}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let values = listed(dimension(Profile::Register, "X", codes, &names), 0);
    let sex: Vec<&str> = vec!["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    let sex = dimension(Profile::Register, "SEX", (0..n).map(|row| row % 10).collect(), &sex);
    let table =
        table_of(&filter(), frequency(&persons(n as usize), vec![values, sex]), &question(Profile::Register, "occurs"));
    let listed = table.labels["X"].len();
    assert!((4..=120).contains(&listed), "{listed}");
    assert!((as_number(&at(&table, &["*", "*"], "count")).unwrap() - 20_000.0).abs() <= 10.0, "all count in totals");
}

#[test]
fn sorting_and_top_use_released_numbers() {
    let sizes = [500_usize, 900, 100, 700];
    let codes: Vec<u32> = sizes.iter().enumerate().flat_map(|(code, n)| vec![code as u32; *n]).collect();
    let n = codes.len();
    let region = dimension(Profile::Register, "REGION", codes, &["a", "b", "c", "d"]);
    let mut input = frequency(&persons(n), vec![region]);
    input.layout.row_sort = Some(SortBy::default());
    input.layout.bottom = Some(2);
    let table = table_of(&filter(), input, &question(Profile::Register, "sorted"));
    let codes: Vec<Cell> = table.rows.iter().map(|row| row[0].clone()).collect();
    assert_eq!(codes, ["d", "b", "*"].map(|code| Cell::Code(code.to_owned())));
    assert_eq!(table.labels["REGION"].keys().collect::<Vec<_>>(), ["b", "d"]);
}

#[test]
fn the_test_of_independence_comes_from_shown_cells() {
    let n = 4000_u32;
    let one = dimension(Profile::Register, "A", (0..n).map(|row| row % 2).collect(), &["1", "2"]);
    let two = dimension(Profile::Register, "B", (0..n).map(|row| row / 2 % 2).collect(), &["1", "2"]);
    let mut input = frequency(&persons(n as usize), vec![one, two]);
    input.chi2 = true;
    let table = table_of(&filter(), input, &question(Profile::Register, "chi2"));
    let test = &table.tests[0];
    assert_eq!((test.name.as_str(), test.df), ("chi2", Some(1.0)));
    let cell = |a: &str, b: &str| as_number(&at(&table, &[a, b], "count")).unwrap();
    let counts = [[cell("1", "1"), cell("1", "2")], [cell("2", "1"), cell("2", "2")]];
    let total: f64 = counts.iter().flatten().sum();
    let mut expected = 0.0;
    for row in 0..2 {
        for column in 0..2 {
            let e = (counts[row][0] + counts[row][1]) * (counts[0][column] + counts[1][column]) / total;
            expected += (counts[row][column] - e).powi(2) / e;
        }
    }
    assert!((test.statistic.unwrap() - expected).abs() <= 1e-3 * expected + 1e-9);
}

#[test]
fn rows_of_persons_with_many_are_weighted_and_gated_by_persons() {
    // 5 persons with 200 rows each: 1000 rows, but five persons are few.
    let few: Vec<u32> = (0..1000).map(|row| row % 5).collect();
    let region = dimension(Profile::Register, "REGION", vec![0; 1000], &["a"]);
    let table = table_of(
        &filter(),
        frequency(&population(few, 2000, true), vec![region.clone()]),
        &question(Profile::Register, "five persons"),
    );
    let shown = as_number(&at(&table, &["*"], "count"));
    assert!(shown.is_none(), "{shown:?}");
    let many: Vec<u32> = (0..1000).map(|row| row / 2).collect();
    let table = table_of(
        &filter(),
        frequency(&population(many, 2000, true), vec![region]),
        &question(Profile::Register, "many persons"),
    );
    let shown = as_number(&at(&table, &["*"], "count")).unwrap();
    assert!((shown - 1000.0).abs() <= 40.0, "{shown}");
}

#[test]
fn a_person_with_far_more_rows_than_others_adds_few_to_a_number_of_rows() {
    // 600 rows of 400 persons, and forty of one more.
    let others = (0..400_u32).flat_map(|person| vec![person; person as usize % 2 + 1]);
    let rows: Vec<u32> = others.chain([400; 40]).collect();
    let n = rows.len();
    assert_eq!(n, 640);
    let region = dimension(Profile::Register, "REGION", vec![0; n], &["a"]);
    let shown = |key: u8| {
        let input = frequency(&population(rows.clone(), 2000, true), vec![region.clone()]);
        let table = table_of(&filter_with(key), input, &question(Profile::Register, "one with forty"));
        as_number(&at(&table, &["*"], "count")).unwrap()
    };
    let all: Vec<f64> = (0..64).map(shown).collect();
    let mean = all.iter().sum::<f64>() / 64.0;
    // Two rows, give or take the noise of the mean: sd 4 of one answer.
    assert!((mean - 602.0).abs() < 2.5, "{mean}");
    assert!(all.iter().all(|shown| (shown - 602.0).abs() < 25.0), "{all:?}");
}
