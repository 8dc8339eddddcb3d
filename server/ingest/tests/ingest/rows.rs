//! Rules of data files: found on the right lines, all at once.

use ingest::{Rule, Severity};
use serde_json::{Value, json};
use text::Locale;

use crate::support::{House, coded, described, files, findings, metadata, numbers, refused};

/// Imports one variable and compares the findings, as `line rule`.
fn check(json: Value, csv: &str, wanted: &[&str]) {
    let house = House::new();
    house.write("X", &json, csv);
    assert_eq!(findings(&refused(house.import())), wanted, "{csv}");
    assert!(house.registry.databanks().unwrap().is_empty(), "a databank was made for nothing");
}

#[test]
fn lines_must_have_five_fields() {
    let long = || metadata("FIXED", described("LONG"));
    check(long(), "", &["csv-empty"]);
    check(
        long(),
        "1;1;;;\n2;1;;\n\n3;1;;;;\n4;\"1;;;\n",
        &["2 field-count", "3 row-empty", "4 field-count", "5 quote"],
    );
    check(
        long(),
        ";1;;;\n  ;1;;;\n3;;;;\n4; ;;;\n",
        &["1 identifier-empty", "2 identifier-empty", "3 value-empty", "4 value-empty"],
    );
}

#[test]
fn numbers_keep_to_their_bits_and_dates_to_the_calendar() {
    check(
        metadata("FIXED", described("LONG")),
        "1;9223372036854775808;;;\n2;-9223372036854775809;;;\n3;9223372036854775807;;;\n4;-9223372036854775808;;;\n5;1e3;;;\n",
        &["1 value-not-long", "2 value-not-long", "5 value-not-long"],
    );
    check(
        metadata("FIXED", described("DOUBLE")),
        "1;1e999;;;\n2;-inf;;;\n3;Infinity;;;\n4;0x10;;;\n5;1 000;;;\n6;1e-5;;;\n",
        &["1 value-not-double", "2 value-not-double", "3 value-not-double", "4 value-not-double", "5 value-not-double"],
    );
    check(
        metadata("EVENT", described("LONG")),
        "1;1;2020-02-30;;\n2;1;2019-02-29;;\n3;1;2020-13-01;;\n4;1;2020-02-29;;\n5;1;01.02.2020;;\n6;1;2020-01-01;2020-04-31;\n",
        &["1 start-not-date", "2 start-not-date", "3 start-not-date", "5 start-not-date", "6 stop-not-date"],
    );
}

#[test]
fn public_units_are_codes_and_nothing_else() {
    let mut json = metadata("STATUS", described("LONG"));
    json["identifierVariables"] = json!([{ "unitType": "KOMMUNE" }]);
    check(
        json,
        "0301;1;2020-01-01;2020-01-01;\n01017012345;1;2020-01-01;2020-01-01;\n301;1;2020-01-01;2020-01-01;\n",
        &["2 identifier-not-code", "3 identifier-not-code"],
    );
    let mut pointer = described("LONG");
    let fields = pointer.as_object_mut().unwrap();
    fields.remove("dataType");
    fields.remove("valueDomain");
    fields.insert("unitType".into(), json!("KOMMUNE"));
    check(metadata("FIXED", pointer), "1;0301;;;\n2;Oslo;;;\n", &["2 code-unknown"]);
}

#[test]
fn rows_are_checked_as_far_as_broken_metadata_tell() {
    let of = |change: &dyn Fn(&mut Value), csv: &str| {
        let house = House::new();
        let mut json = metadata("STATUS", described("LONG"));
        change(&mut json);
        house.write("X", &json, csv);
        let report = refused(house.import());
        let rows = report.findings().into_iter().filter(|finding| finding.file.ends_with(".csv"));
        rows.map(|finding| format!("{} {}", finding.line.unwrap(), finding.rule.code())).collect::<Vec<_>>()
    };
    let csv = "1;x;2020-01-01;2020-01-02;\n2;1;;\n1;1;2020-01-01;2020-01-01;\n1;1;2020-01-01;2020-01-01;\n;1;x;x;\n";
    let all = [
        "1 value-not-long",
        "1 status-dates-differ",
        "2 field-count",
        "4 unit-date-twice",
        "5 identifier-empty",
        "5 start-not-date",
    ];
    let without = |rules: &[&str]| -> Vec<&str> {
        all.into_iter().filter(|finding| !rules.iter().any(|rule| finding.ends_with(rule))).collect()
    };
    assert_eq!(of(&|json| json["sensitivityLevel"] = json!("SECRET"), csv), all);
    assert_eq!(of(&|json| json["identifierVariables"][0]["unitType"] = json!("ROMSKIP"), csv), all);
    assert_eq!(of(&|json| json["measureVariables"][0]["dataType"] = json!("FLOAT"), csv), without(&["value-not-long"]));
    assert_eq!(
        of(&|json| json["temporalityType"] = json!("SOMETIMES"), csv),
        without(&["status-dates-differ", "unit-date-twice", "start-not-date"])
    );
}

