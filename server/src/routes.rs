//! The whole URL tree on one page.
//!
//! An API route is one line of [`api`]: method, path, what it is for, what it takes and answers, and the handler, whose
//! first argument names the right that the route needs. The OpenAPI document and the test that walks every route with
//! every role read the same list.

use actix_web::web::{self, ServiceConfig};

use crate::api_route::{ApiRoute, delete, get, post, put};
use crate::problem::{ApiError, not_allowed};

mod app;
mod audit;
mod catalogue;
mod events;
mod examples;
mod institutions;
mod invitation;
mod language;
mod openapi;
mod public_pages;
mod runs;
mod scripts;
mod session;
mod usage;
mod users;

pub use audit::accounts::account as audit_account;

/// Where the API begins.
pub const API: &str = "/api/v1";

/// Every route of the API.
pub fn api() -> Vec<ApiRoute> {
    use wire::{account, audit as audited, catalogue as listed, institution, run, script, usage as used};
    vec![
        get("/catalogue/databanks", "Databanks with their released versions", catalogue::databanks)
            .answers::<listed::DatabankList>(200),
        get("/catalogue/{databank}/{version}/variables", "Variables of a version, filtered", catalogue::variables)
            .takes_query(&["q", "unit_type", "temporality", "subject"])
            .answers::<listed::VariableList>(200),
        get("/catalogue/{databank}/{version}/variables/{name}", "One variable", catalogue::variable)
            .answers::<listed::VariableDocument>(200),
        get("/language", "Commands and functions of the script language", language::table)
            .answers::<serde_json::Map<String, serde_json::Value>>(200),
        get("/examples", "The library of example scripts", examples::library)
            .answers::<Vec<serde_json::Map<String, serde_json::Value>>>(200),
        get("/session", "Who is logged in", session::read).answers::<account::SessionDocument>(200),
        post("/session", "Log in", session::log_in)
            .takes::<account::LoginRequest>()
            .answers::<account::SessionDocument>(200),
        delete("/session", "Log out", session::log_out).answers_nothing(204),
        post("/runs", "Run a script", runs::submit).takes::<run::RunRequest>().answers::<run::RunAccepted>(202),
        get("/runs/{id}", "What a run has answered", runs::read).answers::<run::RunAnswer>(200),
        delete("/runs/{id}", "Give a run up", runs::cancel).answers_nothing(204),
        get("/scripts", "Own scripts, without their texts", scripts::list).answers::<script::ScriptList>(200),
        post("/scripts", "Keep a new script", scripts::add)
            .takes::<script::NewScript>()
            .answers::<script::ScriptDocument>(201),
        get("/scripts/{script}", "An own script", scripts::read).answers::<script::ScriptDocument>(200),
        put("/scripts/{script}", "Give an own script a name and a text", scripts::change)
            .takes::<script::ScriptChange>()
            .answers::<script::ScriptDocument>(200),
        delete("/scripts/{script}", "Delete an own script", scripts::delete)
            .takes_query(&["seen"])
            .answers_nothing(204),
        get("/events", "Events of all own runs, as a stream", events::stream).answers_stream(),
        get("/usage", "What the own account has used of its quotas", usage::read).answers::<used::UsageDocument>(200),
        get("/institutions", "Institutions with access", institutions::list)
            .answers::<institution::InstitutionList>(200),
        get("/users", "Users that the visitor looks after", users::list).answers::<account::UserList>(200),
        get("/audit/runs", "Who ran a script and when, never what", audit::runs).answers::<run::RunRecordList>(200),
        get("/audit/log", "The audit log by pages, newest first", audit::log)
            .takes_query(&["before"])
            .answers::<audited::AuditPage>(200),
        get("/audit/verification", "Whether the whole chain of the audit log holds", audit::verification)
            .answers::<audited::AuditVerdict>(200),
        get("/audit/accounts", "Where accounts stand: use of quotas, flags, reviews", audit::accounts::list)
            .answers::<used::AuditAccountList>(200),
        post("/audit/accounts/{email}/release", "Release an account that is held", audit::accounts::release)
            .takes::<used::ReviewDecision>()
            .answers_nothing(204),
        post("/audit/accounts/{email}/close", "Close an account for runs", audit::accounts::close)
            .takes::<used::ReviewDecision>()
            .answers_nothing(204),
    ]
}

/// Everything the service answers to.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(web::JsonConfig::default().limit(BODY_LIMIT).error_handler(|error, _| unreadable(&error).into()))
        .app_data(web::FormConfig::default().limit(4096).error_handler(|error, _| unreadable_form(&error).into()))
        .app_data(web::QueryConfig::default().error_handler(|_, _| ApiError::BadRequest.into()))
        .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::NotFound.into()))
        .app_data(web::PayloadConfig::new(BODY_LIMIT));
    let mut scope = web::scope(API);
    for resource in crate::api_route::resources(api()) {
        scope = scope.service(resource);
    }
    config
        .service(scope.default_service(web::to(nothing_here)))
        .service(page("/api/openapi.json").to(openapi::document))
        .service(web::scope("/api").default_service(web::to(nothing_here)))
        .service(page("/assets/{name}").to(app::asset))
        .service(page(::pages::ICON_PATH).to(app::icon))
        .service(page("/").to(public_pages::home))
        .service(page("/catalogue").to(public_pages::databanks))
        .service(page("/catalogue/{databank}/{version}").to(public_pages::variables))
        .service(page("/catalogue/{databank}/{version}/{name}").to(public_pages::variable))
        .service(page("/help").to(public_pages::help))
        .service(page("/help/functions/{name}").to(public_pages::function))
        .service(page("/help/guides/{name}").to(public_pages::guide))
        .service(page("/help/{name}").to(public_pages::command))
        .service(page("/login").to(public_pages::login))
        .service(page("/workbench").to(public_pages::workbench))
        .service(
            web::resource("/invitation/{token}")
                .route(web::get().to(invitation::form))
                .route(web::head().to(invitation::form))
                .route(web::post().to(invitation::accept))
                .default_service(web::to(async || not_allowed("GET, HEAD, POST"))),
        )
        .default_service(web::to(public_pages::not_found));
}

/// Largest body that is read, in bytes.
pub const BODY_LIMIT: usize = 1 << 20;

/// A page that is read only.
fn page(path: &str) -> ReadOnly {
    ReadOnly { resource: web::resource(path) }
}

struct ReadOnly {
    resource: actix_web::Resource,
}

impl ReadOnly {
    fn to<F, Args>(self, handler: F) -> actix_web::Resource
    where
        F: actix_web::Handler<Args> + Clone,
        Args: actix_web::FromRequest + 'static,
        F::Output: actix_web::Responder + 'static,
    {
        self.resource
            .route(web::get().to(handler.clone()))
            .route(web::head().to(handler))
            .default_service(web::to(async || not_allowed("GET, HEAD")))
    }
}

async fn nothing_here() -> Result<String, ApiError> {
    Err(ApiError::NotFound)
}

fn unreadable_form(error: &actix_web::error::UrlencodedError) -> ApiError {
    use actix_web::error::UrlencodedError as E;
    match error {
        E::Overflow { .. } => ApiError::TooLarge,
        _ => ApiError::BadRequest,
    }
}

fn unreadable(error: &actix_web::error::JsonPayloadError) -> ApiError {
    use actix_web::error::JsonPayloadError as E;
    match error {
        E::Overflow { .. } | E::OverflowKnownLength { .. } => ApiError::TooLarge,
        E::ContentType => ApiError::NotJson,
        _ => ApiError::BadRequest,
    }
}
