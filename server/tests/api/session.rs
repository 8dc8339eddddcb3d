//! `/session`.

use accounts::Role;
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use serde_json::json;

use super::support::{Browser, PASSWORD, email};

#[actix_web::test]
async fn a_login_gives_user_rights_and_a_strict_cookie() {
    let browser = Browser::visitor();
    let body = json!({ "email": "USER@test.example", "password": PASSWORD });
    let answer = browser.post("/api/v1/session", &body).await;
    assert_eq!(answer.status, StatusCode::OK);
    let document = json!({
        "user": { "email": email(Role::User), "name": "Test", "institution": "Own", "role": "user" },
        "rights": ["own-session", "run"],
    });
    assert_eq!(answer.json(), document);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("session=") && cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
    let member = Browser::member(Role::User).await;
    assert_eq!(member.get("/api/v1/session").await.json(), document);
}

#[actix_web::test]
async fn every_refused_login_looks_alike() {
    let browser = Browser::visitor();
    let mut bodies = Vec::new();
    for (email, password) in [("nobody@test.example", PASSWORD), ("auditor@test.example", "wrong"), ("", "")] {
        let answer = browser.post("/api/v1/session", &json!({ "email": email, "password": password })).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.code(), "login-refused");
        assert_eq!(answer.header("set-cookie"), "");
        bodies.push(answer.body);
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
}

#[actix_web::test]
async fn guessing_is_slowed_down_for_unknown_accounts_too() {
    let browser = Browser::visitor();
    let body = json!({ "email": "guessed@test.example", "password": "wrong" });
    for _ in 0..accounts::throttle::PER_ACCOUNT {
        assert_eq!(browser.post("/api/v1/session", &body).await.code(), "login-refused");
    }
    let answer = browser.post("/api/v1/session", &body).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too-many-attempts"));
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
}

#[actix_web::test]
async fn logging_out_ends_the_session_on_the_server() {
    let member = Browser::member(Role::User).await;
    let answer = member.delete("/api/v1/session").await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(answer.header("set-cookie").contains("Max-Age=0"), "{}", answer.header("set-cookie"));
    assert_eq!(member.get("/api/v1/session").await.code(), "not-logged-in");
    assert_eq!(Browser::visitor().delete("/api/v1/session").await.status, StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn logging_in_again_ends_the_session_before() {
    let member = Browser::member(Role::Auditor).await;
    let again = member.log_in(&email(Role::Auditor)).await;
    assert_eq!(again.get("/api/v1/session").await.status, StatusCode::OK);
    assert_eq!(member.get("/api/v1/session").await.code(), "not-logged-in");
}

#[actix_web::test]
async fn a_made_up_session_is_none() {
    let forged = TestRequest::get().uri("/api/v1/session").insert_header(("cookie", "session=0123456789abcdef"));
    assert_eq!(Browser::visitor().send(forged).await.code(), "not-logged-in");
}

#[actix_web::test]
async fn bodies_that_are_no_login_are_problems() {
    let browser = Browser::visitor();
    let post = || TestRequest::post().uri("/api/v1/session");
    let json = ("content-type", "application/json");
    assert_eq!(browser.send(post().set_payload("{}")).await.code(), "not-json");
    assert_eq!(browser.send(post().insert_header(json).set_payload("{")).await.code(), "bad-request");
    assert_eq!(browser.send(post().insert_header(json).set_payload(vec![b' '; 2 << 20])).await.code(), "too-large");
}
