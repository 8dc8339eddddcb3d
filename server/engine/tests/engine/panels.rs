//! `import-panel` and the commands for panels: exact rows and tables under `open`, one answer to one question under `register`.

use wire::output::{Body, Cell, Note, NoteCode, Role, Table};

use crate::support::{OPEN, Ran, error_code, run};

const CIVIL: &str =
    "require no.test.open:1 as o\ncreate-dataset p\nimport-panel o/CIVIL 2020-01-01 2019-01-01 2021-01-01\n";
const PAY: &str = "require no.test.open:1 as o\ncreate-dataset p\nimport-panel o/PAY o/SEX 2019-01-01 2020-01-01\n";

fn tables(ran: Ran) -> Vec<(Option<String>, Table)> {
    let table = |output: wire::output::Output| match output.body {
        Body::Table(table) => Some((output.name, table)),
        _ => None,
    };
    ran.outputs.into_iter().filter_map(table).collect()
}

fn table(script: &str) -> Table {
    tables(run(script).fine()).pop().expect("a table").1
}

/// Column names, then rows: codes, `.` for missing, `-` for hidden, numbers with six decimals at most.
fn lines(table: &Table) -> Vec<String> {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let cell = |(column, cell): (usize, &Cell)| match cell {
        Cell::Code(code) => code.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Number(number) => format!("{}", (number * 1e6).round() / 1e6),
        Cell::Null if table.columns[column].role == Role::Dimension => ".".to_owned(),
        Cell::Null => "-".to_owned(),
    };
    let row = |row: &Vec<Cell>| row.iter().enumerate().map(cell).collect::<Vec<_>>().join(" ");
    [names.join(" ")].into_iter().chain(table.rows.iter().map(row)).collect()
}

#[test]
fn rows_without_any_value_are_left_out() {
    let ran = run(CIVIL).fine();
    // 28 of 12 × 3 pairs have a record; nobody is missing.
    assert_eq!(ran.line("CIVIL").split(' ').count(), 28);
    assert!(!ran.line("CIVIL").contains('.'));
    assert_eq!(ran.change().rows, Some(28));
    assert_eq!(ran.change().units, Some(11));
    let ran = run(&format!("{CIVIL}keep if PERSONID_1 == PERSONID_1"));
    assert_eq!(ran.diagnostic().unwrap().code, "pseudonym-use");
    // A fixed variable repeats at every date and keeps the row.
    let ran = run(&CIVIL.replace("o/CIVIL", "o/CIVIL o/SEX")).fine();
    assert_eq!(ran.line("CIVIL").split(' ').count(), 36);
}

#[test]
fn a_population_made_before_keeps_all_its_rows_and_no_others() {
    let script = format!("{OPEN}keep if id >= 10\nclone-units d p\nuse p\nimport-panel o/CIVIL 2019-01-01 2021-01-01");
    let ran = run(&script).fine();
    assert_eq!(ran.line("CIVIL"), "m m . s . .");
    assert_eq!(ran.line("date@panel"), "17897 18628 17897 18628 17897 18628");
}

#[test]
fn all_temporalities_are_read_as_with_import() {
    let script = "require no.test.open:1 as o\ncreate-dataset p\n\
        import-panel o/PAY o/WORK o/YEAR o/AGE 2020-01-01 2021-01-01\nkeep if AGE <= 22";
    let ran = run(script).fine();
    assert_eq!(ran.line("PAY"), "11 12 21 22 . 32");
    assert_eq!(ran.line("WORK"), ". off . . . off");
    assert_eq!(ran.line("YEAR"), "100 200 200 400 300 600");
    assert_eq!(ran.line("AGE"), "20 20 21 21 22 22");
    let code = |rest: &str| error_code(&format!("require no.test.open:1 as o\ncreate-dataset p\nimport-panel {rest}"));
    assert_eq!(code("o/YEAR 2020-01-01 2020-02-01").as_deref(), Some("not-a-measure-date"));
    assert_eq!(code("o/YEAR 2020-01-01 2020-01-01").as_deref(), Some("repeated-date"));
    assert_eq!(code("o/PAY o/YEAR 2019-01-01 2020-01-01").as_deref(), Some("date-outside-coverage"));
    assert_eq!(code("o/PAY 2019-01-01\nimport-panel o/PAY 2020-01-01").as_deref(), Some("dataset-not-empty"));
    assert_eq!(code("o/PAY 2019-01-01\nimport o/X as x").as_deref(), Some("wrong-shape"));
    assert_eq!(
        code("o/PAY 2019-01-01\nimport-event o/WORK 2020-01-01 to 2021-01-01 as w").as_deref(),
        Some("wrong-shape")
    );
}

