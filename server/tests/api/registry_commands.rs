//! `skjerm registry import`, `import-table`, `discard`, `release` and `list`, as a data owner meets them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use super::support::{fine, folder, skjerm};

const BANK: &str = "no.test.owner";

/// Writes a FIXED variable of whole numbers in the exchange format.
fn variable(received: &Path, name: &str, csv: &str) {
    let text = |value: &str| json!([{ "languageCode": "no", "value": value }]);
    let json = json!({
        "temporalityType": "FIXED",
        "sensitivityLevel": "PERSON_GENERAL",
        "populationDescription": text("Alle"),
        "subjectFields": [text("BEFOLKNING")],
        "dataRevision": { "description": text("Første") },
        "identifierVariables": [{ "unitType": "PERSON" }],
        "measureVariables": [{
            "name": text("Navn"),
            "description": text("Beskrivelse"),
            "dataType": "LONG",
            "valueDomain": { "description": text("Verdi") },
        }],
    });
    let folder = received.join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.json")), json.to_string()).unwrap();
    std::fs::write(folder.join(format!("{name}.csv")), csv).unwrap();
}

fn failed(output: Output, status: i32) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{text}");
    text
}

fn bank(home: &Path) -> Value {
    let list: Value = serde_json::from_str(&fine(skjerm(home, &["registry", "list", "--json"]))).unwrap();
    list["databanks"][0].clone()
}

#[test]
fn a_draft_is_added_to_taken_back_and_released() {
    let home = folder("owner");
    let received = home.with_extension("received");
    variable(&received, "A", "1;1;;;\n2;2;;;\n");
    let import = ["registry", "import", received.to_str().unwrap(), "--databank", BANK];
    let release = ["registry", "release", "--databank", BANK];
    assert!(fine(skjerm(&home, &import)).contains("added A to the draft of no.test.owner (2 rows)"));
    let twice = failed(skjerm(&home, &import), 1);
    assert!(twice.contains("[already-in-draft]") && twice.contains("nothing was added"), "{twice}");

    let discard = ["registry", "discard", "--databank", BANK];
    fine(skjerm(&home, &discard));
    assert!(failed(skjerm(&home, &discard), 1).contains("is empty"));
    assert!(failed(skjerm(&home, &release), 1).contains("is empty"));
    failed(skjerm(&home, &["registry", "discard", "A", "--databank", BANK]), 1);

    fine(skjerm(&home, &import));
    assert!(fine(skjerm(&home, &release)).contains("released no.test.owner 1.0.0.0"));
    variable(&received, "B", "3;1;;;\n");
    // A is there already: new data of it are a change, whatever else comes.
    fine(skjerm(&home, &import));
    let draft = json!([{ "name": "A", "operation": "CHANGE" }, { "name": "B", "operation": "ADD" }]);
    assert_eq!(bank(&home)["draft"], draft);
    fine(skjerm(&home, &["registry", "discard", "A", "--databank", BANK]));
    assert!(fine(skjerm(&home, &release)).contains("1.1.0.0"));
    std::fs::remove_dir_all(received.join("B")).unwrap();
    fine(skjerm(&home, &import));
    assert!(fine(skjerm(&home, &release)).contains("2.0.0.0"));
    assert_eq!(bank(&home)["versions"], json!(["2.0.0.0", "1.1.0.0", "1.0.0.0"]));

    let script = "require no.test.owner:1 as w\ncreate-dataset d\nimport w/A as a\n";
    let file = home.with_extension("script");
    std::fs::write(&file, script).unwrap();
    let run = skjerm(&home, &["run", file.to_str().unwrap(), "--json"]);
    let document: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(document["databanks"][0]["version"], "1.1.0.0", "{document:#}");
}

#[test]
fn other_keys_open_no_identities_and_are_named_as_the_cause() {
    let home = folder("other-keys");
    let received = home.with_extension("received");
    variable(&received, "A", "1;1;;;\n");
    let import = ["registry", "import", received.to_str().unwrap(), "--databank", BANK];
    fine(skjerm(&home, &import));
    std::fs::remove_file(home.join("keys/home.keys")).unwrap();
    fine(skjerm(&home, &["registry", "discard", "--databank", BANK]));
    assert!(failed(skjerm(&home, &import), 1).contains("this home needs the keys with the id"));
}

#[test]
fn every_error_is_told_in_the_readers_language_without_values() {
    let home = folder("errors");
    let received = home.with_extension("received");
    variable(&received, "A", "01017012345;hemmelig;;;\n01017012345;1;;;\n01017012345;1;;;\n1;1;;\n");
    let command = |language: &str| {
        Command::new(env!("CARGO_BIN_EXE_skjerm"))
            .args(["--home".as_ref(), home.as_os_str()])
            .args(["registry", "import", received.to_str().unwrap(), "--databank", BANK])
            .env("LC_ALL", language)
            .output()
            .unwrap()
    };
    let file = received.join("A/A.csv");
    for (language, words) in [
        ("nb_NO.UTF-8", ["verdien er ikke et heltall", "enheten er alt på en tidligere linje", "nøyaktig fem felt"]),
        ("C", ["the value is not a whole number", "the unit is on an earlier line", "exactly five fields"]),
    ] {
        let text = failed(command(language), 1);
        let places = [(1, "value-not-long"), (3, "unit-twice"), (4, "field-count")];
        for ((line, rule), words) in places.into_iter().zip(words) {
            let found = text.lines().find(|said| said.starts_with(&format!("{}:{line}: ", file.display())));
            let found = found.unwrap_or_else(|| panic!("no error at line {line}: {text}"));
            assert!(found.contains(words) && found.contains(&format!("[{rule}]")), "{found}");
        }
        assert!(!text.contains("01017012345") && !text.contains("hemmelig"), "{text}");
    }
    assert_eq!(bank(&home), Value::Null, "a failed import makes no databank");
}

#[test]
fn wrong_calls_end_with_2_and_make_nothing() {
    let home = folder("registry-calls");
    let file = home.with_extension("csv");
    std::fs::write(&file, "a\n1\n").unwrap();
    let file = file.to_str().unwrap();
    for arguments in [
        &["import", file][..],
        &["import", "--databank", BANK],
        &["import", file, "--databank", "Not A Name"],
        &["import", file, "--databank", BANK, "--profile", "closed"],
        &["import", file, "--databank", BANK, "--tier", "secret"],
        &["import-table", file, "--databank", "x"],
        &["import-table", file, "--databank", BANK, "--profile", "register"],
        &["import-table", file, "--databank", BANK, "--date", "2020-02-30"],
        &["import-table", file, "--databank", BANK, "--date", "2020-01-01", "--time", "a"],
        &["release"],
    ] {
        failed(skjerm(&home, &[&["registry"], arguments].concat()), 2);
    }
    for arguments in [&["release", "--databank", BANK][..], &["discard", "--databank", BANK]] {
        failed(skjerm(&home, &[&["registry"], arguments].concat()), 1);
    }
    assert!(!home.exists());
    assert_eq!(bank(&home), Value::Null);
    failed(skjerm(&home, &["registry", "import", file, "--databank", BANK]), 1);
    failed(skjerm(&home, &["registry", "import-table", "nowhere.csv", "--databank", BANK]), 1);
    failed(skjerm(&home, &["registry", "import-table", file, "--databank", BANK, "--unit", "nr"]), 1);
}
