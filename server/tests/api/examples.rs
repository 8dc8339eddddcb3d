//! `/examples`.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use examples::Group;

use super::support::Browser;

#[actix_web::test]
async fn anybody_reads_the_library_and_a_known_one_is_not_sent_again() {
    let browser = Browser::visitor();
    let answer = browser.get("/api/v1/examples").await;
    assert_eq!(answer.status, StatusCode::OK);
    let groups: Vec<Group> = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(groups, examples::library().into_owned());
    let etag = answer.header("etag").to_owned();
    let again = browser.send(TestRequest::get().uri("/api/v1/examples").insert_header(("if-none-match", etag))).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
}
