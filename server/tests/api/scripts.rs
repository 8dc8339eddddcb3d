//! `/scripts`.

use accounts::Role;
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::support::{Answer, Browser, SCRIPT, config, email, prepared, skjerm_with_input};
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

#[actix_web::test]
async fn commands_of_a_run_keep_and_open_scripts_of_its_user() {
    let (member, other) = alone("session").await;
    let script = format!("// Bokstaver\n{SCRIPT}save 'Mine bokstaver'\n");
    let first = member.run(&script).await;
    assert_eq!(first["state"], "done", "{first:#}");
    let list = member.get(SCRIPTS).await.json();
    assert_eq!(names(&list), ["Mine bokstaver"]);
    let id = list["scripts"][0]["id"].as_str().unwrap();
    let path = format!("{SCRIPTS}/{id}");
    assert_eq!(member.get(&path).await.json()["text"], format!("// Bokstaver\n{SCRIPT}"), "comments are kept too");

    // The same again, from the known prefix, keeps nothing new; a script that was deleted meanwhile is kept anew.
    assert_eq!(member.run(&script).await["state"], "done");
    assert_eq!(member.get(SCRIPTS).await.json(), list);
    assert_eq!(member.delete(&format!("{path}?seen=1")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(member.run(&script).await["state"], "done");
    assert_eq!(names(&member.get(SCRIPTS).await.json()), ["Mine bokstaver"]);

    let loaded = member.run("load 'Mine bokstaver'\n").await;
    let output = loaded["outputs"].as_array().unwrap().iter().find(|output| output["name"] == "script").unwrap();
    assert_eq!(output["markdown"]["nb"], format!("```\n// Bokstaver\n{SCRIPT}```"));

    for run in [other.run("load 'Mine bokstaver'\n").await, member.run("load 'Mine bokstavr'\n").await] {
        assert_eq!(
            (run["state"].as_str(), run["outputs"][0]["code"].as_str()),
            (Some("failed"), Some("unknown-script"))
        );
    }
    let near = member.run("load 'Mine bokstavr'\n").await["outputs"][0]["hints"].to_string();
    assert!(near.contains("load 'Mine bokstaver'"), "{near}");
    assert!(!other.run("load 'Mine bokstaver'\n").await.to_string().contains("Bokstaver"));
}

#[actix_web::test]
async fn a_script_that_is_loaded_again_is_read_again() {
    let (member, _) = alone("reload").await;
    let made = member.post(SCRIPTS, &json!({ "name": "a", "text": "help" })).await.json();
    let path = format!("{SCRIPTS}/{}", made["id"].as_str().unwrap());
    let text = |run: Value| run["outputs"].as_array().unwrap().last().unwrap()["markdown"]["nb"].clone();
    assert_eq!(text(member.run("load a\n").await), "```\nhelp\n```");
    put(&member, &path, json!({ "name": "a", "text": "history", "seen": 1 })).await;
    assert_eq!(text(member.run("load a\n").await), "```\nhistory\n```", "a known prefix does not hide the change");
}

#[actix_web::test]
async fn nocache_runs_every_statement() {
    let (member, _) = alone("nocache").await;
    let script = format!("configure nocache\n{SCRIPT}");
    let first = member.run(&script).await["outputs"].clone();
    assert_eq!(member.run(&script).await["outputs"], first);
    let refused = member.run("configure turbo\n").await;
    assert_eq!(refused["outputs"][0]["code"], "unknown-setting", "{refused:#}");
}

#[test]
fn on_the_command_line_the_operator_and_each_user_have_scripts_of_their_own() {
    let home = prepared("own-scripts");
    let run = |script: &str, more: &[&str]| -> Value {
        let output = skjerm_with_input(home.folder(), &[&["run", "-", "--json"], more].concat(), script);
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let user = ["--as", "user@test.example"];
    run("let a = 1\nsave mine", &[]);
    run("let b = 2\nsave mine", &user);
    let opened = |document: &Value| document["outputs"].as_array().unwrap().last().unwrap()["markdown"]["nb"].clone();
    assert_eq!(opened(&run("load mine", &[])), "```\nlet a = 1\n```");
    assert_eq!(opened(&run("load mine", &user)), "```\nlet b = 2\n```");
    let other = run("load mine", &["--as", "second@test.example"]);
    assert_eq!(other["outputs"][0]["code"], "unknown-script");
}