#[test]
fn jobs_and_municipalities_have_panels() {
    let jobs = "require no.test.reg:1 as db\ncreate-dataset j\nimport-panel db/JOBBLONN 2021-01-01 2022-01-01\n";
    let ran = run(&format!("{jobs}tabulate date@panel")).fine();
    let rows = ran.change().rows.unwrap();
    assert!((rows - 8000).abs() <= 120, "{rows}");
    let places = "require no.test.reg:1 as db\ncreate-dataset k\nimport-panel db/FOLKETALL 2021-01-01 2022-01-01\n";
    assert_eq!(
        lines(&table(&format!("{places}summarize-panel FOLKETALL")))[1..],
        [
            "FOLKETALL 18628 5500 3027.650354 10 1090 3250 5500 7750 9910",
            "FOLKETALL 18993 5500 3027.650354 10 1090 3250 5500 7750 9910",
        ]
    );
}

#[test]
fn the_time_is_a_variable_in_any_spelling() {
    let ran = run(&format!(
        "{PAY}generate y = year(Date@Panel)\ngenerate late = panel@date > date(2019, 6, 1)\nrename PAY pay\n\
        keep if pay < 25\nreplace DATE@PANEL = date@panel + 1"
    ))
    .fine();
    assert_eq!(ran.line("y"), "2019 2020 2019 2020");
    assert_eq!(ran.line("late"), "0 1 0 1");
    assert_eq!(ran.line("date@panel"), "17898 18263 17898 18263");
    let ran =
        run(&format!("{PAY}rename date@panel when\ncollapse (max) when -> last (count) PAY -> n, by(PERSONID_1)"));
    assert_eq!(ran.fine().line("last").split(' ').next(), Some("18262"));
    let ran = run(&format!("{PAY}collapse (mean) PAY, by(date@panel)")).fine();
    assert_eq!(ran.line("PAY").split(' ').next(), Some("55"));
    // The times stay when columns are chosen; as a name of its own the time can go.
    let ran = run(&format!("{PAY}keep PAY")).fine();
    assert!(ran.dataset("p").columns.contains_key("date@panel"));
    // Under another name it is the time still; a script can lose it.
    let found = table(&format!("{PAY}rename date@panel y\nsummarize-panel PAY"));
    assert_eq!(lines(&found)[0], "variable y mean std count p1 p25 p50 p75 p99");
    assert_eq!(
        error_code(&format!("{PAY}rename date@panel y\ndrop y\nsummarize-panel PAY")).as_deref(),
        Some("unknown-variable")
    );
}

#[test]
fn spells_are_clipped_by_their_days() {
    let spells = "require no.test.open:1 as o\ncreate-dataset e\nimport-event o/WORK 2020-01-01 to 2020-12-31 as w\n";
    let ran = run(&format!(
        "{spells}keep if w == 'off'\nreplace STOP@w = date(2020,12,31) if STOP@w > date(2020,12,31)\n\
        replace Start@w = date(2020,9,1) if start@w < date(2020,9,1)\ngenerate days = STOP@w - START@w + 1"
    ))
    .fine();
    assert_eq!(ran.line("days"), "122 122 116 96 76 56");
    let ran = run(&format!("{spells}collapse (min) START@w -> first (max) STOP@w, by(PERSONID_1)")).fine();
    assert_eq!(ran.line("first").split(' ').next(), Some("18272"));
    assert_eq!(ran.line("STOP@w").split(' ').nth(1), Some("18301"));
    // Facts of persons are merged onto every spell, and onto every row of a panel.
    let facts = "create-dataset d\nimport o/SEX as sex\nmerge sex into";
    let ran = run(&format!("{spells}{facts} e\nuse e\nkeep if w == 'off'")).fine();
    assert_eq!(ran.line("sex"), "1 1 1 1 1 1");
    let ran = run(&format!("{CIVIL}{facts} p\nuse p\nkeep if sex == '2' & CIVIL == 'm'")).fine();
    assert_eq!(ran.line("sex").split(' ').count(), 7);
    assert_eq!(
        error_code(&format!("{CIVIL}create-dataset d\nimport o/ID as id\nuse p\nmerge CIVIL into d")).as_deref(),
        Some("merge-source-repeated")
    );
}

