//! Quotas, odometer and meter as users, auditors and operators meet them.

use std::path::Path;
use std::sync::Arc;

use accounts::{Moment, Role};
use actix_web::http::StatusCode;
use disclosure::Notes;
use disclosure::watch::{Cell, CellKey};
use jobs::Runner;
use serde_json::{Value, json};
use server::startup::open;
use server::state::State;

use super::served::Served;
use super::support::{Browser, SCRIPT, config, email, fine, folder, prepared, skjerm, skjerm_with_input};

/// A table over made-up register data, under the noise filter.
const TABLE: &str = "require no.ssb.fdb:1 as db\ncreate-dataset people\nimport db/BEFOLKNING_KJOENN as sex\n\
                     import db/BEFOLKNING_FOEDSELS_AAR_MND as born\ntabulate sex\n";

/// Nearly the same population, defined anew each time.
fn campaign(n: usize) -> String {
    format!("{TABLE}for i in 1 : {n}\n  tabulate sex if born > $i\nend\n")
}

fn service(name: &str) -> (Browser, Arc<State>, jobs::Home) {
    let home = prepared(name);
    let state = Arc::new(open(&home, &config()).unwrap());
    (Browser::of(state.clone()), state, home)
}

/// A service with made-up register data.
fn register(name: &str) -> (Browser, Arc<State>, jobs::Home) {
    let home = prepared(name);
    fine(skjerm(home.folder(), &["registry", "generate", "--persons", "2000"]));
    let state = Arc::new(open(&home, &config()).unwrap());
    (Browser::of(state.clone()), state, home)
}

/// So many cells below 1 000 were released to an account.
fn small_cells(state: &State, runner: &Runner, keys: std::ops::Range<u128>) {
    let cell = |key| Cell { key: CellKey(key), is_small: true, is_sensitive: false };
    let notes = Notes { cells: keys.map(cell).collect(), ..Notes::default() };
    state.work.watch().book(runner, "earlier", notes, Moment::now());
}

#[actix_web::test]
async fn a_user_over_quota_is_told_what_when_and_whom_to_ask() {
    let (browser, state, _) = service("quota-used");
    let (member, other) = (browser.log_in(&email(Role::User)).await, browser.log_in(&email(Role::Steward)).await);
    let runner = Runner::User(email(Role::User));
    small_cells(&state, &runner, 0..4_999);
    let usage = member.get("/api/v1/usage").await.json();
    let cells = json!({
        "name": "cells-hour", "used": 49_990, "most": 50_000, "institution_used": 49_990, "institution_most": 500_000,
    });
    assert_eq!(usage["quotas"][0], cells);
    assert_eq!((&usage["denial"], &usage["odometer"]["stop"]), (&Value::Null, &json!(80_000)));
    assert_eq!(member.run(SCRIPT).await["state"], "done");
    // The same cells again cost nothing.
    small_cells(&state, &runner, 0..4_999);
    assert_eq!(member.run(SCRIPT).await["state"], "done");
    small_cells(&state, &runner, 4_999..5_000);
    let refused = member.post("/api/v1/runs", &json!({ "script": SCRIPT })).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "quota-used"));
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((3_400..=3_600).contains(&seconds), "{seconds}");
    let message = refused.json()["message"].clone();
    let (nb, en) = (message["nb"].as_str().unwrap(), message["en"].as_str().unwrap());
    assert!(en.contains("50,000 cells an hour") && en.contains("room again in") && en.contains("auditor"), "{en}");
    assert!(nb.contains("celler i timen") && nb.contains("plass igjen om") && nb.contains("revisor"), "{nb}");
    let usage = member.get("/api/v1/usage").await.json();
    assert_eq!(usage["denial"]["message"], message);
    // Neither a colleague nor the operator is refused.
    assert_eq!(other.run(SCRIPT).await["state"], "done");
    small_cells(&state, &Runner::Operator, 0..9_000);
    let run = server::local::Request { script: SCRIPT.to_owned(), user: None };
    let answer = server::local::run(run, &state.queue, &state.accounts, |_| true).unwrap();
    assert_eq!(answer.state, wire::run::RunState::Done);
}

