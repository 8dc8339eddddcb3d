//! `/api/openapi.json`.

use server::routes::{API, api};

use super::support::Browser;

#[actix_web::test]
async fn the_document_describes_every_route_with_its_right() {
    let document = Browser::visitor().get("/api/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    for route in api() {
        let operation = &document["paths"][format!("{API}{}", route.path)][route.method.as_str().to_lowercase()];
        assert_eq!(operation["summary"], route.summary, "{} {}", route.method, route.path);
        assert_eq!(operation["x-right"].as_str(), route.right.map(|right| right.name()));
        for name in route.path.split(['{', '}']).skip(1).step_by(2) {
            let parameters = operation["parameters"].as_array().unwrap();
            assert!(parameters.iter().any(|parameter| parameter["name"] == name && parameter["in"] == "path"));
        }
    }
}

#[actix_web::test]
async fn every_reference_leads_somewhere() {
    let document = Browser::visitor().get("/api/openapi.json").await.json();
    let text = document.to_string();
    let mut found = 0;
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
        found += 1;
    }
    assert!(found > 10);
}
