//! The OpenAPI 3.1 document, made from the list of routes and the wire types.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use wire::error::{MEDIA_TYPE, Problem};

use crate::api_route::{Answer, ApiRoute};
use crate::routes::{API, api};

/// The whole document.
pub fn document() -> Value {
    // OpenAPI 3.1 uses JSON Schema 2020-12 as it is, only the definitions lie elsewhere.
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut generator = settings.into_generator();
    let problem = generator.subschema_for::<Problem>();
    let mut paths = Map::new();
    for route in api() {
        let path = paths.entry(format!("{API}{}", route.path)).or_insert_with(|| json!({}));
        let operation = operation(&route, &mut generator, &problem);
        if let Some(methods) = path.as_object_mut() {
            methods.insert(route.method.as_str().to_lowercase(), operation);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Skjerm",
            "version": "1",
            "description": "Analysis of register data without seeing any person. Results have passed a noise filter.",
            "license": { "name": "Apache-2.0 OR MIT" },
        },
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": { "session": { "type": "apiKey", "in": "cookie", "name": "session" } },
        },
    })
}

fn operation(route: &ApiRoute, generator: &mut schemars::SchemaGenerator, problem: &schemars::Schema) -> Value {
    let mut operation = json!({
        "summary": route.summary,
        "parameters": parameters(route),
        "responses": responses(route, generator, problem),
    });
    if let (Some(body), Some(fields)) = (route.body, operation.as_object_mut()) {
        let content = json!({ "application/json": { "schema": body(generator) } });
        fields.insert("requestBody".into(), json!({ "required": true, "content": content }));
    }
    if let (Some(right), Some(fields)) = (route.right, operation.as_object_mut()) {
        fields.insert("security".into(), json!([{ "session": [] }]));
        fields.insert("x-right".into(), json!(right.name()));
    }
    operation
}

fn parameters(route: &ApiRoute) -> Vec<Value> {
    let parameter = |name: &str, place: &str| json!({ "name": name, "in": place, "required": place == "path", "schema": { "type": "string" } });
    let in_path = route.path.split(['{', '}']).skip(1).step_by(2).map(|name| parameter(name, "path"));
    in_path.chain(route.query.iter().map(|name| parameter(name, "query"))).collect()
}

fn responses(route: &ApiRoute, generator: &mut schemars::SchemaGenerator, problem: &schemars::Schema) -> Value {
    let (status, good) = match route.answer {
        Answer::Nothing(status) => (status, json!({ "description": "Done" })),
        Answer::Json(status, schema) => {
            let content = json!({ "application/json": { "schema": schema(generator) } });
            (status, json!({ "description": "The answer", "content": content }))
        }
        Answer::Stream => {
            let content = json!({ "text/event-stream": { "schema": { "type": "string" } } });
            (200, json!({ "description": "Events `output`, `progress`, `finished`, `reset`", "content": content }))
        }
    };
    let bad = json!({ "description": "A problem", "content": { MEDIA_TYPE: { "schema": problem } } });
    json!({ status.to_string(): good, "default": bad })
}