#[actix_web::test]
async fn a_script_stops_before_the_statement_that_would_go_on_over_the_quota() {
    let (browser, state, _) = register("quota-script");
    let member = browser.log_in(&email(Role::User)).await;
    small_cells(&state, &Runner::User(email(Role::User)), 0..4_999);
    let answer = member.run(&format!("{TABLE}tabulate sex if born > 194001\ntabulate sex if born > 195001\n")).await;
    assert_eq!(answer["state"], "failed", "{answer:#}");
    let outputs = answer["outputs"].as_array().unwrap();
    let last = outputs.last().unwrap();
    assert_eq!((&last["code"], &last["severity"]), (&json!("quota-used"), &json!("error")));
    // What came before is whole: nothing is cut or changed.
    assert!(outputs.iter().any(|output| output["type"] == "dataset" || output["type"] == "table"), "{answer:#}");
    assert!(!last["hints"].as_array().unwrap().is_empty());
}

#[actix_web::test]
async fn the_log_holds_what_a_run_released_and_what_is_told_again_counts_nothing() {
    let (browser, state, home) = register("quota-log");
    let member = browser.log_in(&email(Role::User)).await;
    let first = member.run(TABLE).await;
    assert_eq!(first["state"], "done", "{first:#}");
    let again = member.run(TABLE).await;
    let auditor = browser.log_in(&email(Role::Auditor)).await;
    let log = auditor.get("/api/v1/audit/log").await.json();
    let release = |run: &Value| {
        let records = log["records"].as_array().unwrap();
        let ended = records.iter().find(|record| record["kind"] == "run-ended" && record["run"] == run["id"]);
        ended.unwrap()["release"].clone()
    };
    let told = release(&first);
    assert!(told["cells"].as_u64().unwrap() >= 3, "{told:#}");
    assert_eq!((&told["models"], told["root"].as_str().unwrap().len()), (&json!(0), 64));
    assert!(told["quota"]["cells_day"].as_u64().unwrap() >= 3, "{told:#}");
    let same = release(&again);
    assert_eq!((&same["cells"], &same["root"], &same["quota"]), (&json!(0), &Value::Null, &told["quota"]), "{same:#}");
    let verdict = auditor.get("/api/v1/audit/verification").await.json();
    assert_eq!(verdict["holds"], true, "{verdict:#}");
    // A restart forgets nothing.
    let before = member.get("/api/v1/usage").await.json();
    assert!(before["quotas"][1]["used"].as_u64().unwrap() > 0);
    state.queue.stop();
    drop((browser, member, auditor, state));
    let browser = Browser::of(Arc::new(open(&home, &config()).unwrap()));
    let member = browser.log_in(&email(Role::User)).await;
    assert_eq!(member.get("/api/v1/usage").await.json(), before);
}

