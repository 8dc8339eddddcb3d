//! Rules of metadata files and folders.

use serde_json::{Value, json};
use variables::{Day, ValueDomain};

use crate::support::{House, coded, described, findings, metadata, refused};

/// The rules that metadata break, sorted, without lines.
fn rules(json: &Value) -> Vec<String> {
    let house = House::new();
    house.write("X", json, "1;1;;;\n");
    let report = refused(house.import());
    assert!(report.findings().iter().all(|finding| finding.line.is_some()), "a finding has no line");
    let mut rules: Vec<String> = report.findings().iter().map(|finding| finding.rule.code().to_owned()).collect();
    rules.sort();
    rules
}

fn check(change: impl Fn(&mut Value), wanted: &[&str]) {
    let mut json = metadata("FIXED", described("STRING"));
    change(&mut json);
    assert_eq!(rules(&json), wanted, "{json}");
}

#[test]
fn fields_must_be_those_of_the_model() {
    check(|json| drop(json.as_object_mut().unwrap().remove("subjectFields")), &["field-missing"]);
    check(|json| json["subjectFields"] = json!([]), &["list-empty"]);
    check(|json| json["sensitivityLevel"] = json!("SECRET"), &["field-choice"]);
    check(|json| json["temporalityType"] = json!(7), &["field-type"]);
    check(|json| json["populationDescription"] = json!([{ "languageCode": "sv", "value": "x" }]), &["field-choice"]);
    check(|json| json["populationDescription"] = json!([{ "languageCode": "nb", "value": " " }]), &["text-empty"]);
    check(|json| json["dataRevision"] = json!({}), &["field-missing"]);
    check(|json| json["dataRevision"]["extra"] = json!(1), &["field-unknown"]);
    check(|json| json["identifierVariables"] = json!([{ "unitType": "ROMSKIP" }]), &["unit-type-unknown"]);
    check(
        |json| json["identifierVariables"] = json!([{ "unitType": "PERSON" }, { "unitType": "JOBB" }]),
        &["list-not-one"],
    );
    check(|json| json["identifierVariables"][0]["name"] = json!("x"), &["field-unknown"]);
    check(|json| json["measureVariables"] = json!([]), &["list-not-one"]);
    check(|json| json["measureVariables"][0]["dataType"] = json!("FLOAT"), &["field-choice"]);
}

#[test]
fn measures_are_ordinary_or_pointers() {
    let measure =
        |json: &mut Value, field: &str| drop(json["measureVariables"][0].as_object_mut().unwrap().remove(field));
    check(|json| measure(json, "dataType"), &["data-type-missing"]);
    check(|json| measure(json, "valueDomain"), &["value-domain-missing"]);
    check(
        |json| json["measureVariables"][0]["unitType"] = json!("PERSON"),
        &["data-type-with-unit-type", "value-domain-with-unit-type"],
    );
    check(|json| json["measureVariables"][0]["valueDomain"] = json!({}), &["value-domain-empty"]);
    check(
        |json| json["measureVariables"][0]["valueDomain"]["sentinelAndMissingValues"] = json!([]),
        &["sentinel-without-code-list"],
    );
}

#[test]
fn code_lists_are_whole() {
    let check = |change: &dyn Fn(&mut Value), wanted: &[&str]| {
        let mut json = metadata("FIXED", coded(&[("1", "2000-01-01", Some("2009-12-31")), ("1", "2010-01-01", None)]));
        change(&mut json["measureVariables"][0]);
        assert_eq!(rules(&json), wanted);
    };
    check(&|m| m["valueDomain"]["codeList"] = json!([]), &["list-empty"]);
    check(&|m| m["valueDomain"]["description"] = m["name"].clone(), &["value-domain-mixed"]);
    check(&|m| m["valueDomain"]["measurementType"] = json!("WEIGHT"), &["value-domain-mixed"]);
    check(&|m| m["valueDomain"]["codeList"][1]["validFrom"] = json!("2009-12-31"), &["code-twice"]);
    check(&|m| m["valueDomain"]["codeList"][0]["validFrom"] = json!("2009"), &["code-date"]);
    check(&|m| m["valueDomain"]["codeList"][0]["validUntil"] = json!("1999-12-31"), &["code-period"]);
    check(&|m| m["valueDomain"]["codeList"][0]["code"] = json!(1), &["code-type"]);
    check(&|m| m["dataType"] = json!("LONG"), &["code-type", "code-type", "code-type"]);
    check(&|m| m["dataType"] = json!("DOUBLE"), &["code-type", "code-type", "code-type"]);
    check(&|m| m["valueDomain"]["sentinelAndMissingValues"][0]["validFrom"] = json!("2009-12-31"), &["field-unknown"]);
    check(&|m| m["valueDomain"]["codeList"][0]["categoryTitle"] = json!([]), &["list-empty"]);
}

#[test]
fn lists_and_remarks_that_say_nothing_are_fine() {
    let house = House::new();
    let mut json = metadata("FIXED", coded(&[("1", "2000-01-01", None)]));
    let measure = &mut json["measureVariables"][0];
    measure["valueDomain"]["sentinelAndMissingValues"] = json!([]);
    measure["valueDomain"]["uriDefinition"] = json!([]);
    measure["uriDefinition"] = json!([""]);
    measure["format"] = json!("");
    json["spatialCoverageDescription"] = json!(null);
    house.write("X", &json, "1;1;;;\n");
    let imported = house.import().unwrap();
    assert!(imported.report.findings().is_empty());
    assert_eq!(house.draft().variable("X").unwrap().format, None);
    check(|json| json["measureVariables"][0]["uriDefinition"] = json!([7]), &["field-type"]);
    check(|json| json["measureVariables"][0]["format"] = json!(7), &["field-type"]);
    check(|json| json["measureVariables"][0]["valueDomain"]["measurementType"] = json!(7), &["field-type"]);
}

