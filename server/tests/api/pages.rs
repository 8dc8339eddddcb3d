//! Pages as plain HTML.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use super::support::Browser;

#[actix_web::test]
async fn every_page_is_whole_html_in_the_language_asked_for() {
    let browser = Browser::visitor();
    for path in [
        "/",
        "/catalogue",
        "/catalogue/no.test.open/1.0.0.0",
        "/catalogue/no.test.open/latest?q=letter&unit_type=",
        "/catalogue/no.test.open/1.0.0.0/LETTER",
        "/help",
        "/help/tabulate",
        "/help/guides/protection",
        "/login",
        "/workbench",
    ] {
        for language in ["nb", "en"] {
            let request = TestRequest::get().uri(path).insert_header(("accept-language", language));
            let answer = browser.send(request).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
            let html = answer.text();
            assert!(
                html.starts_with("<!DOCTYPE html>") && html.contains(&format!("<html lang=\"{language}\"")),
                "{path}"
            );
            assert!(html.contains("<h1"), "{path}");
        }
    }
}

#[actix_web::test]
async fn a_chosen_language_is_kept() {
    let answer = Browser::visitor().get("/?lang=en").await;
    assert!(answer.text().contains("<html lang=\"en\""));
    assert!(answer.header("set-cookie").starts_with("lang=en"), "{}", answer.header("set-cookie"));
}

#[actix_web::test]
async fn missing_pages_say_so() {
    let browser = Browser::visitor();
    for path in [
        "/nowhere",
        "/catalogue/no.other/1.0.0.0",
        "/catalogue/no.test.open/1.0.0.0/SHIP",
        "/help/nothing",
        "/help/guides/nothing",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().starts_with("<!DOCTYPE html>"), "{path}");
    }
}

#[actix_web::test]
async fn answers_are_compressed_for_who_takes_it() {
    let request = TestRequest::get().uri("/help").insert_header(("accept-encoding", "br"));
    assert_eq!(Browser::visitor().send(request).await.header("content-encoding"), "br");
}
