//! One question, many spellings (near-sets 6.1): the noise belongs to the question, so every spelling gives the same numbers
//! through the whole engine, and other questions about the same persons give others.

use std::collections::BTreeMap;

use wire::output::{Body, Cell, Role, Rule, Table};

use crate::support::{REGISTER, run};

/// Variables of several kinds: fixed, measured, accumulated, spells, computed.
const PEOPLE: &str = "import db/FOEDT as født\nimport db/KOMMUNE 2022-01-01 as sted\nimport db/LONN 2022-06-30 as lønn\n\
    import db/SIVSTAND 2021-01-01 as sivil\ngenerate alder = 2022 - int(født / 100)\n";

type Cells = BTreeMap<Vec<String>, Vec<String>>;

fn table(script: &str) -> Table {
    let ran = run(script).fine();
    match ran.outputs.into_iter().last().map(|output| output.body) {
        Some(Body::Table(table)) => table,
        Some(Body::Chart(chart)) => chart.data,
        other => panic!("{script}: {other:?}"),
    }
}

/// The numbers of the last output by the codes of their row, whatever the order and names of dimensions.
fn cells(script: &str) -> Cells {
    let table = table(script);
    let (mut found, width) = (Cells::new(), table.columns.iter().filter(|one| one.role == Role::Dimension).count());
    for row in &table.rows {
        let (codes, numbers) = row.split_at(width);
        let mut codes: Vec<String> = codes.iter().map(|cell| format!("{cell:?}")).collect();
        codes.sort();
        found.insert(codes, numbers.iter().map(|cell| format!("{cell:?}")).collect());
    }
    assert!(table.rows.iter().any(|row| !row.ends_with(&[Cell::Null])), "nothing is shown: {script}");
    found
}

/// Every spelling, put between the imports and the question, gives what the first gives.
fn same(question: &str, spellings: &[&str]) {
    let ask = |spelling: &str| cells(&format!("{REGISTER}{PEOPLE}{spelling}\n{question}"));
    let expected = ask(spellings[0]);
    for spelling in spellings {
        assert_eq!(ask(spelling), expected, "\n{spelling}\nagainst\n{}", spellings[0]);
    }
}

/// The same, for whole scripts after the first import.
fn same_scripts(scripts: &[&str]) {
    let ask = |script: &str| cells(&format!("{REGISTER}{script}"));
    for script in scripts {
        assert_eq!(ask(script), ask(scripts[0]), "\n{script}\nagainst\n{}", scripts[0]);
    }
}

#[test]
fn filters_in_any_order_and_form() {
    same(
        "tabulate sted",
        &[
            "keep if kjønn == '2' & alder >= 30 & alder <= 59",
            "keep if 30 <= alder & 59 >= alder & '2' == kjønn",
            "keep if alder <= 59\nkeep if kjønn == '2'\nkeep if alder >= 30",
            "keep if inrange(alder, 30, 59) & inlist(kjønn, '2')",
            "keep if alder > 29 & alder < 60 & kjønn != '1'",
            "keep if alder > 29.5 & alder < 59.5 & kjønn > '1'",
            "drop if kjønn == '1'\nkeep if inrange(alder, 30, 59)",
            "drop if kjønn == '1'\ndrop if alder < 30 | alder > 59 | sysmiss(alder)",
            "keep if !(kjønn == '1' | alder < 30 | alder > 59)",
            "keep if !(kjønn == '1') & !(alder < 30) & !(alder > 59)",
            "keep if !!(kjønn == '2') & (alder >= 30 & (alder <= 59))",
            "keep if kjønn == '2' & alder >= 30 & alder <= 59 & 2 > 1",
            "keep if kjønn == '2' & alder >= 30 & alder <= 59 & inlist(kjønn, '1', '2')",
            "keep if alder >= 20\nkeep if alder >= 30 & alder <= 70\nkeep if kjønn == '2' & alder <= 59",
            "keep if (inrange(alder, 30, 45) | inrange(alder, 40, 59)) & kjønn == '2'",
            "keep if (inrange(alder, 30, 44) | inrange(alder, 45, 59)) & kjønn == '2'",
            "drop if kjønn != '2'\ndrop if !inrange(alder, 30, 59) | sysmiss(alder)",
            "generate f = kjønn == '2'\ngenerate g = inrange(alder, 30, 59)\nkeep if f & g",
            "generate f = kjønn == '2'\ngenerate g = inrange(alder, 30, 59)\nkeep if f == 1 & g != 0",
            "generate f = 0\nreplace f = 1 if kjønn == '2'\nkeep if f > 0.5 & inrange(alder, 30, 59)",
            "generate f = 7 if kjønn == '2'\nkeep if !sysmiss(f) & inrange(alder, 30, 59)",
            "recode alder (min/29 = 1) (30/59 = 2) (60/max = 3), prefix('r_')\nkeep if r_alder == 2 & kjønn == '2'",
            "recode kjønn ('2' = 'k') ('1' = 'm'), prefix('r_')\nkeep if r_kjønn == 'k' & inrange(alder, 30, 59)",
            "generate år = 2022 - int(født / 100)\nkeep if kjønn == '2' & inrange(år, 30, 59)",
            "generate år = 2000 + 22 - int(født / 100)\nkeep if kjønn == '2' & inrange(år, 30, 59)",
        ],
    );
}

