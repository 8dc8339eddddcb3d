//! The audit log, over HTTP and by `skjerm audit verify`.

use std::path::Path;
use std::sync::Arc;

use accounts::Role;
use accounts::audit::Act;
use actix_web::http::StatusCode;
use serde_json::{Value, json};
use server::startup::open;

use super::served::Served;
use super::support::{Browser, SCRIPT, config, email, fine, now, prepared, skjerm, skjerm_with_input};

/// Every record that an auditor reads, oldest first.
async fn records(auditor: &Browser) -> Vec<Value> {
    let (mut records, mut path) = (Vec::new(), "/api/v1/audit/log".to_owned());
    loop {
        let page = auditor.get(&path).await.json();
        records.extend(page["records"].as_array().unwrap().clone());
        match page["before"].as_i64() {
            Some(before) => path = format!("/api/v1/audit/log?before={before}"),
            None => break,
        }
    }
    records.reverse();
    records
}

/// A service over a home of its own.
fn service(name: &str) -> (Browser, jobs::Home) {
    let home = prepared(name);
    (Browser::of(Arc::new(open(&home, &config()).unwrap())), home)
}

#[actix_web::test]
async fn a_run_is_told_from_its_beginning_to_its_end_without_its_content() {
    let (browser, _) = service("audit-run");
    let run = browser.log_in(&email(Role::User)).await.run(&format!("{SCRIPT}tabulate nothing // hemmelig\n")).await;
    let auditor = browser.log_in(&email(Role::Auditor)).await;
    let records = records(&auditor).await;
    let of_run: Vec<&Value> = records.iter().filter(|record| record["run"] == run["id"]).collect();
    let [began, ended] = of_run[..] else { panic!("{of_run:#?}") };
    assert_eq!((&began["kind"], &began["institution"]), (&json!("run-began"), &json!("Own")));
    assert_eq!((&began["account"], &ended["account"]), (&json!("user@test.example"), &json!("user@test.example")));
    assert_eq!((&ended["kind"], &ended["outcome"]), (&json!("run-ended"), &json!("failed")));
    assert_eq!(ended["databanks"], json!([{ "name": "no.test.open", "version": "1.0.0.0" }]));
    assert_eq!(ended["outputs"], run["outputs"].as_array().unwrap().len());
    assert_eq!(ended["remarks"].as_object().unwrap().len(), 1, "{ended:#}");
    assert_eq!((&ended["rules"], ended["latency_ms"].as_u64().unwrap() % 100), (&json!({}), 0));
    assert_eq!(ended["document_hash"].as_str().unwrap().len(), 64);
    let text = auditor.get("/api/v1/audit/log").await.text().to_owned();
    assert!(!text.contains("hemmelig") && !text.contains("tabulate") && !text.contains("LETTER"), "{text}");
}

#[actix_web::test]
async fn pages_hang_together_and_the_chain_holds() {
    let home = prepared("audit-pages");
    let state = Arc::new(open(&home, &config()).unwrap());
    let invited = |number| (now(), Act::UserInvited { email: format!("{number}@test.example") });
    state.accounts.record_all((0..210).map(invited)).unwrap();
    let browser = Browser::of(state);
    let run = browser.log_in(&email(Role::User)).await.run("").await;
    let auditor = browser.log_in(&email(Role::Auditor)).await;
    let records = records(&auditor).await;
    assert!(records.len() > 210, "{} records are one page", records.len());
    for (place, record) in records.iter().enumerate() {
        assert_eq!(record["number"], place + 1);
    }
    assert!(records.windows(2).all(|pair| pair[1]["previous"] == pair[0]["hash"]));
    let verdict = auditor.get("/api/v1/audit/verification").await.json();
    assert_eq!((&verdict["holds"], &verdict["records"]), (&json!(true), &json!(records.len())));
    assert_eq!(verdict["head"], records.last().unwrap()["hash"]);
    assert_eq!(verdict["keys"][0]["id"], records[0]["key"]);
    // The list of runs is of the same log.
    let runs = auditor.get("/api/v1/audit/runs").await.json()["runs"].clone();
    assert_eq!((runs.as_array().unwrap().len(), &runs[0]["run"]), (1, &run["id"]));
    assert_eq!(auditor.get("/api/v1/audit/log?before=x").await.code(), "bad-request");
}

/// Writes into the table as somebody with the file, but without keys.
fn tamper(home: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(home.join("accounts.sqlite")).unwrap();
    connection.execute_batch("DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_shrinks;").unwrap();
    connection.execute_batch(sql).unwrap();
}

#[actix_web::test]
async fn a_broken_chain_is_told_with_its_place_while_the_service_runs() {
    let (browser, home) = service("audit-broken");
    let auditor = browser.log_in(&email(Role::Auditor)).await;
    let member = browser.log_in(&email(Role::User)).await;
    tamper(home.folder(), "UPDATE audit SET record = replace(record, 'owner@test', 'nobody@test')");
    let verdict = auditor.get("/api/v1/audit/verification").await.json();
    assert_eq!(verdict["holds"], false);
    let number = verdict["fault"]["number"].as_i64().unwrap();
    assert_eq!(verdict["records"], number - 1);
    assert!(verdict["fault"]["message"]["nb"].as_str().unwrap().contains("er endret"), "{verdict:#}");
    // What is broken in the middle stops nobody; without its end the log takes nothing, and nothing runs.
    assert_eq!(member.run("").await["state"], "done");
    let connection = rusqlite::Connection::open(home.accounts()).unwrap();
    connection.execute("DELETE FROM audit WHERE number > 9", []).unwrap();
    let refused = member.post("/api/v1/runs", &json!({ "script": SCRIPT })).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "internal"));
}

