//! `/audit`: who did what and when, never what was asked or answered.

pub mod accounts;
mod entry;

use ::accounts::audit::{KeySpan, Verdict};
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use wire::audit::{AuditFault, AuditKeySpan, AuditPage, AuditVerdict};
use wire::run::{RunRecordEntry, RunRecordList};

use crate::extract::Access;
use crate::extract::access::{ReadAudit, block};
use crate::problem::ApiError;

/// Runs that one answer holds.
const MOST_RUNS: u32 = 1_000;
/// Records of a page.
const PAGE: u32 = 200;

/// The newest runs.
pub async fn runs(access: Access<ReadAudit>) -> Result<HttpResponse, ApiError> {
    let accounts = access.accounts().clone();
    let found = block("reading the record", move || accounts.run_records(MOST_RUNS)).await?;
    let runs = found
        .map_err(|_| ApiError::internal("reading the record"))?
        .into_iter()
        .map(|record| RunRecordEntry {
            run: record.run,
            account: record.account,
            script_hash: record.script_hash,
            started: record.started,
        })
        .collect();
    Ok(answer(RunRecordList { runs }))
}

/// Where a page begins.
#[derive(Deserialize)]
pub struct PageQuery {
    before: Option<i64>,
}

/// A page of the whole log.
pub async fn log(access: Access<ReadAudit>, query: web::Query<PageQuery>) -> Result<HttpResponse, ApiError> {
    let (accounts, below) = (access.accounts().clone(), query.before);
    let found = block("reading the audit log", move || accounts.audit_page(below, PAGE)).await?;
    let records: Vec<_> =
        found.map_err(|_| ApiError::internal("reading the audit log"))?.into_iter().map(entry::record).collect();
    let before = records.last().map(|record| record.number).filter(|number| *number > 1);
    Ok(answer(AuditPage { records, before }))
}

/// A walk through the whole chain.
pub async fn verification(access: Access<ReadAudit>) -> Result<HttpResponse, ApiError> {
    let accounts = access.accounts().clone();
    let found = block("verifying the audit log", move || accounts.verify_audit()).await?;
    let Verdict { records, first, last, keys, head, fault } =
        found.map_err(|_| ApiError::internal("verifying the audit log"))?;
    let span = |span: KeySpan| AuditKeySpan { id: span.id, first: span.first, last: span.last };
    Ok(answer(AuditVerdict {
        holds: fault.is_none(),
        records,
        first,
        last,
        keys: keys.into_iter().map(span).collect(),
        head: head.to_string(),
        fault: fault.map(|fault| AuditFault { number: fault.number(), message: (&fault.text()).into() }),
    }))
}

fn answer(value: impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(value)
}