#[test]
fn coded_variables_through_functions_and_lists() {
    same(
        "tabulate kjønn sivil, rowpct freq",
        &[
            "keep if sted != '0301'",
            "keep if sted > '0301'",
            "keep if sted >= '1101'",
            "keep if !(sted == '0301')",
            "drop if sted == '0301' | sysmiss(sted)",
            "keep if substr(sted, 1, 2) == '11'",
            "keep if startswith(sted, '11')",
            "keep if substr(sted, 1, 1) >= '1'",
            "keep if !startswith(sted, '0') & !sysmiss(sted)",
            "keep if upper(trim(sted)) != '0301'",
            "keep if inlist(sted, '1101', '1103', '1106', '1108', '1111', '1112', '1114', '1119', '1120')",
            "keep if inlist(sted, '1120', '1119', '1114') | inlist(sted, '1101', '1103', '1106', '1108', '1111', '1112')",
            "keep if to_int(sted) > 1000",
            "keep if to_int(sted) * 2 != 602",
            "keep if inrange(to_int(sted), 1101, 1120)",
            "keep if labelcontains(sted, '11')",
            "keep if !inlabels(sted, '0301')",
            "generate fylke = substr(sted, 1, 2)\nkeep if fylke == '11'",
            "generate fylke = to_int(substr(sted, 1, 2))\nkeep if fylke == 11",
            "generate oslo = sted == '0301'\nkeep if oslo == 0",
            "generate oslo = sted == '0301'\nkeep if !oslo",
            "recode sted ('0301' = 'oslo') (nonmissing = 'andre'), prefix('r_')\nkeep if r_sted == 'andre'",
            "recode sted ('0301' = 'oslo'), prefix('r_')\nkeep if r_sted != 'oslo'",
            "generate g = '11' if sted >= '1101'\nreplace g = '03' if sted == '0301'\nkeep if g == '11'",
            "clone-variables sted -> kopi\nkeep if kopi != '0301'",
            "rename sted bosted\nkeep if bosted != '0301'",
            "define-labels navn '0301' Oslo '1101' Eigersund\nassign-labels sted navn\nkeep if sted != '0301'",
        ],
    );
}

#[test]
fn conditions_on_several_variables() {
    same(
        "tabulate kjønn",
        &[
            "keep if lønn > alder * 9000",
            "keep if alder * 9000 < lønn",
            "keep if 9000 * alder < lønn",
            "keep if !(lønn <= alder * 9000)",
            "keep if !(alder * 9000 >= lønn)",
            "generate rik = lønn > alder * 9000\nkeep if rik",
            "generate rik = alder * 9000 < lønn\nkeep if rik == 1",
            "generate rik = lønn > alder * 9000\nkeep if rik != 0",
            "generate grense = alder * 9000\nkeep if lønn > grense",
            "keep if lønn > alder * 9000\nkeep if lønn > alder * 9000",
        ],
    );
    same(
        "tabulate kjønn",
        &[
            "keep if lønn > 400000 | alder > 60",
            "keep if alder > 60 | lønn > 400000",
            "keep if !(!(lønn > 400000) & !(alder > 60))",
            "keep if alder >= 61 | 400000 < lønn | 1 > 2",
            "keep if lønn > 400000 | alder > 60 | lønn > 500000",
            "generate a = lønn > 400000\ngenerate b = alder > 60\nkeep if a | b",
            "generate c = 0\nreplace c = 1 if lønn > 400000 | alder > 60\nkeep if c",
            "generate c = 0\nreplace c = 1 if lønn > 400000\nreplace c = 1 if alder > 60\nkeep if c == 1",
            "generate c = 5\nreplace c = 9 if alder > 60\nreplace c = 9 if lønn > 400000\nkeep if c > 5",
        ],
    );
}

