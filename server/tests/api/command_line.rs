//! The binary.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::support::{SCRIPT, fine, folder, load_table, prepared, skjerm, skjerm_with_input};

/// Files that are given to the project from outside; absent in a bare checkout.
fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("SKIPPED: {} is not there", found.display());
    None
}

fn run_json(home: &Path, script: &str, more: &[&str]) -> (Option<i32>, Value) {
    let output = skjerm_with_input(home, &[&["run", "-", "--json"], more].concat(), script);
    let document = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code(), document)
}

fn table(document: &Value) -> &Value {
    document["outputs"].as_array().unwrap().iter().find(|output| output["type"] == "table").unwrap()
}

#[test]
fn run_prints_the_document_and_fails_with_the_script() {
    let home = prepared("run");
    let (status, document) = run_json(home.folder(), SCRIPT, &[]);
    assert_eq!(status, Some(0));
    let fields: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["databanks", "outputs"]);
    assert!(table(&document)["rows"].as_array().unwrap().contains(&json!(["a", 400])));
    let (status, document) = run_json(home.folder(), "tabulate nothing\n", &[]);
    assert_eq!(status, Some(1));
    assert_eq!(document["outputs"][0]["type"], "diagnostic");
    let text = fine(skjerm_with_input(home.folder(), &["run", "-"], SCRIPT));
    assert!(text.contains("tabulate letter") && text.contains("400"), "{text}");
}

#[test]
fn run_makes_no_home() {
    let nowhere = folder("no-home");
    let output = skjerm_with_input(&nowhere, &["run", "-"], SCRIPT);
    assert_eq!(output.status.code(), Some(1));
    assert!(!nowhere.exists());
}

#[test]
fn run_in_the_name_of_users_asks_for_their_right() {
    let home = prepared("as");
    assert_eq!(run_json(home.folder(), SCRIPT, &["--as", "user@test.example"]).0, Some(0));
    for user in ["auditor@test.example", "nobody@test.example"] {
        let output = skjerm_with_input(home.folder(), &["run", "-", "--as", user], SCRIPT);
        assert_eq!(output.status.code(), Some(1), "{user}");
    }
}

#[test]
fn run_goes_through_the_server_of_the_home() {
    let home = prepared("socket");
    let lock = home.lock().unwrap();
    let registry = registry::Registry::open(home.folder()).unwrap();
    let accounts = std::sync::Arc::new(server::startup::accounts(&home).unwrap());
    let queue = server::startup::queue_for_one(&home, &registry, &accounts).unwrap();
    let socket = server::local::listen(&home, queue.clone(), accounts.clone()).unwrap();
    let (status, document) = run_json(home.folder(), SCRIPT, &[]);
    assert_eq!(status, Some(0));
    assert!(table(&document)["rows"].as_array().unwrap().contains(&json!(["a", 400])));
    assert_eq!(queue.load().finished, 1);
    assert_eq!(accounts.run_records(10).unwrap()[0].account, "operator");
    drop(socket);
    drop(lock);
    assert_eq!(run_json(home.folder(), SCRIPT, &[]).1, document);
    assert_eq!(queue.load().finished, 1);
}