#[test]
fn many_wrong_codes_are_found_soon() {
    let house = House::new();
    let codes: Vec<(String, &str)> = (0..20_000).map(|code| (code.to_string(), "2000-01-01")).collect();
    let codes: Vec<(&str, &str, Option<&str>)> =
        codes.iter().map(|(code, from)| (code.as_str(), *from, None)).collect();
    let mut measure = coded(&codes);
    measure["dataType"] = json!("LONG");
    house.write("X", &metadata("FIXED", measure), "1;1;;;\n");
    let report = refused(house.import());
    assert_eq!(report.total(&house.received().join("X/X.json"), ingest::Rule::CodeType), 20_001);
}

#[test]
fn findings_name_the_line_and_the_field() {
    let house = House::new();
    house.write("X", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    let file = house.received().join("X/X.json");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("\"LONG\"", "\"LENGTH\"")).unwrap();
    let line = text.lines().position(|line| line.contains("LONG")).unwrap() + 1;
    let lines = refused(house.import()).lines(text::Locale::En);
    assert!(lines[0].contains(&format!("X.json:{line}: error: measureVariables[0].dataType: ")), "{lines:?}");

    std::fs::write(&file, format!("\u{feff}{}", text.replace("\"LONG\"", "\"LENGTH\""))).unwrap();
    let marked = refused(house.import()).lines(text::Locale::En);
    assert_eq!(marked, lines, "with a byte order mark");

    std::fs::write(&file, "{\n\"a\": 1,\n}").unwrap();
    assert_eq!(findings(&refused(house.import())), ["3 json-syntax"]);
}

#[test]
fn folders_hold_both_files_under_their_name() {
    let house = House::new();
    let report = refused(house.import());
    assert_eq!(findings(&report), ["no-variables"]);

    std::fs::create_dir_all(house.received().join("EMPTY")).unwrap();
    house.write("1BAD", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    house.write("NOCSV", &metadata("FIXED", described("LONG")), "");
    std::fs::remove_file(house.received().join("NOCSV/NOCSV.csv")).unwrap();
    assert_eq!(findings(&refused(house.import())), ["variable-name", "json-missing", "csv-missing", "csv-missing"]);

    let one = |path: &str| {
        let target = ingest::Target { databank: crate::support::BANK.to_owned(), profile: None, tier: None };
        let path = [house.received().join(path)];
        refused(ingest::import_exchange(&house.registry, &house.home(), &house.key, &path, &target, &mut |_| {}))
    };
    // The metadata of a variable without rows are checked, and so are the rows of one without metadata.
    let mut broken = metadata("FIXED", described("LONG"));
    broken["dataRevision"] = json!({});
    house.write("NOCSV", &broken, "");
    std::fs::remove_file(house.received().join("NOCSV/NOCSV.csv")).unwrap();
    assert_eq!(findings(&one("NOCSV"))[0], "csv-missing");
    assert!(findings(&one("NOCSV"))[1].ends_with(" field-missing"));
    house.write("NOJSON", &broken, "1;1;;;\n2;;;;\n3;1;;\n");
    std::fs::remove_file(house.received().join("NOJSON/NOJSON.json")).unwrap();
    assert_eq!(findings(&one("NOJSON")), ["json-missing", "2 value-empty", "3 field-count"]);
    assert_eq!(findings(&one("NOJSON/NOJSON.csv")), ["not-a-folder"]);
    house.write("RIGHT", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    std::fs::rename(house.received().join("RIGHT"), house.received().join("WRONG")).unwrap();
    assert_eq!(findings(&one("WRONG")), ["json-missing", "csv-missing"]);

    let target = ingest::Target { databank: crate::support::BANK.to_owned(), profile: None, tier: None };
    let gone = [house.received().join("GONE")];
    let answer = ingest::import_exchange(&house.registry, &house.home(), &house.key, &gone, &target, &mut |_| {});
    assert_eq!(findings(&refused(answer)), ["not-found"]);
}

#[test]
fn a_list_beside_the_variables_makes_no_variable() {
    let house = House::new();
    house.write("X", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    std::fs::write(house.received().join("inventory.csv"), "X\n").unwrap();
    house.import().unwrap();
}

#[test]
fn all_that_the_owner_wrote_comes_through() {
    let house = House::new();
    let mut json = metadata("FIXED", coded(&[("1", "2000-01-01", Some("2009-12-31"))]));
    json["measureVariables"][0]["name"] =
        json!([{ "languageCode": "en", "value": "Name" }, { "languageCode": "no", "value": "Navn" }]);
    json["measureVariables"][0]["format"] = json!("YYYYMM");
    json["dataRevision"]["temporalEnd"] =
        json!({ "description": [{ "languageCode": "no", "value": "Slutt" }], "successors": ["Y"] });
    json["shortName"] = json!("X");
    house.write("X", &json, "1;1;;;\n");
    let imported = house.import().unwrap();
    assert_eq!(findings(&imported.report).len(), 1, "an unknown field at the top is a warning");
    let draft = house.draft();
    let variable = draft.variable("X").unwrap();
    assert_eq!((variable.title.nb.as_deref(), variable.title.en.as_deref()), (Some("Navn"), Some("Name")));
    assert_eq!(
        (variable.successors.as_slice(), variable.format.as_deref()),
        (["Y".to_owned()].as_slice(), Some("YYYYMM"))
    );
    let ValueDomain::Enumerated(list) = &variable.domain else { panic!("a code list") };
    assert_eq!(list.codes[0].valid_until, Day::from_ymd(2009, 12, 31));
    assert_eq!(list.sentinel.len(), 1);
}
