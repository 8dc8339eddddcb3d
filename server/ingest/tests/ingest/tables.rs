//! Ordinary CSV tables as variables of an `open` databank.

use ingest::{Severity, TableTime};
use registry::{Selection, Values};
use variables::{DataType, Day, Profile, Temporality, Tier, ValueDomain};

use crate::support::{BANK, House, files, findings, numbers, refused, shared};

fn doubles(values: &Values) -> Vec<f64> {
    match values {
        Values::Double(values) => values.clone(),
        _ => panic!("decimal numbers"),
    }
}

#[test]
fn wagepan_is_a_panel_of_545_men_over_eight_years() {
    let Some(shared) = shared() else { return };
    let house = House::new();
    let file = shared.join("reference/data/wagepan.csv");
    let imported = house.table(&file, Some("nr"), TableTime::Column("year".into())).unwrap();
    assert_eq!((imported.variables.len(), imported.report.count(Severity::Error)), (44, 0));
    assert!(imported.variables.iter().all(|added| added.rows == 4360));
    house.registry.draft(BANK).unwrap().release(&Default::default()).unwrap();

    let bank = house.registry.resolve(BANK, variables::VersionRequest::Major(1)).unwrap();
    assert_eq!(bank.databank().profile, Profile::Open);
    let lwage = bank.variable("LWAGE").unwrap();
    let years: Vec<i32> = lwage.measure_dates.iter().map(|day| day.ymd().0).collect();
    assert_eq!(
        (lwage.data_type, lwage.temporality, years),
        (DataType::Double, Temporality::Status, (1980..=1987).collect())
    );
    assert_eq!(bank.variable("NR").unwrap().data_type, DataType::Long);
    let at = Selection::At(Day::from_ymd(1981, 1, 1).unwrap());
    let wages = bank.read("LWAGE", &at).unwrap();
    assert_eq!((wages.unit.len(), wages.unit[0]), (545, 0));
    assert_eq!(doubles(&wages.value)[0], 1.853060007095337);
    assert_eq!(numbers(&bank.read("NR", &at).unwrap())[0], 13);
    assert_eq!(bank.read("LWAGE", &Selection::At(Day::from_ymd(1981, 1, 2).unwrap())).unwrap().unit.len(), 0);
}

#[test]
fn wage1_has_a_row_a_unit() {
    let Some(shared) = shared() else { return };
    let house = House::new();
    let imported = house.table(&shared.join("reference/data/wage1.csv"), None, TableTime::Fixed).unwrap();
    assert_eq!(imported.variables.len(), 24);
    let wage = house.read("WAGE");
    assert_eq!((wage.unit.len(), doubles(&wage.value)[0], wage.start.is_none()), (526, 3.0999999046325684, true));
    assert_eq!(house.draft().variable("EDUC").unwrap().data_type, DataType::Long);
}

#[test]
fn columns_become_what_they_hold() {
    let house = House::new();
    let file = house.csv("id,whole,dec,txt,mix,gone\n1,5.0,1.5,b,1,\n2,,2,,x,\n3,-7,,a,2,\n");
    let imported = house.table(&file, Some("ID"), TableTime::Date(Day(18_262))).unwrap();
    assert_eq!(findings(&imported.report), ["column-empty", "3 column-mixed"]);
    assert_eq!(numbers(&house.read("WHOLE")), [5, -7]);
    assert_eq!(house.read("WHOLE").unit, [0, 2]);
    assert_eq!(house.read("WHOLE").start, Some(vec![18_262, 18_262]));
    assert_eq!(doubles(&house.read("DEC").value), [1.5, 2.0]);
    assert_eq!(house.read("GONE").unit.len(), 0);
    let draft = house.draft();
    let ValueDomain::Enumerated(list) = &draft.variable("TXT").unwrap().domain else { panic!("a code list") };
    let codes: Vec<&str> = list.codes.iter().map(|code| code.code.as_str()).collect();
    assert_eq!((codes, numbers(&house.read("TXT"))), (vec!["a", "b"], vec![1, 0]));
    assert_eq!(numbers(&house.read("MIX")), [0, 2, 1]);
}

#[test]
fn digits_with_zeros_in_front_are_codes_and_decimal_commas_are_told() {
    let house = House::new();
    let file = house.csv("fnr;municipality;wage;plain\n01017012345;0301;1,5;1\n02017012345;1103;2;0\n");
    let imported = house.table(&file, Some("fnr"), TableTime::Fixed).unwrap();
    assert_eq!(
        findings(&imported.report),
        ["2 column-leading-zeros", "2 column-leading-zeros", "2 column-decimal-comma"]
    );
    let draft = house.draft();
    let ValueDomain::Enumerated(list) = &draft.variable("MUNICIPALITY").unwrap().domain else { panic!("a code list") };
    let codes: Vec<&str> = list.codes.iter().map(|code| code.code.as_str()).collect();
    assert_eq!(codes, ["0301", "1103"]);
    assert_eq!(draft.variable("PLAIN").unwrap().data_type, DataType::Long);
}

