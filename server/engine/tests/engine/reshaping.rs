//! `reshape-to-panel` and `reshape-from-panel`: exact rows, labels, diagnostics, and the law that there and back is the same.

use crate::support::{OPEN, REGISTER, Ran, error_code, run};

/// One variable a year: PAY of 2019 and 2021, CIVIL of 2019 and 2020.
const WIDE: &str = "import o/PAY 2019-06-01 as pay2019\nimport o/PAY 2021-06-01 as pay2021\n\
    import o/CIVIL 2019-01-01 as civil2019\nimport o/CIVIL 2020-01-01 as civil2020\nkeep if id <= 3\n";

fn wide(rest: &str) -> String {
    format!("{OPEN}{WIDE}{rest}")
}

fn names(ran: &Ran, dataset: &str) -> Vec<String> {
    ran.dataset(dataset).columns.keys().cloned().collect()
}

#[test]
fn a_row_per_unit_and_suffix_with_holes_and_repeated_others() {
    let ran = run(&wide("reshape-to-panel pay civil")).fine();
    assert_eq!(names(&ran, "d"), ["id", "pay", "civil", "date@panel"]);
    assert_eq!(ran.line("id"), "1 1 1 2 2 2 3 3 3");
    assert_eq!(ran.line("date@panel"), "2019 2020 2021 2019 2020 2021 2019 2020 2021");
    assert_eq!(ran.line("pay"), "10 . 12 20 . 22 30 . 32");
    assert_eq!(ran.line("civil"), "s s . s m . m m .");
    assert_eq!(ran.line("PERSONID_1"), "u0 u0 u0 u1 u1 u1 u2 u2 u2");
    // Open data are counted exactly: 3 units, 9 rows.
    assert_eq!((ran.change().units, ran.change().rows), (Some(3), Some(9)));
    let civil = ran.dataset("d").find("civil").unwrap();
    assert_eq!(civil.titles.unwrap().title("m"), Some("Gift"));
}

#[test]
fn there_and_back_is_the_same() {
    let before = run(&wide("drop id\nrename pay2021 pay2020")).fine();
    let after = run(&wide("drop id\nrename pay2021 pay2020\nreshape-to-panel pay civil\nreshape-from-panel")).fine();
    assert_eq!(names(&after, "d"), names(&before, "d"));
    for name in names(&before, "d").iter().map(String::as_str).chain(["PERSONID_1"]) {
        assert_eq!(after.line(name), before.line(name), "{name}");
    }
    let (one, other) = (before.dataset("d"), after.dataset("d"));
    assert_eq!((one.shape, one.n_rows()), (other.shape, other.n_rows()));
    assert_eq!(one.columns["civil2019"].titles, other.columns["civil2019"].titles);
    assert_eq!(one.columns["pay2019"].data_type(), other.columns["pay2019"].data_type());
}

#[test]
fn suffixes_with_signs_are_text_and_follow_time() {
    let script = "generate m_02 = id\ngenerate m_10 = id + 10\ngenerate m_1_5 = id + 15\ndrop pay2019 pay2021";
    let ran = run(&wide(&format!("{script}\nkeep if id == 1\nreshape-to-panel m_"))).fine();
    assert_eq!(ran.line("date@panel"), "1_5 02 10");
    assert_eq!(ran.line("m_"), "16 1 11");
    let back = run(&wide(&format!("{script}\nkeep if id == 1\nreshape-to-panel m_\nreshape-from-panel"))).fine();
    assert_eq!(back.line("m_02"), "1");
    assert_eq!(back.line("m_1_5"), "16");
}

#[test]
fn leading_zeros_come_back() {
    let script = "generate m05 = id\ngenerate m12 = id + 10\nkeep if id == 1\nreshape-to-panel m\n";
    let ran = run(&wide(&format!("{script}generate year = 2000 + date@panel"))).fine();
    assert_eq!(ran.line("year"), "2005 2012");
    let back = run(&wide(&format!("{script}reshape-from-panel"))).fine();
    assert_eq!((back.line("m05"), back.line("m12")), ("1".to_owned(), "11".to_owned()));
}

#[test]
fn whole_and_decimal_numbers_give_decimal_ones() {
    let ran = run(&wide("generate v1 = id\ngenerate v2 = id / 2\nkeep if id == 1\nreshape-to-panel v")).fine();
    assert_eq!(ran.line("v"), "1 0.5");
}

#[test]
fn a_variable_belongs_to_the_longest_prefix() {
    let ran = run(&wide("generate pay_max2019 = 7\nkeep if id == 1\nreshape-to-panel pay pay_max")).fine();
    assert_eq!(ran.line("pay"), "10 12");
    assert_eq!(ran.line("pay_max"), "7 .");
}

#[test]
fn a_suffix_with_letters_makes_another_variable() {
    let ran = run(&wide("generate payclass = 5\nkeep if id == 1\nreshape-to-panel pay")).fine();
    assert_eq!(ran.line("payclass"), "5 5");
    assert_eq!(ran.line("pay"), "10 12");
}

#[test]
fn codes_flagged_as_missing_in_one_year_are_missing() {
    let flagged = "recode civil2019 ('m' = 'x' \"unknown\" missing)\nreshape-to-panel civil";
    let ran = run(&wide(flagged)).fine();
    assert_eq!(ran.line("civil"), "s s s m . m");
}