#[actix_web::test]
async fn an_account_under_review_runs_nothing_until_it_is_released() {
    let (browser, state, _) = register("quota-review");
    let member = browser.log_in(&email(Role::User)).await;
    let auditor = browser.log_in(&email(Role::Auditor)).await;
    member.run(&campaign(30)).await;
    state.work.watch().settle();
    let account = async || {
        let list = auditor.get("/api/v1/audit/accounts").await.json();
        let accounts = list["accounts"].as_array().unwrap().clone();
        accounts.into_iter().find(|entry| entry["account"] == email(Role::User).as_str()).unwrap()
    };
    let flagged = account().await;
    assert_eq!((&flagged["standing"], &flagged["institution"]), (&json!("flagged"), &json!("Own")), "{flagged:#}");
    assert!(flagged["finding"]["events"].as_u64().unwrap() >= 25, "{flagged:#}");
    // The user notices nothing of the flag.
    assert_eq!(member.get("/api/v1/usage").await.json()["denial"], Value::Null);
    member.run(&campaign(45)).await;
    state.work.watch().settle();
    assert_eq!(account().await["standing"], "delayed");
    let refused = member.post("/api/v1/runs", &json!({ "script": SCRIPT })).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::LOCKED, "under-review"));
    assert!(refused.json()["message"]["en"].as_str().unwrap().contains("auditor"), "{}", refused.text());
    // Only with a reason, only others' accounts, only those that there are.
    let path = format!("/api/v1/audit/accounts/{}/release", email(Role::User));
    assert_eq!(auditor.post(&path, &json!({ "reason": " " })).await.code(), "not-a-reason");
    assert_eq!(member.post(&path, &json!({ "reason": "r" })).await.code(), "right-missing");
    let own = format!("/api/v1/audit/accounts/{}/release", email(Role::Auditor));
    assert_eq!(auditor.post(&own, &json!({ "reason": "r" })).await.code(), "own-account");
    let released = auditor.post(&path, &json!({ "reason": "a robustness plot" })).await;
    assert_eq!(released.status, StatusCode::NO_CONTENT);
    assert_eq!(member.run(SCRIPT).await["state"], "done");
    let close = path.replace("release", "close");
    assert_eq!(auditor.post(&close, &json!({ "reason": "over" })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(member.post("/api/v1/runs", &json!({ "script": "" })).await.code(), "account-closed");
    let log = auditor.get("/api/v1/audit/log").await.json();
    let kinds: Vec<&str> =
        log["records"].as_array().unwrap().iter().map(|record| record["kind"].as_str().unwrap()).collect();
    for kind in ["account-flagged", "account-delayed", "account-released", "account-closed"] {
        assert_eq!(kinds.iter().filter(|known| **known == kind).count(), 1, "{kind}: {kinds:?}");
    }
}

/// Standard error of a command that failed.
fn refusal(home: &Path, arguments: &[&str]) -> String {
    let output = skjerm_with_input(home, arguments, SCRIPT);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn operators_list_close_and_release_while_a_server_runs() {
    let home = prepared("quota-operator");
    let home = home.folder();
    let served = Served::start(home, &[]);
    let run = ["run", "-", "--as", "user@test.example"];
    fine(skjerm_with_input(home, &run, SCRIPT));
    fine(skjerm(home, &["audit", "close", "user@test.example", "--reason", "agreement ended"]));
    let refused = refusal(home, &run);
    assert!(refused.contains("closed for runs by the platform's auditor"), "{refused}");
    fine(skjerm_with_input(home, &["run", "-"], SCRIPT));
    let listed = fine(skjerm(home, &["audit", "accounts"]));
    assert!(listed.contains("user@test.example: closed ("), "{listed}");
    fine(skjerm(home, &["audit", "release", "user@test.example", "--reason", "a new agreement"]));
    fine(skjerm_with_input(home, &run, SCRIPT));
    let json: Value = serde_json::from_str(&fine(skjerm(home, &["audit", "accounts", "--json"]))).unwrap();
    assert_eq!(
        (&json["accounts"][0]["standing"], &json["accounts"][0]["quota"]["cells_day"]),
        (&json!("open"), &json!(0))
    );
    let unknown = refusal(home, &["audit", "release", "nobody@test.example", "--reason", "r"]);
    assert!(unknown.contains("there is no user"), "{unknown}");
    let busy = refusal(home, &["audit", "restart-watch", "--reason", "r"]);
    assert!(busy.contains("stop it first"), "{busy}");
    drop(served);
}

#[test]
fn a_lost_file_stops_every_start_until_the_operator_says_why() {
    let home = folder("quota-lost");
    super::support::load_table(&home);
    fine(skjerm_with_input(&home, &["run", "-"], SCRIPT));
    std::fs::remove_file(home.join("watch.sqlite")).unwrap();
    for start in [&["run", "-"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let refused = refusal(&home, start);
        assert!(refused.contains("watch.sqlite is gone") && refused.contains("restart-watch"), "{refused}");
    }
    std::fs::write(home.join("watch.sqlite"), "x".repeat(5_000)).unwrap();
    std::fs::set_permissions(home.join("watch.sqlite"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let refused = refusal(&home, &["run", "-"]);
    assert!(refused.contains("cannot be read"), "{refused}");
    fine(skjerm(&home, &["audit", "restart-watch", "--reason", "the disk broke"]));
    fine(skjerm_with_input(&home, &["run", "-"], SCRIPT));
    assert!(fine(skjerm(&home, &["audit", "verify"])).contains("the log holds"));
}
