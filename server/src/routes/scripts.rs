//! `/scripts`: the scripts that a user keeps.

use accounts::{Moment, Script, ScriptError};
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use wire::script::{NewScript, ScriptChange, ScriptDocument, ScriptEntry, ScriptList};

use crate::extract::Access;
use crate::extract::access::{Run, block};
use crate::problem::ApiError;
use crate::routes::API;

/// The version that a client saw last.
#[derive(Deserialize)]
pub struct Seen {
    seen: i64,
}

/// Names, those changed last first.
pub async fn list(access: Access<Run>) -> Result<HttpResponse, ApiError> {
    let (accounts, owner) = access.scripts();
    let found = block("listing scripts", move || accounts.scripts(owner)).await?.map_err(refused)?;
    let scripts = found
        .into_iter()
        .map(|script| ScriptEntry {
            id: script.id,
            name: script.name,
            version: script.version,
            changed: script.changed.0,
        })
        .collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(ScriptList { scripts }))
}

/// Keeps a new script.
pub async fn add(access: Access<Run>, body: web::Json<NewScript>) -> Result<HttpResponse, ApiError> {
    let (accounts, owner) = access.scripts();
    let NewScript { name, text } = body.into_inner();
    let add = move || accounts.add_script(owner, &name, &text, Moment::now());
    let (script, is_new) = block("keeping a script", add).await?.map_err(refused)?;
    let mut response = if is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    response
        .insert_header((LOCATION, format!("{API}/scripts/{}", script.id)))
        .insert_header((CACHE_CONTROL, "no-store"));
    Ok(response.json(document(script)))
}

/// A script with its text.
pub async fn read(access: Access<Run>, id: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let (accounts, owner) = access.scripts();
    let script = block("reading a script", move || accounts.script(owner, &id)).await?.map_err(refused)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(document(script)))
}

/// Gives a script a name and a text, if nobody changed it since the client saw it.
pub async fn change(
    access: Access<Run>,
    id: web::Path<String>,
    body: web::Json<ScriptChange>,
) -> Result<HttpResponse, ApiError> {
    let (accounts, owner) = access.scripts();
    let ScriptChange { name, text, seen } = body.into_inner();
    let change = move || accounts.change_script(owner, &id, seen, &name, &text, Moment::now());
    let script = block("changing a script", change).await?.map_err(refused)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(document(script)))
}

/// Deletes a script, if nobody changed it since the client saw it.
pub async fn delete(
    access: Access<Run>,
    id: web::Path<String>,
    query: web::Query<Seen>,
) -> Result<HttpResponse, ApiError> {
    let (accounts, owner) = access.scripts();
    block("deleting a script", move || accounts.delete_script(owner, &id, query.seen)).await?.map_err(refused)?;
    Ok(HttpResponse::NoContent().finish())
}

fn refused(error: ScriptError) -> ApiError {
    match error {
        ScriptError::Unknown => ApiError::NotFound,
        ScriptError::NotAName => ApiError::NotAScriptName,
        ScriptError::TooLong => ApiError::ScriptTooLong,
        ScriptError::TooMany => ApiError::TooManyScripts,
        ScriptError::NameTaken => ApiError::ScriptNameTaken,
        ScriptError::Changed => ApiError::ScriptChanged,
        ScriptError::Accounts(_) => ApiError::internal("the scripts"),
    }
}

fn document(script: Script) -> ScriptDocument {
    let Script { id, name, text, version, changed } = script;
    ScriptDocument { entry: ScriptEntry { id, name, version, changed: changed.0 }, text }
}
