//! The OpenAPI 3.1 document, made from the list of routes and the wire types.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};
use wire::error::{MEDIA_TYPE, Problem};
use wire::run::{FinishedEvent, OutputEvent, ProgressEvent};

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

fn operation(route: &ApiRoute, generator: &mut SchemaGenerator, problem: &Schema) -> Value {
    let mut operation = json!({
        "operationId": operation_id(route),
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

/// The method and the words of the path, parameters too: `get_runs_id`. Client generators name functions after it.
fn operation_id(route: &ApiRoute) -> String {
    let words = route.path.split(['/', '{', '}']).filter(|word| !word.is_empty());
    std::iter::once(route.method.as_str().to_lowercase()).chain(words.map(str::to_owned)).collect::<Vec<_>>().join("_")
}

fn parameters(route: &ApiRoute) -> Vec<Value> {
    let parameter = |name: &str, place: &str| {
        json!({
            "name": name,
            "in": place,
            "required": place == "path",
            "description": meaning(name),
            "schema": { "type": "string" },
        })
    };
    let in_path = route.path.split(['{', '}']).skip(1).step_by(2).map(|name| parameter(name, "path"));
    in_path.chain(route.query.iter().map(|name| parameter(name, "query"))).collect()
}

/// What a parameter is; the test that reads the document fails for one without.
fn meaning(name: &str) -> &'static str {
    match name {
        "databank" => "A databank's name, such as `no.ssb.fdb`",
        "version" => "A released version `MAJOR.MINOR.PATCH.0`, or `latest`",
        "name" => "A variable's short name",
        "q" => "Words that must all occur in the name, a title or a subject",
        "unit_type" => "Only variables of this unit type, such as `PERSON`",
        "temporality" => "Only `FIXED`, `STATUS`, `ACCUMULATED` or `EVENT` variables",
        "subject" => "Only variables with this subject, in any of its languages",
        "id" => "The identifier that `POST /runs` answered",
        "email" => "A user's e-mail address",
        "script" => "The identifier that `GET /scripts` and `POST /scripts` answer",
        "before" => "Only records with a lower number: what the page before answered as `before`",
        "seen" => {
            "The `version` that the client saw last: where it is another now, nothing is deleted and the answer is 409"
        }
        _ => "",
    }
}

fn responses(route: &ApiRoute, generator: &mut SchemaGenerator, problem: &Schema) -> Value {
    let (status, good) = match route.answer {
        Answer::Nothing(status) => (status, json!({ "description": "Done" })),
        Answer::Json(status, schema) => {
            let content = json!({ "application/json": { "schema": schema(generator) } });
            (status, json!({ "description": "The answer", "content": content }))
        }
        Answer::Stream => (200, stream(generator)),
    };
    let bad =
        |description: &str| json!({ "description": description, "content": { MEDIA_TYPE: { "schema": problem } } });
    let mut all = Map::new();
    all.insert(status.to_string(), good);
    if route.right.is_some() {
        all.insert("401".into(), bad("Not logged in"));
        all.insert("403".into(), bad("Without the right"));
    }
    if route.path.contains('{') {
        all.insert("404".into(), bad("Unknown, or not for this user"));
    }
    all.insert("default".into(), bad("A problem"));
    Value::Object(all)
}

/// Server-sent events, with the schema of each event's data.
fn stream(generator: &mut SchemaGenerator) -> Value {
    json!({
        "description": "Events of all own runs, numbered by `id:`; `reset` says that some were lost: read the runs anew",
        "content": { "text/event-stream": { "schema": { "type": "string" } } },
        "x-events": {
            "output": generator.subschema_for::<OutputEvent>(),
            "progress": generator.subschema_for::<ProgressEvent>(),
            "finished": generator.subschema_for::<FinishedEvent>(),
            "reset": { "type": "object" },
        },
    })
}
