//! `/runs`: asking for a run, reading it, giving it up.

use accounts::token;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpResponse, web};
use jobs::{Order, SubmitRefusal};
use wire::run::{RunAccepted, RunRequest};

use crate::extract::Access;
use crate::extract::access::{Run, block};
use crate::problem::ApiError;
use crate::routes::API;
use crate::ticks;

/// Takes a script; the answer comes by events, or by reading the run.
pub async fn submit(access: Access<Run>, body: web::Json<RunRequest>) -> Result<HttpResponse, ApiError> {
    let (queue, runner) = access.runs();
    let queue = queue.clone();
    let id = token::random_id().map_err(|_| ApiError::internal("drawing an identifier"))?;
    let order = Order { id: id.clone(), runner, script: body.into_inner().script };
    // It is in the audit log before it is taken.
    block("submitting a run", move || queue.submit(order)).await?.map_err(refused)?;
    Ok(HttpResponse::Accepted().insert_header((LOCATION, format!("{API}/runs/{id}"))).json(RunAccepted { id }))
}

fn refused(refusal: SubmitRefusal) -> ApiError {
    match refusal {
        SubmitRefusal::TooLong => ApiError::ScriptTooLong,
        SubmitRefusal::TooManyOpen => ApiError::TooManyRuns,
        SubmitRefusal::Stopped => ApiError::Stopping,
        SubmitRefusal::Duplicate => ApiError::internal("an identifier came twice"),
        SubmitRefusal::Denied(denial) => ApiError::denied(denial),
        SubmitRefusal::NotWritten => ApiError::internal("recording a run"),
    }
}

/// What a run has answered so far, as of the next tick.
pub async fn read(access: Access<Run>, id: web::Path<String>) -> Result<HttpResponse, ApiError> {
    tokio::time::sleep_until(ticks::next()).await;
    let (queue, runner) = access.runs();
    let answer = queue.answer(&runner, &id).ok_or(ApiError::NotFound)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(answer))
}

/// Gives a run up.
pub async fn cancel(access: Access<Run>, id: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let (queue, runner) = access.runs();
    let (queue, id) = (queue.clone(), id.into_inner());
    let is_there = block("giving a run up", move || queue.cancel(&runner, &id)).await?;
    if is_there { Ok(HttpResponse::NoContent().finish()) } else { Err(ApiError::NotFound) }
}
