//! `/language`.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use language::Table;

use super::support::Browser;

#[actix_web::test]
async fn the_published_table_is_the_builtin_one() {
    let answer = Browser::visitor().get("/api/v1/language").await;
    assert_eq!(answer.status, StatusCode::OK);
    let table: Table = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(table, Table::builtin());
}

#[actix_web::test]
async fn a_known_table_is_not_sent_again() {
    let browser = Browser::visitor();
    let etag = browser.get("/api/v1/language").await.header("etag").to_owned();
    let again = TestRequest::get().uri("/api/v1/language").insert_header(("if-none-match", etag));
    let answer = browser.send(again).await;
    assert_eq!((answer.status, answer.body.len()), (StatusCode::NOT_MODIFIED, 0));
}