#[test]
fn bytes_must_be_utf_8() {
    let house = House::new();
    house.write("X", &metadata("FIXED", described("STRING")), "1;a;;;\n");
    std::fs::write(house.received().join("X/X.csv"), b"1;a;;;\n2;\xff;;;\n").unwrap();
    assert_eq!(findings(&refused(house.import())), ["2 not-utf-8"]);
}

#[test]
fn values_must_fit_their_type() {
    check(
        metadata("FIXED", described("LONG")),
        "1;1.0;;;\n2;x;;;\n3;-7;;;\n4; 8 ;;;\n",
        &["1 value-not-long", "2 value-not-long"],
    );
    check(
        metadata("FIXED", described("DOUBLE")),
        "1;1,5;;;\n2;nan;;;\n3;1e5;;;\n4;-1.5;;;\n",
        &["1 decimal-comma", "2 value-not-double"],
    );
    check(metadata("FIXED", described("DATE")), "1;2020-02-30;;;\n2;2020-02-29;;;\n", &["1 value-not-date"]);
}

#[test]
fn codes_must_be_in_the_list_and_valid_on_the_day() {
    let codes = || coded(&[("1", "1990-01-01", Some("1999-12-31")), ("2", "2000-01-01", None)]);
    check(
        metadata("STATUS", codes()),
        "1;1;1995-01-01;1995-01-01;\n2;2;1995-01-01;1995-01-01;\n3;9;1995-01-01;1995-01-01;\n4;0;1900-01-01;1900-01-01;\n5;1;2000-01-01;2000-01-01;\n",
        &["2 code-not-valid", "3 code-unknown", "5 code-not-valid"],
    );
    // Without a day a code must be valid at some time.
    check(metadata("FIXED", codes()), "1;1;;;\n2;2;;;\n3;3;;;\n", &["3 code-unknown"]);
    let mut whole = codes();
    whole["dataType"] = json!("LONG");
    whole["valueDomain"]["codeList"][0]["code"] = json!(1);
    whole["valueDomain"]["codeList"][1]["code"] = json!(2);
    whole["valueDomain"]["sentinelAndMissingValues"][0]["code"] = json!(0);
    check(metadata("FIXED", whole), "1;1;;;\n2;3;;;\n", &["2 code-unknown"]);
}

#[test]
fn dates_follow_the_temporality() {
    let of = |temporality| metadata(temporality, described("LONG"));
    check(
        of("FIXED"),
        "1;1;2020-01-01;;\n2;1;;2020-01-01;\n1;1;;;\n2;1;;;\n",
        &["1 fixed-start", "2 fixed-stop-ignored", "4 unit-twice"],
    );
    check(
        of("STATUS"),
        "1;1;2020-01-01;;\n2;1;2020-01-01;2020-01-02;\n3;1;;2020-01-01;\n4;1;2020-1-1;2020-01-01;\n5;1;2020-01-01;2020-01-01;\n5;2;2020-01-01;2020-01-01;\n5;2;2021-01-01;2021-01-01;\n",
        &["1 stop-not-date", "2 status-dates-differ", "3 start-not-date", "4 start-not-date", "6 unit-date-twice"],
    );
    check(
        of("ACCUMULATED"),
        "1;1;2020-01-01;2020-01-01;\n2;1;2020-01-02;2020-01-01;\n3;1;2020-01-01;;\n4;1;2020-01-01;2020-12-31;\n4;1;2020-12-31;2021-12-30;\n4;1;2021-12-31;2022-12-30;\n",
        &["1 accumulated-period", "2 accumulated-period", "3 stop-not-date", "5 overlap"],
    );
    check(
        of("EVENT"),
        "1;1;2020-01-02;2020-01-01;\n2;1;;;\n3;1;2020-01-01;2020-01-01;\n3;1;2020-01-02;;\n3;1;2025-01-01;2025-02-01;\n",
        &["1 event-period", "2 start-not-date", "5 overlap"],
    );
}

