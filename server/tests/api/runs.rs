//! `/runs`.

use std::time::{Duration, Instant};

use accounts::Role;
use actix_web::http::StatusCode;
use serde_json::{Value, json};
use server::startup::open;

use super::support::{Browser, SCRIPT, config, email, prepared};

#[actix_web::test]
async fn a_run_answers_the_document_with_state_and_progress() {
    let answer = Browser::member(Role::User).await.run(SCRIPT).await;
    assert_eq!(answer["state"], "done", "{answer:#}");
    assert_eq!(answer["progress"], json!({ "done": 5, "of": 5 }));
    let used = json!([{
        "name": "no.test.open", "version": "1.0.0.0", "profile": "open", "tier": "ordinary", "synthetic": false,
    }]);
    assert_eq!(answer["databanks"], used);
    let table = answer["outputs"].as_array().unwrap().iter().find(|output| output["type"] == "table").unwrap();
    assert_eq!((&table["line"], &table["command"]), (&json!(5), &json!("tabulate letter")));
    assert_eq!(table["protection"], json!([]));
    let rows = table["rows"].as_array().unwrap();
    for letter in ["a", "b", "c"] {
        assert!(rows.contains(&json!([letter, 400])), "{rows:?}");
    }
}

#[actix_web::test]
async fn a_failed_line_keeps_what_came_before() {
    let script = SCRIPT.replace("tabulate letter", "tabulate letter\ntabulate nothing\ntabulate points");
    let answer = Browser::member(Role::User).await.run(&script).await;
    assert_eq!(answer["state"], "failed");
    let outputs = answer["outputs"].as_array().unwrap();
    let kinds: Vec<&str> = outputs.iter().map(|output| output["type"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"table"), "{kinds:?}");
    let last = outputs.last().unwrap();
    assert_eq!((&last["type"], &last["line"], &last["severity"]), (&json!("diagnostic"), &json!(6), &json!("error")));
}

#[actix_web::test]
async fn runs_are_their_users_own() {
    let member = Browser::member(Role::User).await;
    let answer = member.run(SCRIPT).await;
    let path = format!("/api/v1/runs/{}", answer["id"].as_str().unwrap());
    let other = Browser::logged_in("second@test.example").await;
    for browser in [&other, &Browser::member(Role::Owner).await] {
        assert_eq!(browser.get(&path).await.code(), "not-found");
        assert_eq!(browser.delete(&path).await.code(), "not-found");
    }
    assert_eq!(member.get(&path).await.status, StatusCode::OK);
    assert_eq!(member.get("/api/v1/runs/0123").await.code(), "not-found");
}

#[actix_web::test]
async fn identifiers_are_128_random_bits() {
    let member = Browser::member(Role::User).await;
    let submit = async || {
        let answer = member.post("/api/v1/runs", &json!({ "script": "" })).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);
        answer.json()["id"].as_str().unwrap().to_owned()
    };
    let (one, other) = (submit().await, submit().await);
    assert!(one != other && one.len() == 32 && one.chars().all(|c| c.is_ascii_hexdigit()), "{one}");
}

#[actix_web::test]
async fn a_long_run_can_be_given_up_within_200_ms() {
    let member = Browser::member(Role::Steward).await;
    let many = "\ntabulate letter points".repeat(5_000);
    let script = format!("{SCRIPT}{many}");
    let accepted = member.post("/api/v1/runs", &json!({ "script": script })).await;
    let path = format!("/api/v1/runs/{}", accepted.json()["id"].as_str().unwrap());
    let state = async || -> Value { member.get(&path).await.json() };
    while state().await["progress"]["done"].as_u64().unwrap() < 5 {}
    let asked = Instant::now();
    assert_eq!(member.delete(&path).await.status, StatusCode::NO_CONTENT);
    while state().await["state"] == "running" {}
    // 200 ms for the engine, and up to two ticks of 100 ms for reading it.
    assert!(asked.elapsed() < Duration::from_millis(400), "{:?}", asked.elapsed());
    assert_eq!(state().await["state"], "cancelled");
}

#[actix_web::test]
async fn scripts_that_are_too_long_are_refused() {
    let member = Browser::member(Role::User).await;
    let script = "// ".repeat(jobs::limits::MOST_SCRIPT_BYTES / 3 + 1);
    assert_eq!(member.post("/api/v1/runs", &json!({ "script": script })).await.code(), "script-too-long");
}

#[actix_web::test]
async fn the_record_of_runs_tells_who_and_when_but_not_what() {
    let id = Browser::member(Role::User).await.run("textblock\nsecret words\nendblock\n").await["id"].clone();
    let answer = Browser::member(Role::Auditor).await.get("/api/v1/audit/runs").await;
    let record = answer.json()["runs"].as_array().unwrap().iter().find(|record| record["run"] == id).unwrap().clone();
    assert_eq!(record["account"], "user@test.example");
    assert_eq!(record["script_hash"].as_str().unwrap().len(), 64);
    assert!(!answer.text().contains("secret words"));
}

/// A script that keeps a worker busy until it is given up.
fn long() -> String {
    format!("{SCRIPT}{}", "\ntabulate letter points".repeat(5_000))
}

#[actix_web::test]
async fn open_runs_are_bounded_and_what_waits_can_be_given_up() {
    let browser = Browser::of(std::sync::Arc::new(open(&prepared("bounded"), &config()).unwrap()));
    let member = browser.log_in(&email(Role::User)).await;
    let mut paths = Vec::new();
    for _ in 0..jobs::limits::MOST_OPEN_RUNS {
        let accepted = member.post("/api/v1/runs", &json!({ "script": long() })).await;
        paths.push(accepted.header("location").to_owned());
    }
    let refused = member.post("/api/v1/runs", &json!({ "script": SCRIPT })).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too-many-runs"));
    let auditor = browser.log_in(&email(Role::Auditor)).await;
    let records = auditor.get("/api/v1/audit/runs").await.json()["runs"].as_array().unwrap().len();
    assert_eq!(records, jobs::limits::MOST_OPEN_RUNS, "a refused run was written down");
    // The last one waits: one runner has one worker.
    let last = paths.last().unwrap();
    assert_eq!(member.get(last).await.json()["state"], "queued");
    for path in paths.iter().rev() {
        assert_eq!(member.delete(path).await.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(member.get(last).await.json()["state"], "cancelled");
    assert_eq!(member.run(SCRIPT).await["state"], "done");
    // Giving up what is over changes nothing.
    assert_eq!(member.delete(last).await.status, StatusCode::NO_CONTENT);
    assert_eq!(member.get(last).await.json()["state"], "cancelled");
}
