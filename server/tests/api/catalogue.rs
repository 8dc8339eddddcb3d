//! `/catalogue`.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use jobs::Home;
use serde_json::{Value, json};
use server::startup::open;

use super::support::{Browser, config, fine, folder, skjerm};

#[actix_web::test]
async fn databanks_are_public_with_profile_and_versions() {
    let answer = Browser::visitor().get("/api/v1/catalogue/databanks").await;
    let expected = json!({ "databanks": [{
        "name": "no.test.open", "profile": "open", "tier": "ordinary", "synthetic": false, "versions": ["1.0.0.0"],
    }]});
    assert_eq!(answer.json(), expected);
}

#[actix_web::test]
async fn variables_are_listed_and_filtered() {
    let browser = Browser::visitor();
    let names = async |query: &str| {
        let answer = browser.get(&format!("/api/v1/catalogue/no.test.open/{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
        let list = answer.json();
        assert_eq!(list["version"], "1.0.0.0");
        let variables = list["variables"].as_array().unwrap().clone();
        let mut names: Vec<String> = variables.iter().map(|v| v["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names("1.0.0.0/variables").await, ["ID", "LETTER", "POINTS"]);
    assert_eq!(names("latest/variables?q=poi&temporality=&subject=").await, ["POINTS"]);
    assert_eq!(names("latest/variables?unit_type=JOBB").await, [""; 0]);
    let wrong = browser.get("/api/v1/catalogue/no.test.open/latest/variables?unit_type=SHIP").await;
    assert_eq!(wrong.code(), "bad-request");
}

#[actix_web::test]
async fn one_variable_comes_with_its_databank() {
    let browser = Browser::visitor();
    let variable = browser.get("/api/v1/catalogue/no.test.open/latest/variables/LETTER").await.json();
    for (field, value) in [
        ("name", json!("LETTER")),
        ("databank", json!("no.test.open")),
        ("version", json!("1.0.0.0")),
        ("profile", json!("open")),
        ("tier", json!("ordinary")),
        ("synthetic", json!(false)),
        ("has_data", json!(true)),
    ] {
        assert_eq!(variable[field], value, "{field}");
    }
}

#[actix_web::test]
async fn unknown_things_and_drafts_are_not_found() {
    let browser = Browser::visitor();
    for path in [
        "no.other/latest/variables",
        "no.test.open/2.0.0.0/variables",
        "no.test.open/DRAFT/variables",
        "no.test.open/0.0.0.0/variables",
        "no.test.open/latest/variables/SHIP",
        "no.test.open",
    ] {
        assert_eq!(browser.get(&format!("/api/v1/catalogue/{path}")).await.code(), "not-found", "{path}");
    }
}

#[actix_web::test]
async fn what_a_reader_has_is_not_sent_again() {
    let browser = Browser::visitor();
    for path in ["databanks", "no.test.open/latest/variables?q=poi", "no.test.open/1.0.0.0/variables/LETTER"] {
        let path = format!("/api/v1/catalogue/{path}");
        let first = browser.get(&path).await;
        assert_eq!(first.header("cache-control"), "no-cache", "{path}");
        let again = TestRequest::get().uri(&path).insert_header(("if-none-match", first.header("etag")));
        let again = browser.send(again).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        let other = TestRequest::get().uri(&path).insert_header(("if-none-match", "\"other\""));
        assert_eq!(browser.send(other).await.body, first.body, "{path}");
    }
}

/// The catalogue of a synthetic register, of which the numbers of the smaller years are not told.
#[actix_web::test]
async fn a_register_shows_all_its_variables_and_only_released_dates() {
    let home = Home::open(&folder("register-catalogue")).unwrap();
    fine(skjerm(home.folder(), &["registry", "generate", "--persons", "1500", "--seed", "1"]));
    let browser = Browser::of(Arc::new(open(&home, &config()).unwrap()));
    let list = async |query: &str| -> Vec<Value> {
        let answer = browser.get(&format!("/api/v1/catalogue/{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
        answer.json()["variables"].as_array().unwrap().clone()
    };
    let main = list("no.ssb.fdb/latest/variables").await;
    let patients = list("no.fhi.npr/1.0.0.0/variables").await;
    assert_eq!((main.len(), patients.len()), (722, 10));
    assert!(patients.iter().all(|variable| variable["has_data"] == false));
    for (query, fits) in [
        ("temporality=event", ("temporality", "EVENT")),
        ("unit_type=JOBB", ("unit_type", "JOBB")),
        ("unit_type=KOMMUNE&temporality=ACCUMULATED", ("unit_type", "KOMMUNE")),
    ] {
        let found = list(&format!("no.ssb.fdb/latest/variables?{query}")).await;
        assert!(!found.is_empty() && found.len() < 722, "{query}");
        assert!(found.iter().all(|variable| variable[fits.0] == fits.1), "{query}");
    }
    assert_eq!(list("no.ssb.fdb/latest/variables?q=wl%C3%B8nn").await.len(), 0);
    let found = list("no.ssb.fdb/latest/variables?q=INNTEKT%20l%C3%B8nn").await;
    assert!(found.len() < 20 && found.iter().any(|variable| variable["name"] == "INNTEKT_WLONN"));
    let variable =
        async |name: &str| browser.get(&format!("/api/v1/catalogue/no.ssb.fdb/latest/variables/{name}")).await.json();
    // Of 1 500 persons far fewer than 1 000 have wages in any year, but more than 1 000 are known at the end.
    let wages = variable("INNTEKT_WLONN").await;
    assert_eq!((&wages["has_data"], &wages["synthetic"]), (&json!(true), &json!(true)));
    assert!(wages["measure_dates"].is_null() && wages["valid_from"].is_null(), "{wages:#}");
    let status = variable("BEFOLKNING_STATUSKODE").await;
    let dates: Vec<&str> =
        status["measure_dates"].as_array().unwrap().iter().map(|day| day.as_str().unwrap()).collect();
    assert!(dates.contains(&"2020-01-01") && !dates.contains(&"1970-01-01"), "{dates:?}");
    for (end, day) in [("valid_from", "-01-01"), ("valid_until", "-12-31")] {
        assert!(status[end].as_str().unwrap().ends_with(day), "{end}: {status:#}");
    }
    let metadata_only = variable("SKATT_ASK").await;
    assert_eq!(metadata_only["has_data"], false);
}
