//! Every route of the API with every role: who lacks the right is told so, who has it gets further.

use accounts::{Right, Role};
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use server::api_route::ApiRoute;
use server::routes::{API, api};

use super::support::Browser;

/// What the specification gives to each role; the code's own table must agree.
const RIGHTS: [(Role, &[Right]); 5] = [
    (Role::Owner, &Right::ALL),
    (Role::Steward, &[Right::OwnSession, Right::Run, Right::ManageDatabanks]),
    (Role::InstitutionAdministrator, &[Right::OwnSession, Right::Run, Right::ManageUsers]),
    (Role::User, &[Right::OwnSession, Right::Run]),
    (Role::Auditor, &[Right::OwnSession, Right::ReadAudit, Right::ReviewAccounts]),
];

fn request(route: &ApiRoute) -> TestRequest {
    let path = route.path.replace("{databank}", "no.test.open").replace("{version}", "latest");
    let path = path.replace("{name}", "LETTER").replace("{id}", "0123456789abcdef0123456789abcdef");
    let path = path.replace("{email}", "nobody@test.example");
    let path = path.replace("{script}", "0123456789abcdef0123456789abcdef?seen=1");
    let request = TestRequest::with_uri(&format!("{API}{path}")).method(route.method.clone());
    if route.body.is_some() {
        request.set_json(serde_json::json!({ "script": "", "name": "a", "text": "", "seen": 1, "reason": "r" }))
    } else {
        request
    }
}

#[actix_web::test]
async fn every_route_admits_the_roles_that_have_its_right() {
    let mut printed = String::new();
    for (role, rights) in RIGHTS {
        let member = Browser::member(role).await;
        for route in api() {
            // Logging out would end the walk.
            if route.method == Method::DELETE && route.path == "/session" {
                continue;
            }
            let is_allowed = route.right.is_none_or(|right| rights.contains(&right));
            let response = member.open(request(&route)).await;
            let is_refused = response.status() == StatusCode::FORBIDDEN;
            let name = format!("{} {} as {role}", route.method, route.path);
            assert_eq!(!is_refused, is_allowed, "{name}: {}", response.status());
            assert_ne!(response.status(), StatusCode::UNAUTHORIZED, "{name}");
            assert!(!response.status().is_server_error(), "{name}: {}", response.status());
            printed.push_str(&format!("{name}: {}\n", response.status()));
        }
    }
    println!("{printed}");
}

#[actix_web::test]
async fn visitors_reach_public_routes_only() {
    let visitor = Browser::visitor();
    for route in api() {
        let status = visitor.open(request(&route)).await.status();
        let name = format!("{} {}: {status}", route.method, route.path);
        assert_eq!(status == StatusCode::UNAUTHORIZED, route.right.is_some(), "{name}");
    }
}

#[actix_web::test]
async fn administrators_see_the_users_of_their_institution() {
    let users = async |role: Role| {
        let list = Browser::member(role).await.get("/api/v1/users").await.json();
        let users = list["users"].as_array().unwrap().clone();
        users.iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let other = "second@test.example".to_owned();
    assert!(!users(Role::InstitutionAdministrator).await.contains(&other));
    assert!(users(Role::Owner).await.contains(&other));
}
