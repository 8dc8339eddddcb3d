//! `/scripts`.

use accounts::Role;
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::support::{Answer, Browser, SCRIPT, config, email, prepared};
use server::startup::open;

const SCRIPTS: &str = "/api/v1/scripts";

async fn put(browser: &Browser, path: &str, body: Value) -> Answer {
    browser.send(TestRequest::put().uri(path).set_json(body)).await
}

/// A service of its own, so that no other test keeps scripts in it.
async fn alone(name: &str) -> (Browser, Browser) {
    let browser = Browser::of(std::sync::Arc::new(open(&prepared(name), &config()).unwrap()));
    (browser.log_in(&email(Role::User)).await, browser.log_in("second@test.example").await)
}

fn names(list: &Value) -> Vec<&str> {
    list["scripts"].as_array().unwrap().iter().map(|script| script["name"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_script_is_kept_read_changed_and_deleted_by_its_owner_only() {
    let (member, other) = alone("scripts").await;
    assert_eq!(member.get(SCRIPTS).await.json(), json!({ "scripts": [] }));
    let made = member.post(SCRIPTS, &json!({ "name": " Min lønn ", "text": SCRIPT })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let script = made.json();
    let id = script["id"].as_str().unwrap();
    assert_eq!((script["name"].as_str(), script["version"].as_i64(), id.len()), (Some("Min lønn"), Some(1), 32));
    let path = format!("{SCRIPTS}/{id}");
    assert_eq!(made.header("location"), path);
    assert_eq!(member.get(&path).await.json(), script);
    let list = member.get(SCRIPTS).await;
    assert_eq!((names(&list.json()), list.header("cache-control")), (vec!["Min lønn"], "no-store"));
    assert!(!list.text().contains("tabulate"), "a list holds no texts");

    for answer in [
        other.get(&path).await,
        put(&other, &path, json!({ "name": "Min", "text": "", "seen": 1 })).await,
        other.delete(&format!("{path}?seen=1")).await,
    ] {
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "not-found"));
    }
    assert_eq!(names(&other.get(SCRIPTS).await.json()).len(), 0);
    assert_eq!(member.get(&path).await.json(), script);

    let changed = put(&member, &path, json!({ "name": "Lønn", "text": "help", "seen": 1 })).await.json();
    assert_eq!((changed["name"].as_str(), changed["text"].as_str()), (Some("Lønn"), Some("help")));
    assert_eq!(changed["version"], 2);
    assert_eq!(member.delete(&format!("{path}?seen=2")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(member.get(&path).await.code(), "not-found");
}

#[actix_web::test]
async fn nothing_that_was_not_seen_is_overwritten_or_deleted() {
    let (member, _) = alone("conflicts").await;
    let first = member.post(SCRIPTS, &json!({ "name": "a", "text": "one" })).await.json();
    let path = format!("{SCRIPTS}/{}", first["id"].as_str().unwrap());
    let again = member.post(SCRIPTS, &json!({ "name": "a", "text": "one" })).await;
    assert_eq!((again.status, again.json()), (StatusCode::OK, first));
    let taken = member.post(SCRIPTS, &json!({ "name": "a", "text": "two" })).await;
    assert_eq!((taken.status, taken.code().as_str()), (StatusCode::CONFLICT, "script-name-taken"));
    assert_eq!(put(&member, &path, json!({ "name": "a", "text": "two", "seen": 1 })).await.json()["version"], 2);
    let late = put(&member, &path, json!({ "name": "a", "text": "three", "seen": 1 })).await;
    assert_eq!((late.status, late.code().as_str()), (StatusCode::CONFLICT, "script-changed"));
    assert_eq!(member.delete(&format!("{path}?seen=1")).await.code(), "script-changed");
    // Sent twice, as after a lost answer.
    assert_eq!(put(&member, &path, json!({ "name": "a", "text": "two", "seen": 1 })).await.json()["version"], 2);
    assert_eq!(member.get(&path).await.json()["text"], "two");
    assert_eq!(member.delete(&path).await.code(), "bad-request");
}

#[actix_web::test]
async fn names_and_texts_that_cannot_be_kept_are_told() {
    let (member, _) = alone("bounds").await;
    for name in ["", " ", "a\nb", &"n".repeat(101)] {
        let answer = member.post(SCRIPTS, &json!({ "name": name, "text": "" })).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "not-a-script-name"));
    }
    let long = "x".repeat(accounts::script::MOST_TEXT_BYTES + 1);
    assert_eq!(member.post(SCRIPTS, &json!({ "name": "long", "text": long })).await.code(), "script-too-long");
    assert_eq!(member.post(SCRIPTS, &json!({ "name": "no text" })).await.code(), "bad-request");
}
