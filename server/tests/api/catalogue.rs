//! `/catalogue`.

use actix_web::http::StatusCode;
use serde_json::json;

use super::support::Browser;

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