#[test]
fn a_summary_has_a_row_a_variable_and_time() {
    let found = table(&format!("{PAY}generate double = 2 * PAY\nsummarize-panel PAY double if PAY <= 40, gini iqr"));
    assert_eq!(
        lines(&found),
        [
            "variable date@panel mean std count p1 p25 p50 p75 p99 gini iqr",
            "PAY 17897 25 12.909944 4 10.3 17.5 25 32.5 39.7 0.25 15",
            "PAY 18262 16 7.071068 2 11.1 13.5 16 18.5 20.9 0.15625 5",
            "double 17897 50 25.819889 4 20.6 35 50 65 79.4 0.25 30",
            "double 18262 32 14.142136 2 22.2 27 32 37 41.8 0.15625 10",
        ]
    );
    assert_eq!(found.labels["date@panel"].values().collect::<Vec<_>>(), ["2019-01-01", "2020-01-01"]);
}

#[test]
fn a_panel_table_is_the_table_by_time() {
    let spelled = |command: &str| lines(&table(&format!("{CIVIL}{command}")));
    assert_eq!(
        spelled("tabulate-panel CIVIL"),
        [
            "CIVIL date@panel count",
            "m 17897 4",
            "m 18262 4",
            "m 18628 7",
            "m * 15",
            "s 17897 5",
            "s 18262 5",
            "s 18628 3",
            "s * 13",
            "* 17897 9",
            "* 18262 9",
            "* 18628 10",
            "* * 28",
        ]
    );
    for by_panel in [
        "tabulate-panel CIVIL",
        "tabulate-panel CIVIL, freq rowpct colpct cellpct",
        "tabulate-panel CIVIL, chi2 missing nolabels",
        "tabulate-panel CIVIL if year(date@panel) > 2019",
        "tabulate-panel CIVIL, summarize(date@panel) mean std sum p25 p50 p75 gini iqr freq",
    ] {
        let by_time = by_panel.replace("tabulate-panel CIVIL", "tabulate CIVIL date@panel");
        assert_eq!(spelled(by_panel), spelled(&by_time));
    }
    let nested = spelled("generate late = date@panel > 18000\ntabulate-panel CIVIL late");
    assert_eq!(nested[0], "CIVIL late date@panel count");
}

#[test]
fn transitions_pool_consecutive_times() {
    let wanted = [
        "from to count rowpct",
        "m m 6 75",
        "m s 2 25",
        "m * 8 100",
        "s m 4 50",
        "s s 4 50",
        "s * 8 100",
        "* m 10 62.5",
        "* s 6 37.5",
        "* * 16 100",
    ];
    assert_eq!(lines(&table(&format!("{CIVIL}transitions-panel CIVIL"))), wanted);
    // A row with missing values instead of no row makes no difference.
    assert_eq!(lines(&table(&format!("{}transitions-panel CIVIL", CIVIL.replace("o/CIVIL", "o/CIVIL o/SEX")))), wanted);
    // Times that a filter takes away make the others neighbours; rows that it takes away do not.
    let without_2020 = lines(&table(&format!("{CIVIL}transitions-panel CIVIL if year(date@panel) != 2020")));
    assert_eq!(
        without_2020[1..],
        [
            "m m 2 66.666667",
            "m s 1 33.333333",
            "m * 3 100",
            "s m 4 80",
            "s s 1 20",
            "s * 5 100",
            "* m 6 75",
            "* s 2 25",
            "* * 8 100"
        ]
    );
    let never_single = lines(&table(&format!("{CIVIL}transitions-panel CIVIL if CIVIL == 'm'")));
    assert_eq!(never_single[1..], ["m m 6 100", "m * 6 100", "* m 6 100", "* * 6 100"]);
}