#[test]
fn the_command_line_verifies_while_a_server_runs() {
    let home = prepared("audit-verify");
    let home = home.folder();
    let served = Served::start(home, &[]);
    fine(skjerm_with_input(home, &["run", "-"], SCRIPT));
    let before = fine(skjerm(home, &["audit", "verify"]));
    assert!(before.contains("the log holds") && before.contains(" UTC") && before.contains("keys "), "{before}");
    fine(skjerm(home, &["institution", "add", "New", "--orgnr", "333333333"]));
    let after = fine(skjerm(home, &["audit", "verify"]));
    assert_ne!(before, after);
    drop(served);
    assert_eq!(fine(skjerm(home, &["audit", "verify"])), after);
    tamper(home, "DELETE FROM audit WHERE number = 4");
    let broken = skjerm(home, &["audit", "verify"]);
    assert_eq!(broken.status.code(), Some(1));
    let (told, fault) = (String::from_utf8(broken.stdout).unwrap(), String::from_utf8(broken.stderr).unwrap());
    assert!(
        told.contains("records that hold: 3") && fault.contains("record 4 of the audit log is missing"),
        "{told}{fault}"
    );
}

#[test]
fn a_home_without_a_log_has_nothing_to_verify() {
    let home = super::support::folder("audit-nothing");
    assert_eq!(skjerm(&home, &["audit", "verify"]).status.code(), Some(1));
    assert!(!home.exists());
}

#[test]
fn the_command_line_writes_the_same_log() {
    let home = prepared("audit-operator");
    let home = home.folder();
    let output = fine(skjerm_with_input(home, &["run", "-", "--json"], SCRIPT));
    fine(skjerm_with_input(home, &["run", "-", "--as", "user@test.example"], "help"));
    let connection = rusqlite::Connection::open(home.join("accounts.sqlite")).unwrap();
    let mut statement = connection.prepare("SELECT record FROM audit ORDER BY number").unwrap();
    let texts = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let records: Vec<Value> = texts.map(|text| serde_json::from_str(&text.unwrap()).unwrap()).collect();
    let kinds: Vec<&str> = records.iter().map(|record| record["act"]["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[..2], ["release-began", "databank-released"]);
    assert_eq!(
        (&records[1]["act"]["databank"], &records[1]["act"]["version"]),
        (&json!("no.test.open"), &json!("1.0.0.0"))
    );
    let last = records.len();
    assert_eq!(kinds[last - 4..], ["run-began", "run-ended", "run-began", "run-ended"]);
    assert_eq!(
        (&records[last - 4]["account"], &records[last - 2]["account"]),
        (&json!("operator"), &json!("user@test.example"))
    );
    // Who has the result can show that it is the one of the log.
    let hash = blake3::hash(output.trim_end().as_bytes()).to_hex();
    assert_eq!(records[last - 3]["act"]["document"], hash.as_str());
    let formatted = language::format::format(SCRIPT, &language::Table::builtin());
    assert_eq!(records[last - 3]["act"]["form"], blake3::hash(formatted.as_bytes()).to_hex().as_str());
}

#[test]
fn a_log_that_lost_its_end_or_its_keys_stops_every_start_with_a_next_step() {
    let home = prepared("audit-start");
    let home = home.folder();
    let refusal = |arguments: &[&str]| {
        let output = skjerm_with_input(home, arguments, SCRIPT);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    // Other keys, and nothing that says which the home needs but the log.
    std::fs::rename(home.join("keys"), home.join("keys-away")).unwrap();
    let lost = refusal(&["run", "-"]);
    assert!(lost.contains("this home needs the keys with the id"), "{lost}");
    let id = std::fs::read_to_string(home.join("key-id")).unwrap();
    std::fs::remove_file(home.join("key-id")).unwrap();
    for start in [&["run", "-"][..], &["serve", "--listen", "127.0.0.1:0"], &["user", "list"]] {
        let refused = refusal(start);
        assert!(refused.contains(&id) && refused.contains("skjerm keys import"), "{start:?}: {refused}");
    }
    std::fs::remove_dir_all(home.join("keys")).unwrap();
    std::fs::rename(home.join("keys-away"), home.join("keys")).unwrap();
    std::fs::write(home.join("key-id"), &id).unwrap();
    fine(skjerm_with_input(home, &["run", "-"], SCRIPT));
    // The end cut off.
    tamper(home, "DELETE FROM audit WHERE number > 5");
    for start in [&["run", "-"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let refused = refusal(start);
        assert!(refused.contains("its end is gone") && refused.contains("skjerm audit verify"), "{start:?}: {refused}");
    }
}
