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
        let expected: &[&str] = match (route.right.is_some(), route.path.contains('{')) {
            (true, true) => &["401", "403", "404", "default"],
            (true, false) => &["401", "403", "default"],
            (false, true) => &["404", "default"],
            (false, false) => &["default"],
        };
        let answers = operation["responses"].as_object().unwrap();
        assert!(expected.iter().all(|status| answers.contains_key(*status)), "{operation:#}");
        for parameter in operation["parameters"].as_array().unwrap() {
            assert_ne!(parameter["description"], "", "{operation:#}");
        }
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

#[actix_web::test]
async fn operations_are_told_apart_and_events_described() {
    let document = Browser::visitor().get("/api/openapi.json").await.json();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|path| path.as_object().unwrap().values());
    let mut ids: Vec<&str> = operations.map(|operation| operation["operationId"].as_str().unwrap()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    assert_eq!(all, api().len());
    let events = &document["paths"]["/api/v1/events"]["get"]["responses"]["200"]["x-events"];
    for name in ["output", "progress", "finished"] {
        let pointer = events[name]["$ref"].as_str().unwrap().trim_start_matches('#');
        assert!(document.pointer(pointer).unwrap()["properties"]["run"].is_object(), "{name}");
    }
    let variable = &document["components"]["schemas"]["VariableDocument"]["properties"];
    for field in ["databank", "version", "synthetic", "temporality", "unit_type", "measure_dates", "has_data"] {
        assert!(variable[field].is_object() || variable[field].is_boolean(), "{field}: {variable:#}");
    }
}
