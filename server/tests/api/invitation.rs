//! `/invitation/{token}`.

use accounts::{NewUser, Role};
use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use super::support::{Browser, now, state};

#[actix_web::test]
async fn an_invited_user_sets_a_password_once_and_logs_in() {
    let state = state();
    let institution = state.accounts.institution("Own").unwrap();
    let new = NewUser { email: "invited@test.example", name: "Invited", role: Role::User };
    let user = state.accounts.add_user(&institution, new, now()).unwrap();
    let token = state.accounts.invite(&user, now()).unwrap();
    let path = format!("/invitation/{}", token.reveal());
    let browser = Browser::visitor();
    assert!(browser.get(&path).await.text().contains("invited@test.example"));
    let post = |password: &'static str| TestRequest::post().uri(&path).set_form([("password", password)]);
    assert_eq!(browser.send(post("short")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let accepted = browser.send(post(super::support::PASSWORD)).await;
    assert_eq!((accepted.status, accepted.header("location")), (StatusCode::SEE_OTHER, "/login"));
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
    Browser::logged_in("invited@test.example").await;
}