#[test]
fn headers_may_be_quoted_over_lines() {
    let house = House::new();
    house.table(&house.csv("\"id\",\"a, b; c; d\",\"two\nlines\"\n1,2,3\n"), Some("id"), TableTime::Fixed).unwrap();
    let names: Vec<String> = house.draft().variables().iter().map(|variable| variable.name.clone()).collect();
    assert_eq!(names, ["A__B__C__D", "ID", "TWO_LINES"]);
}

#[test]
fn names_are_upper_case_and_clashes_are_refused() {
    let house = House::new();
    let imported = house.table(&house.csv("lønn kr,2020\n1,2\n"), None, TableTime::Fixed).unwrap();
    let names: Vec<&str> = imported.variables.iter().map(|added| added.name.as_str()).collect();
    assert_eq!((names, findings(&imported.report)), (vec!["L_NN_KR", "V2020"], vec!["1 column-prefixed".to_owned()]));

    let house = House::new();
    let clash = refused(house.table(&house.csv("a.b,A_B,,c\n1,2,3,4\n"), None, TableTime::Fixed));
    assert_eq!(findings(&clash), ["1 column-unnamed", "1 column-twice"]);
    assert!(clash.lines(text::Locale::En)[1].contains("a.b + A_B → A_B"));
    let unknown = refused(house.table(&house.csv("a\n1\n"), Some("nr"), TableTime::Column("when".into())));
    assert_eq!(findings(&unknown), ["1 column-unknown", "1 column-unknown"]);
    assert_eq!(findings(&refused(house.table(&house.csv("\n1\n"), None, TableTime::Fixed))), ["header-missing"]);
    let empty = refused(house.table(&house.csv("a,b\n"), None, TableTime::Fixed));
    assert_eq!(findings(&empty), ["csv-empty", "column-empty", "column-empty"]);
    assert!(house.registry.databanks().unwrap().is_empty() && files(&house.home().join("data")).is_empty());
}

#[test]
fn rows_are_checked_with_their_lines() {
    let house = House::new();
    let file = house
        .csv("id,year,x\n1,2000,5\n1,2001,5\n1,2000,6\n,2001,5\n2,20x1,5\n2,2001\n\"3\",2000-05-01,\"a\nb\"\n4,,1\n");
    let report = refused(house.table(&file, Some("id"), TableTime::Column("year".into())));
    let mut errors: Vec<String> = report
        .findings()
        .iter()
        .filter(|finding| finding.rule.severity() == Severity::Error)
        .map(|finding| format!("{} {}", finding.line.unwrap(), finding.rule.code()))
        .collect();
    errors.sort();
    assert_eq!(
        errors,
        ["10 table-time", "4 table-unit-time-twice", "5 table-unit-empty", "6 table-time", "7 row-fields"]
    );

    let report = refused(house.table(&house.csv("id,x\n1,1\n2,1\n1.0,1\n"), Some("id"), TableTime::Fixed));
    assert_eq!(findings(&report), ["4 table-unit-twice"]);
    assert!(report.lines(text::Locale::Nb)[0].contains("(linje 2)"));
}

#[test]
fn a_register_databank_takes_no_table() {
    let house = House::new();
    house.registry.create_databank(BANK, Profile::Register, Tier::Ordinary, false).unwrap();
    let report = refused(house.table(&house.csv("a\n1\n"), None, TableTime::Fixed));
    assert_eq!(findings(&report), ["table-needs-open"]);
}

#[test]
fn semicolons_and_tabs_separate_too() {
    for text in ["id;x\n1;2\n", "id\tx\n1\t2\n", "\u{feff}id,x\r\n1,2\r\n"] {
        let house = House::new();
        house.table(&house.csv(text), Some("id"), TableTime::Fixed).unwrap();
        assert_eq!((numbers(&house.read("ID")), numbers(&house.read("X"))), (vec![1], vec![2]), "{text:?}");
    }
}

#[test]
fn an_earlier_table_and_a_later_one_share_units_by_their_identifier() {
    let house = House::new();
    house.table(&house.csv("id,x\nb,1\na,2\n"), Some("id"), TableTime::Fixed).unwrap();
    house.registry.draft(BANK).unwrap().release(&Default::default()).unwrap();
    house.table(&house.csv("key,y\na,3\nc,4\n"), Some("key"), TableTime::Fixed).unwrap();
    assert_eq!((house.read("X").unit, house.read("Y").unit), (vec![0, 1], vec![1, 2]));
}