#[test]
fn the_commands_own_condition_is_a_filter() {
    same_scripts(&[
        "import db/FOEDT as f\nkeep if f > 198000\ntabulate kjønn",
        "import db/FOEDT as f\ntabulate kjønn if f > 198000",
        "import db/FOEDT as f\ntabulate kjønn if !(f <= 198000)",
        "import db/FOEDT as f\nkeep if f > 197000\ntabulate kjønn if f > 198000",
        "import db/FOEDT as f\nbarchart (count) kjønn if f > 198000\ntabulate kjønn if f >= 198001",
    ]);
    same_scripts(&[
        "import db/LONN 2022-12-31 as lønn\nkeep if kjønn == '1'\nsummarize lønn, gini",
        "import db/LONN 2022-12-31 as lønn\nsummarize lønn if kjønn == '1', gini",
        "import db/LONN 2022-12-31 as lønn\nsummarize lønn if kjønn != '2', gini",
        "import db/LONN 2022-12-31 as lønn\ndrop if sysmiss(lønn)\nsummarize lønn if kjønn == '1', gini",
    ]);
}

/// A flag by several variables has two values that are known without data: its mean is a ratio of released counts.
#[test]
fn shares_of_flags_come_from_counts() {
    let flag = "generate f = 0\nreplace f = 1 if kjønn == '2' & lønn > 400000\nreplace f = 1 if alder > 70";
    let ran = run(&format!("{REGISTER}{PEOPLE}{flag}\nsummarize f")).fine();
    assert!(ran.outputs.last().unwrap().protection.contains(&Rule::FromCounts));
    let counts = table(&format!("{REGISTER}{PEOPLE}{flag}\ntabulate f"));
    let count = |code: &str| match counts.rows.iter().find(|row| row[0] == Cell::Code(code.to_owned())).unwrap()[1] {
        Cell::Whole(count) => count as f64,
        ref other => panic!("{other:?}"),
    };
    let share = count("1") / (count("0") + count("1"));
    let Cell::Number(found) = table(&format!("{REGISTER}{PEOPLE}{flag}\nsummarize f")).rows[0][1] else { panic!() };
    assert!((found - share).abs() < 5e-5 * share.abs() * 10.0, "{found} {share}");
}

/// What a floor took away is not in the question: a flag that is 0 for everybody is about everybody. Had it the definition of
/// "not the few", its count would equal that of the filter exactly when there are none.
#[test]
fn floored_values_have_the_question_of_what_was_written() {
    let rare = "født == 195001";
    let all = run(&format!("{REGISTER}{PEOPLE}drop alder")).fine().change().units.unwrap();
    let of = |script: &str, code: &str| {
        let table = table(&format!("{REGISTER}{PEOPLE}{script}"));
        table.rows.iter().find(|row| row[0] == Cell::Code(code.to_owned())).map(|row| row[1].clone()).unwrap()
    };
    for written in [
        format!("generate a = 0\nreplace a = 1 if {rare}"),
        format!("generate a = 0\nreplace a = 1 if {rare} & kjønn == '1'"),
        format!("generate a = 1\nreplace a = 0 if !({rare})"),
        format!("generate a = 0\nrecode a (0 = 1) if {rare}"),
    ] {
        assert_eq!(of(&format!("{written}\ntabulate a"), "0"), Cell::Whole(all), "{written}");
    }
    // A comparison as a value stays missing where its variable is.
    let valid = run(&format!("{REGISTER}{PEOPLE}keep if !sysmiss(født)")).fine().change().units.unwrap();
    for written in [
        format!("generate a = {rare}"),
        format!("generate a = ({rare}) + 0"),
        format!("generate a = 1 - (!({rare}))"),
        "generate a = inrange(født, 195001, 195001)".to_owned(),
        format!("generate a = {rare} | født == 195002"),
    ] {
        let script = format!("{written}\ntabulate a");
        assert_eq!(of(&script, "0"), Cell::Whole(valid), "{written}");
    }
    let filtered = of(&format!("tabulate kjønn if !({rare})"), "*");
    assert_ne!(filtered, Cell::Whole(valid));
}

/// The value that an accumulated variable has is that of its period, whatever day is written.
#[test]
fn dates_of_one_period_are_one() {
    for question in ["tabulate kjønn, summarize(lønn) mean p50 sum freq", "histogram lønn, bin(12) freq"] {
        let script = |date: &str| cells(&format!("{REGISTER}import db/LONN {date} as lønn\n{question}"));
        let expected = script("2022-01-01");
        assert_eq!(script("2022-06-30"), expected, "{question}");
        assert_eq!(script("2022-12-31"), expected, "{question}");
        assert_ne!(script("2021-12-31"), expected, "{question}");
    }
}

