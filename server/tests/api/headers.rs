//! Security headers, content security policy, origins.

use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;

use super::support::Browser;

fn nonce(policy: &str) -> String {
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
}

#[actix_web::test]
async fn every_answer_carries_the_policy() {
    let browser = Browser::visitor();
    for path in ["/", "/help", "/nowhere", "/api/v1/language", "/api/v1/session", "/api/nowhere", "/assets/none.js"] {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy");
        let mut directives: Vec<&str> = policy.split("; ").collect();
        directives.sort_unstable();
        let nonce = nonce(policy);
        for wanted in [
            "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
            format!("style-src-elem 'self' 'nonce-{nonce}'"),
            "style-src-attr 'unsafe-inline'".to_owned(),
            "frame-ancestors 'none'".to_owned(),
            "base-uri 'none'".to_owned(),
        ] {
            assert!(directives.contains(&wanted.as_str()), "{path}: {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
}

#[actix_web::test]
async fn pages_are_not_stored_and_carry_a_fresh_nonce() {
    let browser = Browser::visitor();
    let (one, other) = (browser.get("/").await, browser.get("/").await);
    assert_eq!(one.header("cache-control"), "no-store");
    let drawn = nonce(one.header("content-security-policy"));
    assert!(one.text().contains(&format!("content=\"{drawn}\"")));
    assert_ne!(drawn, nonce(other.header("content-security-policy")));
}

#[actix_web::test]
async fn other_sites_cannot_send_requests() {
    let browser = Browser::visitor();
    let post = |origin: &'static str| {
        let body = serde_json::json!({ "email": "a", "password": "b" });
        let request = TestRequest::post().uri("/api/v1/session").set_json(body);
        request.insert_header(("host", "skjerm.test")).insert_header(("origin", origin))
    };
    let foreign = browser.send(post("https://evil.example")).await;
    assert_eq!((foreign.status, foreign.code().as_str()), (StatusCode::FORBIDDEN, "foreign-origin"));
    assert_ne!(foreign.header("content-security-policy"), "");
    assert_eq!(browser.send(post("http://skjerm.test")).await.code(), "login-refused");
}

#[actix_web::test]
async fn methods_that_an_address_does_not_know_are_problems() {
    let browser = Browser::visitor();
    for (method, path, allowed) in [
        (Method::PUT, "/api/v1/session", "GET, HEAD, POST, DELETE"),
        (Method::POST, "/api/v1/language", "GET, HEAD"),
        (Method::PATCH, "/api/v1/runs", "POST"),
        (Method::HEAD, "/api/v1/events", "GET"),
        (Method::POST, "/catalogue", "GET, HEAD"),
        (Method::DELETE, "/invitation/abc", "GET, HEAD, POST"),
    ] {
        let answer = browser.request(method, path).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"));
        assert_eq!(answer.header("allow"), allowed, "{path}");
        assert_ne!(answer.header("content-security-policy"), "", "{path}");
    }
}

#[actix_web::test]
async fn unknown_addresses_of_the_api_are_problems() {
    let browser = Browser::visitor();
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/language",
        "/api/v1/runs/",
        "/api/v1/catalogue/%FF/1/variables",
    ] {
        assert_eq!(browser.get(path).await.code(), "not-found", "{path}");
    }
    assert_eq!(browser.request(Method::POST, "/api/v1/nowhere").await.code(), "not-found");
}

#[actix_web::test]
async fn what_can_be_read_can_be_asked_for_its_headers() {
    let browser = Browser::visitor();
    for path in ["/api/v1/language", "/api/v1/catalogue/databanks", "/", "/help", "/api/openapi.json"] {
        assert_eq!(browser.request(Method::HEAD, path).await.status, StatusCode::OK, "{path}");
    }
}