#[test]
fn text_times_follow_each_other_by_their_numbers() {
    let months = "generate c_2 = 'a'\ngenerate c_9 = 'b'\ngenerate c_10 = 'c'\nreshape-to-panel c\ntransitions-panel c";
    let found = lines(&table(&format!("{OPEN}keep if id <= 2\n{months}")));
    assert_eq!(found[1..3], ["a b 2 100", "a c 0 0"]);
    assert!(found.contains(&"b c 2 100".to_owned()), "{found:?}");
}

#[test]
fn several_transitions_are_told_apart_by_name() {
    let found = tables(run(&format!("{CIVIL}generate old = CIVIL\ntransitions-panel CIVIL old")).fine());
    let names: Vec<Option<&str>> = found.iter().map(|(name, _)| name.as_deref()).collect();
    assert_eq!(names, [Some("CIVIL"), Some("old")]);
    assert_eq!(lines(&found[0].1), lines(&found[1].1));
    let only = tables(run(&format!("{CIVIL}transitions-panel CIVIL")).fine());
    assert_eq!(only[0].0, None);
}

#[test]
fn commands_for_panels_need_one() {
    for command in ["summarize-panel id", "tabulate-panel id", "transitions-panel id"] {
        assert_eq!(error_code(&format!("{OPEN}{command}")).as_deref(), Some("wrong-shape"), "{command}");
        let event =
            "require no.test.open:1 as o\ncreate-dataset e\nimport-event o/WORK 2020-01-15 to 2020-02-10 as id\n";
        assert_eq!(error_code(&format!("{event}{command}")).as_deref(), Some("wrong-shape"), "{command}");
        assert_eq!(error_code(&format!("create-dataset e\n{command}")).as_deref(), Some("empty-dataset"), "{command}");
    }
    let code = |command: &str| error_code(&format!("{CIVIL}{command}"));
    assert_eq!(code("summarize-panel CIVIL").as_deref(), Some("not-numeric"));
    assert_eq!(code("transitions-panel PERSONID_1").as_deref(), Some("pseudonym-use"));
    assert_eq!(code("tabulate-panel CIVIL CIVIL").as_deref(), Some("repeated-name"));
    assert_eq!(code("tabulate-panel CIVIL, mean").as_deref(), Some("missing-option"));
    assert_eq!(code("tabulate-panel CIVIL, rowsort()").as_deref(), Some("unknown-option"));
}

#[test]
fn reshaped_panels_show_their_suffixes() {
    let script = format!(
        "{OPEN}import o/CIVIL 2019-01-01 as c19\nimport o/CIVIL 2020-01-01 as c20\nimport o/CIVIL 2021-01-01 as c21\n\
        reshape-to-panel c\n"
    );
    let found = table(&format!("{script}tabulate-panel c, colpct"));
    assert_eq!(
        found.labels["date@panel"].iter().map(|(code, label)| format!("{code}={label}")).collect::<Vec<_>>(),
        ["19=19", "20=20", "21=21"]
    );
    assert_eq!(
        lines(&table(&format!("{script}transitions-panel c"))),
        lines(&table(&format!("{CIVIL}transitions-panel CIVIL")))
    );
}

#[test]
fn no_data_gives_tables_without_rows() {
    for filter in ["keep if CIVIL == 'x'", "replace CIVIL = ."] {
        let script = format!("{CIVIL}generate n = 1\n{filter}\n");
        for command in
            ["tabulate-panel CIVIL", "transitions-panel CIVIL", "tabulate-panel CIVIL, summarize(n) mean gini"]
        {
            let found = table(&format!("{script}{command}"));
            assert!(
                lines(&found)[1..].iter().all(|line| line.contains("* ")),
                "{filter} {command} {:?}",
                lines(&found)
            );
        }
        assert!(run(&format!("{script}summarize-panel n, gini iqr")).ok);
        assert!(run(&format!("{script}reshape-from-panel")).ok);
    }
}

const WAGES: &str = "require no.test.reg:1 as db\ncreate-dataset p\n\
    import-panel db/KOMMUNE db/LONN db/KJOENN 2021-01-01 2022-01-01\n";