#[test]
fn loops_and_bindings_are_what_they_stand_for() {
    same_scripts(&[
        "import db/FOEDT as f\nkeep if !sysmiss(f)\ngenerate g = 10\nreplace g = 11 if f > 196000\nreplace g = 12 if f > 198000\nreplace g = 13 if f > 200000\ntabulate g kjønn",
        "import db/FOEDT as f\nkeep if !sysmiss(f)\ngenerate g = 10\nfor i in 1 : 3\nreplace g = 10 + $i if f > 194000 + $i * 2000\nend\ntabulate g kjønn",
        "let første = 194000\nimport db/FOEDT as f\nkeep if !sysmiss(f)\ngenerate g = 10\nfor i, år in 1 : 3, 196000 198000 200000\nreplace g = 10 + $i if f > $år & f > $første\nend\ntabulate g kjønn",
        "import db/FOEDT as f\nkeep if !sysmiss(f)\nrecode f (min/196000 = 10) (196001/198000 = 11) (198001/200000 = 12) (200001/max = 13)\ntabulate kjønn f",
        "import db/FOEDT as f\nkeep if !sysmiss(f)\ngenerate g = 13\nreplace g = 12 if f <= 200000\nreplace g = 11 if f <= 198000\nreplace g = 10 if f <= 196000\ntabulate kjønn g",
    ]);
    same_scripts(&[
        "let år = 2022\nlet dag = date_fmt($år, 12, 31)\nimport db/LONN $dag as lønn\nsummarize lønn",
        "import db/LONN 2022-12-31 as lønn\nsummarize lønn",
    ]);
}

/// Names, copies, other datasets and databanks that stand beside change nothing.
#[test]
fn what_stands_beside_a_question_changes_nothing() {
    same(
        "tabulate sted sivil",
        &[
            "keep if alder > 40",
            "clone-dataset d e\nuse e\nkeep if alder > 40",
            "clone-dataset d e\nkeep if alder > 40",
            "rename-dataset d annet\nkeep if alder > 40",
            "require no.test.open:1 as åpen\nkeep if alder > 40",
            "create-dataset x\nimport db/LONN 2021-12-31 as l\nkeep if l > 300000\nuse d\nkeep if alder > 40",
            "import db/LONN 2021-12-31 as l\ngenerate m = l * 2\nkeep if alder > 40",
            "keep if alder > 40\nimport db/LONN 2021-12-31 as l\nreplace l = 0 if sysmiss(l)",
            "keep if alder > 40\ndrop lønn",
            "rename kjønn k\nrename født f\nkeep if alder > 40",
            "create-dataset s\nimport db/FOEDT as ff\nmerge ff into d\nuse d\nkeep if alder > 40",
            "aggregate (mean) lønn -> snitt, by(sivil)\nkeep if alder > 40",
            "tabulate kjønn\nsummarize alder\nkeep if alder > 40",
        ],
    );
}

/// One count wherever it stands: a table's cell and margin, a bar, a histogram's bar, a dataset's size, a model's n.
#[test]
fn one_count_wherever_it_stands() {
    let whole = |script: &str| cells(&format!("{REGISTER}{PEOPLE}{script}"));
    let two = whole("tabulate kjønn sivil");
    let code = |text: &str| format!("{:?}", Cell::Code(text.to_owned()));
    let at = |cells: &Cells, codes: &[&str]| {
        let mut codes: Vec<String> = codes.iter().map(|text| code(text)).collect();
        codes.sort();
        cells[&codes][0].clone()
    };
    for (sex, civil) in [("1", "2"), ("2", "2")] {
        let in_table = match (sex, civil) {
            // Sorted codes do not tell whose they are.
            ("1", "2") => None,
            pair => Some(at(&two, &[pair.0, pair.1])),
        };
        let filtered = at(&whole(&format!("tabulate sivil if kjønn == '{sex}'")), &[civil]);
        let turned = at(&whole(&format!("keep if sivil == '{civil}'\ntabulate kjønn")), &[sex]);
        let bar = at(&whole(&format!("barchart (count) sivil if kjønn == '{sex}'")), &[civil]);
        let total = at(&whole(&format!("tabulate kjønn if kjønn == '{sex}' & sivil == '{civil}'")), &["*"]);
        assert_eq!((&turned, &bar, &total), (&filtered, &filtered, &filtered), "{sex} {civil}");
        assert!(in_table.is_none_or(|cell| cell == filtered), "{sex} {civil}");
        let kept = run(&format!("{REGISTER}{PEOPLE}keep if kjønn == '{sex}' & sivil == '{civil}'")).fine();
        assert_eq!(format!("{:?}", Cell::Whole(kept.change().units.unwrap())), filtered);
    }
    let summary = whole("summarize lønn if kjønn == '2'");
    let valid = run(&format!("{REGISTER}{PEOPLE}keep if kjønn == '2' & !sysmiss(lønn)")).fine().change().units.unwrap();
    assert_eq!(at(&whole("tabulate kjønn if !sysmiss(lønn)"), &["2"]), format!("{:?}", Cell::Whole(valid)));
    assert_eq!(summary[&vec![code("lønn")]][2], format!("{:?}", Cell::Whole(valid)));
    // A model asks for a value in each of its variables.
    let both = "keep if kjønn == '2' & !sysmiss(lønn) & !sysmiss(alder)";
    let valid = run(&format!("{REGISTER}{PEOPLE}{both}")).fine().change().units.unwrap();
    let script = format!("{REGISTER}{PEOPLE}regress lønn alder if kjønn == '2'");
    let Some(Body::Model(model)) = run(&script).fine().outputs.into_iter().last().map(|output| output.body) else {
        panic!("a model")
    };
    assert_eq!(model.n, valid);
}