#[test]
fn check_works_with_and_without_a_home() {
    let nowhere = folder("nowhere");
    let check = |home: &Path, script: &str| {
        let output = skjerm_with_input(home, &["check", "-", "--json"], script);
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let codes: Vec<String> = document["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|diagnostic| diagnostic["code"].as_str().unwrap().to_owned())
            .collect();
        (output.status.code(), codes)
    };
    let good = "require no.ssb.fdb:1 as db\ncreate-dataset d\nimport db/BEFOLKNING_KJOENN as k\ntabulate k\n";
    assert_eq!(check(&nowhere, good), (Some(0), Vec::new()));
    assert!(!nowhere.exists());
    let (status, codes) = check(&nowhere, &good.replace("KJOENN", "KJOEN"));
    assert!(status == Some(1) && codes.len() == 1, "{codes:?}");
    let home = folder("check");
    load_table(&home);
    assert_eq!(check(&home, SCRIPT), (Some(0), Vec::new()));
    let (status, codes) = check(&home, &SCRIPT.replace("LETTER", "LETER"));
    assert!(status == Some(1) && !codes.is_empty(), "{codes:?}");
}

#[test]
fn fmt_rewrites_a_script_once() {
    let home = folder("fmt");
    std::fs::create_dir_all(&home).unwrap();
    let (written, wanted) = ("tabulate   kjønn,rowpct // æ\r\n", "tabulate kjønn, rowpct // æ\n");
    assert_eq!(fine(skjerm_with_input(&home, &["fmt", "-"], written)), wanted);
    let file = home.join("my.script");
    let file = file.to_str().unwrap();
    std::fs::write(file, written).unwrap();
    assert_eq!(skjerm(&home, &["fmt", file, "--check"]).status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(file).unwrap(), written);
    assert_eq!(fine(skjerm(&home, &["fmt", file])), "");
    assert_eq!(std::fs::read_to_string(file).unwrap(), wanted);
    assert_eq!(fine(skjerm(&home, &["fmt", file, "--check"])), "");
    let missing = skjerm(&home, &["fmt", "no-such.script"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn wagepan_loads_as_status_variables_of_an_open_databank() {
    let Some(file) = shared("reference/data/wagepan.csv") else { return };
    let home = folder("wagepan");
    let file = file.to_str().unwrap();
    let arguments = [
        "registry",
        "import-table",
        file,
        "--databank",
        "no.test.wages",
        "--profile",
        "open",
        "--unit",
        "nr",
        "--time",
        "year",
    ];
    fine(skjerm(&home, &arguments));
    fine(skjerm(&home, &["registry", "release", "--databank", "no.test.wages"]));
    let script = "require no.test.wages:1 as w\ncreate-dataset d\nimport w/LWAGE 1987-01-01 as lwage\n\
                  import w/EDUC 1987-01-01 as educ\nimport w/EXPER 1987-01-01 as exper\nregress lwage educ exper\n";
    let (status, document) = run_json(&home, script, &[]);
    assert_eq!(status, Some(0), "{document:#}");
    let model = document["outputs"].as_array().unwrap().iter().find(|output| output["type"] == "model").unwrap();
    assert_eq!(model["n"], 545);
}

#[test]
fn the_exchange_samples_load_and_are_released() {
    let Some(samples) = shared("samples/exchange") else { return };
    let home = folder("exchange");
    fine(skjerm(&home, &["registry", "import", samples.to_str().unwrap(), "--databank", "no.test.register"]));
    fine(skjerm(&home, &["registry", "release", "--databank", "no.test.register"]));
    let list: Value = serde_json::from_str(&fine(skjerm(&home, &["registry", "list", "--json"]))).unwrap();
    let bank = &list["databanks"][0];
    assert_eq!((&bank["profile"], &bank["versions"]), (&json!("register"), &json!(["1.0.0.0"])));
    let variables = bank["variables"].as_array().unwrap();
    assert_eq!(variables.len(), 4);
    // A few dozen persons are no population: no date of them is told.
    assert!(
        variables.iter().all(|variable| variable["measure_dates"].is_null() || variable["measure_dates"] == json!([]))
    );
}

#[test]
fn import_table_makes_open_databanks_only() {
    let home = folder("profile");
    std::fs::create_dir_all(&home).unwrap();
    let file = home.join("t.csv");
    std::fs::write(&file, "a\n1\n").unwrap();
    let arguments =
        ["registry", "import-table", file.to_str().unwrap(), "--databank", "no.test.x", "--profile", "register"];
    assert_eq!(skjerm(&home, &arguments).status.code(), Some(2));
}

#[test]
fn a_small_population_is_generated_and_marked_synthetic() {
    let home = folder("generate");
    fine(skjerm(&home, &["registry", "generate", "--persons", "2000", "--seed", "1"]));
    let script = "require no.ssb.fdb:1 as db\ncreate-dataset d\nimport db/BEFOLKNING_KJOENN as kjønn\ntabulate kjønn\n";
    let (status, document) = run_json(&home, script, &[]);
    assert_eq!(status, Some(0), "{document:#}");
    assert_eq!(document["databanks"][0]["synthetic"], true);
    assert_eq!(table(&document)["synthetic"], true);
    assert_ne!(table(&document)["protection"], json!([]));
    assert_eq!(run_json(&home, script, &[]).1, document);
}

#[test]
fn users_and_institutions_are_added_listed_and_disabled() {
    let home = folder("users");
    let add = ["user", "add", "a@x.no", "--institution", "Uni", "--role", "user", "--name", "A B"];
    assert_eq!(skjerm(&home, &add).status.code(), Some(1));
    fine(skjerm(&home, &["institution", "add", "Uni", "--orgnr", "123456789"]));
    let invitation = fine(skjerm(&home, &add));
    assert!(invitation.contains("/invitation/"), "{invitation}");
    let with_password =
        ["user", "add", "b@x.no", "--institution", "123456789", "--role", "owner", "--name", "B", "--password-stdin"];
    assert_eq!(skjerm_with_input(&home, &with_password, "short\n").status.code(), Some(1));
    fine(skjerm_with_input(&home, &with_password, "a good long one\n"));
    fine(skjerm(&home, &["user", "disable", "a@x.no"]));
    let list: Value = serde_json::from_str(&fine(skjerm(&home, &["user", "list", "--json"]))).unwrap();
    let states: Vec<(&str, bool, bool)> = list["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| {
            let flag = |name: &str| user[name].as_bool().unwrap();
            (user["email"].as_str().unwrap(), flag("is_disabled"), flag("has_password"))
        })
        .collect();
    assert_eq!(states, [("a@x.no", true, false), ("b@x.no", false, true)]);
}

#[test]
fn wrong_calls_end_with_2_and_announced_commands_with_1() {
    let home = folder("calls");
    for arguments in [&["fly"][..], &["run"], &["user", "add", "a@x.no"], &["registry", "generate"]] {
        assert_eq!(skjerm(&home, arguments).status.code(), Some(2), "{arguments:?}");
    }
    for arguments in [&["backup", "x"][..], &["restore", "x"]] {
        let output = skjerm(&home, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("not available yet"));
    }
}

#[test]
fn language_prints_the_published_table() {
    let text = fine(skjerm(&folder("language"), &["language", "--json"]));
    let table: language::Table = serde_json::from_str(&text).unwrap();
    assert_eq!(table, language::Table::builtin());
}

#[test]
fn errors_are_in_the_language_of_the_terminal() {
    let home = folder("norwegian");
    fine(skjerm(&home, &["institution", "add", "Uni", "--orgnr", "123456789"]));
    let say = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_skjerm"))
            .args(["--home".as_ref(), home.as_os_str()])
            .args(arguments)
            .env("LC_ALL", "nb_NO.UTF-8")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    for (arguments, text) in [
        (&["user", "disable", "x@x.no"][..], "det finnes ingen bruker `x@x.no`"),
        (&["institution", "add", "Uni", "--orgnr", "12"], "et organisasjonsnummer har ni sifre"),
        (&["institution", "add", "Uni", "--orgnr", "123456789"], "det finnes allerede en institusjon"),
        (&["registry", "release", "--databank", "no.no.no"], "det finnes ingen databank `no.no.no`"),
        (&["registry", "generate", "--persons", "0"], "antallet personer må være"),
        (&["backup", "x"], "finnes ikke ennå"),
        (&["run", "nothing.script"], "kan ikke lese nothing.script"),
    ] {
        let said = say(arguments);
        assert!(said.contains(text), "{arguments:?}: {said}");
    }
}

#[test]
fn help_documents_every_command() {
    let help = |arguments: &[&str]| fine(skjerm(&folder("help"), &[arguments, &["--help"]].concat()));
    let top = help(&[]);
    for command in
        ["serve", "registry", "check", "run", "institution", "user", "language", "backup", "restore", "keys", "audit"]
    {
        assert!(top.contains(&format!("  {command} ")), "{command}: {top}");
        assert!(help(&[command]).contains("--home"), "{command}");
    }
    for (arguments, options) in [
        (&["serve"][..], &["--listen", "--public-url", "--app", "--status-listen"][..]),
        (&["registry", "generate"], &["--persons", "--seed", "--variables"]),
        (&["registry", "import"], &["--databank", "--profile", "--tier"]),
        (&["registry", "import-table"], &["--databank", "--profile", "--unit", "--date", "--time"]),
        (&["registry", "release"], &["--databank"]),
        (&["registry", "list"], &["--json"]),
        (&["check"], &["--json"]),
        (&["run"], &["--json", "--as"]),
        (&["institution", "add"], &["--orgnr"]),
        (&["user", "add"], &["--institution", "--role", "--name", "--password-stdin"]),
        (&["keys", "export"], &["--passphrase-file", "SKJERM_PASSPHRASE"]),
        (&["keys", "import"], &["--passphrase-file", "SKJERM_PASSPHRASE"]),
        (&["keys", "rotate"], &["--yes"]),
        (&["audit", "verify"], &[]),
    ] {
        let text = help(arguments);
        assert!(options.iter().all(|option| text.contains(option)), "{arguments:?}: {text}");
    }
}