#[test]
fn prefixes_that_cannot_be_say_so() {
    let code = |rest: &str| error_code(&wide(rest));
    assert_eq!(code("reshape-to-panel wage").as_deref(), Some("no-matching-variables"));
    assert_eq!(code("reshape-to-panel i").as_deref(), Some("suffix-not-numeric"));
    assert_eq!(code("reshape-to-panel pay pay").as_deref(), Some("repeated-name"));
    assert_eq!(code("generate pay = 1\nreshape-to-panel pay").as_deref(), Some("variable-exists"));
    assert_eq!(code("generate pay2020 = 'x'\nreshape-to-panel pay").as_deref(), Some("type-mismatch"));
    assert_eq!(code("reshape-to-panel pay\nreshape-to-panel civil").as_deref(), Some("wrong-shape"));
    assert_eq!(code("reshape-from-panel").as_deref(), Some("wrong-shape"));
    assert_eq!(error_code("create-dataset d\nreshape-to-panel x").as_deref(), Some("empty-dataset"));
    let event = "require no.test.open:1 as o\ncreate-dataset e\nimport-event o/WORK 2020-01-15 to 2020-02-10 as w1\n";
    assert_eq!(error_code(&format!("{event}reshape-to-panel w")).as_deref(), Some("wrong-shape"));
}

const PANEL: &str = "require no.test.open:1 as o\ncreate-dataset p\n\
    import-panel o/PAY o/G 2019-01-01 2020-01-01 2021-01-01\n";

#[test]
fn an_imported_panel_gets_day_numbers_fixed_variables_too() {
    let ran = run(&format!("{PANEL}keep if PAY < 40\nreshape-from-panel")).fine();
    let days = ["17897", "18262", "18628"];
    let wanted: Vec<String> = ["PAY", "G"].iter().flat_map(|name| days.map(|day| format!("{name}{day}"))).collect();
    assert_eq!(names(&ran, "p"), wanted);
    assert_eq!(ran.line("PAY17897"), "10 20 30");
    // Id 3 has no pay in 2020: its row was filtered out, and with it the fixed variable.
    assert_eq!(ran.line("PAY18262"), "11 21 .");
    assert_eq!(ran.line("G18262"), "a b .");
    assert_eq!(ran.line("G18628"), "a b a");
    assert_eq!(&*ran.dataset("p").columns["PAY17897"].label, "pay 2019-01-01");
    assert_eq!((ran.change().units, ran.change().rows), (Some(3), None));
}

#[test]
fn the_times_are_those_that_filters_leave_by_name_not_by_rows() {
    // Every row of 2019 goes with its pay: the date stays, with missing values.
    let ran = run(&format!("{PANEL}drop if PAY == 10 | PAY == 20\nkeep if PAY < 23\nreshape-from-panel")).fine();
    assert_eq!(ran.line("PAY17897"), ". .");
    // A filter of the dates themselves leaves two.
    let ran = run(&format!("{PANEL}keep if year(date@panel) != 2019\nreshape-from-panel")).fine();
    assert!(!names(&ran, "p").contains(&"PAY17897".to_owned()));
    assert_eq!(names(&ran, "p").len(), 4);
}

#[test]
fn written_times_become_suffixes_unless_units_repeat() {
    let ran =
        run(&format!("{PANEL}replace date@panel = year(date@panel)\nkeep if PAY < 25\nreshape-from-panel")).fine();
    assert_eq!(ran.line("PAY2019"), "10 20");
    assert_eq!(ran.line("PAY2021"), "12 22");
    let twice = format!("{PANEL}replace date@panel = 17897 if year(date@panel) == 2020\nreshape-from-panel");
    assert_eq!(error_code(&twice).as_deref(), Some("repeated-units"));
    // Values of a register variable as times: those that occur.
    let ran = run(&format!("{PANEL}keep if PAY < 25\nreplace date@panel = PAY\nreshape-from-panel")).fine();
    assert_eq!(ran.line("G11"), "a .");
}

#[test]
fn groups_are_reshaped_with_their_key() {
    let groups = "import o/G as g\nimport o/X as x\ncollapse (mean) x -> m1 (count) x -> m2, by(g)\n";
    let ran = run(&format!("{OPEN}{groups}reshape-to-panel m")).fine();
    assert_eq!(ran.line("g"), "a a b b c c");
    assert_eq!(ran.line("m").split(' ').nth(1), Some("4"));
    let back = run(&format!("{OPEN}{groups}reshape-to-panel m\nreshape-from-panel")).fine();
    assert_eq!(names(&back, "d"), ["g", "m1", "m2"]);
    assert_eq!(back.line("m2"), run(&format!("{OPEN}{groups}")).line("m2"));
}

#[test]
fn persons_of_a_register_stay_the_same_persons() {
    let script = format!(
        "{REGISTER}import db/LONN 2020-01-01 as wage2020\nimport db/LONN 2021-01-01 as wage2021\nreshape-to-panel wage"
    );
    let panel = run(&script).fine();
    assert_eq!(panel.dataset("d").n_rows(), 12_000);
    let (units, rows) = (panel.change().units.unwrap(), panel.change().rows.unwrap());
    assert!((units - 6000).abs() <= 12 && (rows - 12_000).abs() <= 60, "{units} {rows}");
    let back = run(&format!("{script}\nreshape-from-panel")).fine();
    assert_eq!(back.dataset("d").n_rows(), 6000);
    assert_eq!(back.change().rows, None);
    assert_eq!(back.line("wage2020"), run(&script.replace("\nreshape-to-panel wage", "")).line("wage2020"));
}

#[test]
fn a_repeated_time_of_a_few_persons_tells_nothing() {
    // Five persons or so are born in a month; thousands after 1950 (E.1).
    let panel = "require no.test.reg:1 as db\ncreate-dataset p\nimport-panel db/LONN db/FOEDT 2020-01-01 2021-01-01\n";
    let code = |who: &str| error_code(&format!("{panel}replace date@panel = 18262 if {who}\nreshape-from-panel"));
    assert_eq!(code("FOEDT > 195000").as_deref(), Some("repeated-units"));
    assert_eq!(code("FOEDT == 195001"), None);
}