/// The rows of one date without it.
fn at(found: &Table, date: &str) -> Vec<String> {
    let place = found.columns.iter().position(|column| column.name == "date@panel").expect("date@panel");
    let mut one = found.clone();
    one.rows.retain(|row| matches!(&row[place], Cell::Code(code) if code == date));
    one.rows.iter_mut().for_each(|row| drop(row.remove(place)));
    one.columns.remove(place);
    lines(&one)
}

#[test]
fn a_panel_cell_has_one_answer_however_it_is_asked_for() {
    let day = "date@panel == date(2022, 1, 1)";
    for (question, of_panel) in [
        ("tabulate KOMMUNE", "tabulate-panel KOMMUNE"),
        ("tabulate KOMMUNE KJOENN", "tabulate-panel KOMMUNE KJOENN"),
        (
            "tabulate KJOENN, summarize(LONN) mean p50 sum freq",
            "tabulate-panel KJOENN, summarize(LONN) mean p50 sum freq",
        ),
        ("summarize LONN", "summarize-panel LONN"),
    ] {
        let expected = at(&table(&format!("{WAGES}{of_panel}")), "18993");
        assert!(expected.len() > 1 && expected.iter().any(|line| !line.ends_with('-')), "{expected:?}");
        let spellings = [
            format!("{question} if {day}"),
            format!("keep if {day}\n{question}"),
            format!("keep if year(date@panel) == 2022\n{question}"),
            format!("drop if date@panel < date(2021, 7, 1)\n{question}"),
            format!("generate y = year(date@panel)\nrename date@panel t\n{question} if y == 2022 & t > 0"),
        ];
        for spelling in spellings {
            let spelling = match spelling.split_once(", summarize(LONN) mean p50 sum freq if ") {
                Some((before, condition)) => format!("{before} if {condition}, summarize(LONN) mean p50 sum freq"),
                None => spelling,
            };
            assert_eq!(lines(&table(&format!("{WAGES}{spelling}"))), expected, "{spelling}");
        }
    }
}

#[test]
fn one_date_of_a_panel_shows_the_persons_count() {
    // The count of a cell of one date, as the number of units of the dataset of that date.
    let ran = run(&format!("{WAGES}keep if year(date@panel) == 2021\nsummarize LONN\ntabulate date@panel")).fine();
    assert_eq!(ran.change().rows, None, "a person has one row");
    let units = ran.change().units.unwrap();
    let Body::Table(found) = &ran.outputs.last().unwrap().body else { panic!() };
    assert_eq!(lines(found)[1..], [format!("18628 {units}"), format!("* {units}")]);
}

#[test]
fn small_cells_of_panels_are_hidden_and_named() {
    for command in [
        "tabulate-panel KOMMUNE if LONN > 740000",
        "transitions-panel KOMMUNE if LONN > 600000",
        "tabulate-panel KOMMUNE if LONN > 740000, summarize(LONN) gini",
    ] {
        let found = table(&format!("{WAGES}{command} "));
        let mut hidden = 0;
        for (row, cells) in found.rows.iter().enumerate() {
            for (column, cell) in
                cells.iter().enumerate().filter(|(column, _)| found.columns[*column].role == Role::Measure)
            {
                let note = found.notes.iter().find(|note| (note.row, note.column) == (row, column));
                assert_eq!(*cell == Cell::Null, note.is_some(), "{command}");
                hidden += usize::from(matches!(note, Some(Note { code: NoteCode::BelowMinimum, .. })));
                if let (Cell::Whole(count), "count") = (cell, found.columns[column].name.as_str()) {
                    assert!(*count >= 8, "{command}");
                }
            }
        }
        assert!(hidden > 0, "{command}");
    }
}

#[test]
fn transitions_of_the_same_question_are_the_same() {
    let first = lines(&table(&format!("{WAGES}transitions-panel KJOENN")));
    assert_eq!(lines(&table(&format!("{WAGES}transitions-panel KJOENN if year(date@panel) >= 2021"))), first);
    assert_eq!(
        lines(&table(&format!("{WAGES}rename KJOENN k\nkeep if !sysmiss(date@panel)\ntransitions-panel k"))),
        first
    );
}