#[test]
fn overlaps_are_found_in_any_order_and_through_long_periods() {
    check(
        metadata("EVENT", described("LONG")),
        "1;1;2022-01-01;2022-02-01;\n2;1;2020-01-01;;\n1;1;2020-01-01;2030-01-01;\n1;1;2021-01-01;2021-02-01;\n1;1;2023-01-01;2023-02-01;\n",
        &["1 overlap", "4 overlap", "5 overlap"],
    );
    let house = House::new();
    house.write("X", &metadata("FIXED", described("LONG")), "7;1;;;\n8;1;;;\n7;2;;;\n");
    let lines = refused(house.import()).lines(Locale::En);
    assert!(lines[0].contains("X.csv:3: error: ") && lines[0].ends_with("(line 1) [unit-twice]"), "{lines:?}");
}

#[test]
fn all_that_is_wrong_with_a_line_and_with_all_variables_is_told_at_once() {
    let house = House::new();
    house.write("A", &metadata("STATUS", described("LONG")), ";x;;2020-01-01;\n");
    house.write("B", &metadata("STATUS", described("LONG")), "1;1;2020-01-01;2020-01-01;\n");
    house.write("C", &metadata("SOMETIMES", described("LONG")), "1;1;2020-01-01;2020-01-01;\n");
    let report = refused(house.import());
    assert_eq!(findings(&report)[..3], ["1 identifier-empty", "1 value-not-long", "1 start-not-date"]);
    assert_eq!(findings(&report).len(), 4);
    assert!(findings(&report)[3].ends_with(" field-choice"));
    assert!(!house.home().join("identity/FNR.map").exists(), "identities were kept");
    assert!(files(&house.home().join("data")).is_empty(), "something was left");
}

#[test]
fn many_errors_are_counted_and_some_are_listed() {
    let house = House::new();
    let csv: String = (0..12_000).map(|unit| format!("{unit};x;;;\n")).collect();
    house.write("X", &metadata("FIXED", described("LONG")), &csv);
    let report = refused(house.import());
    assert_eq!((report.findings().len(), report.count(Severity::Error)), (10_000, 12_000));
    assert!(report.lines(Locale::Nb).last().unwrap().contains("2000 til av samme slag, 12000 i alt"));
}

#[test]
fn messages_hold_no_identifier_and_no_value() {
    let house = House::new();
    let csv = "01017012345;hemmelig;2020-01-01;x;\n01017012345;hemmelig;;;\n01017012345;7;;;\n01017012345;8;;;\n;hemmelig;;;\n";
    let mut json = metadata("FIXED", described("LONG"));
    json["01017012345"] = json!("hemmelig");
    house.write("X", &json, csv);
    let report = refused(house.import());
    let all = [Locale::Nb, Locale::En].map(|locale| report.lines(locale).join("\n")).join("\n");
    assert!(!all.contains("01017012345") && !all.contains("hemmelig"), "{all}");
    assert_eq!(report.total(&house.received().join("X/X.csv"), Rule::UnitTwice), 1);
}

#[test]
fn events_without_any_stop_and_days_beyond_16_bits_are_fine() {
    let house = House::new();
    house.write("X", &metadata("EVENT", described("LONG")), "1;5;1750-03-01;;\r\n2;6;2150-01-01;;\r\n");
    house.import().unwrap();
    let records = house.read("X");
    assert_eq!((numbers(&records), records.stop.clone()), (vec![5, 6], Some(vec![None, None])));
    assert_eq!(records.start, Some(vec![-80_294, 65_744]));
}

#[test]
fn quoted_fields_blanks_and_a_byte_order_mark_are_taken_off() {
    let house = House::new();
    house.write("X", &metadata("FIXED", described("STRING")), "\u{feff} 1 ; b ;;;\n\"2\";\"a;\"\"x\";;;\n1 2;b;;;\n");
    house.import().unwrap();
    let records = house.read("X");
    let registry::Values::Codes { dictionary, .. } = &records.value else { panic!("texts") };
    assert_eq!(dictionary.to_vec(), ["a;\"x", "b"]);
    assert_eq!(numbers(&records), [1, 0, 1]);
}

#[test]
fn a_variable_that_the_draft_holds_is_refused_before_it_is_read() {
    let house = House::new();
    house.write("X", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    house.import().unwrap();
    assert_eq!(findings(&refused(house.import())), ["already-in-draft"]);
}