/// Who has a partner is one question, whatever variables are merged.
#[test]
fn the_matched_of_a_merge_do_not_depend_on_what_is_merged() {
    let matched = |names: &str| {
        let script = format!(
            "{REGISTER}create-dataset s\nimport db/LONN 2022-12-31 as a\nimport db/FOEDT as b\ngenerate c = a / 12\n\
             merge {names} into d"
        );
        run(&script).fine().change().change.matched.unwrap()
    };
    assert_eq!(matched("a"), matched("b"));
    assert_eq!(matched("a"), matched("c b"));
}

/// The groups of `quantile` belong to the dataset that they were made in.
#[test]
fn groups_by_rank_are_one_question_with_their_dataset() {
    same(
        "tabulate kjønn",
        &[
            "keep if quantile(alder, 3) == 2",
            "generate g = quantile(alder, 3)\nkeep if g == 2",
            "generate g = quantile(alder, 3)\ndrop if g < 2 | sysmiss(g)",
            "generate g = quantile(alder, 3)\nkeep if inlist(g, 2)",
            "generate g = quantile(alder, 3) + 1\nkeep if g > 2",
            "generate g = quantile(alder, 3)\nrecode g (0/1 = 7)\nkeep if g != 7",
        ],
    );
    let ask = |spelling: &str| cells(&format!("{REGISTER}{PEOPLE}{spelling}\ntabulate kjønn"));
    // A condition that is true for everybody leaves the groups as they are, and still makes another question.
    let before = ask("generate g = quantile(alder, 3)\nkeep if alder >= 0\nkeep if g == 2");
    assert_ne!(before, ask("keep if alder >= 0\ngenerate g = quantile(alder, 3)\nkeep if g == 2"));
    assert_ne!(ask("keep if quantile(alder, 3) == 2"), ask("keep if quantile(alder, 3) == 1"));
    assert_ne!(ask("keep if quantile(alder, 4) >= 2"), ask("keep if quantile(alder, 2) == 1"));
}

/// Questions with another definition draw anew, even where they hold the same persons.
#[test]
fn other_questions_draw_anew() {
    let ask = |spelling: &str| cells(&format!("{REGISTER}{PEOPLE}{spelling}\ntabulate sivil kjønn"));
    // True for everybody by the data, which metadata do not know.
    let vacuous = [
        "keep if alder >= 0",
        "keep if alder < 500",
        "keep if født > 100",
        "drop if alder < 0",
        "keep if alder * 2 >= 0",
    ];
    let mut seen = vec![ask("")];
    for spelling in vacuous {
        let found = ask(spelling);
        assert!(!seen.contains(&found), "{spelling}");
        seen.push(found);
    }
    let pairs = [
        ("keep if alder >= 30", "keep if alder >= 31"),
        ("keep if kjønn == '1'", "keep if sivil == '1'"),
        ("keep if lønn > 300000", "drop if lønn <= 300000"),
        ("keep if sted != '1101'", "keep if sted != '1103'"),
        ("keep if lønn > 300000 & alder > 30", "keep if lønn > 300000 | alder > 30"),
        ("sample 0.5 1", "sample 0.5 2"),
    ];
    for (one, other) in pairs {
        assert_ne!(ask(one), ask(other), "{one} and {other}");
    }
}
