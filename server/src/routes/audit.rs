//! `/audit/runs`: the record of runs, without their content.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use wire::run::{RunRecordEntry, RunRecordList};

use crate::extract::Access;
use crate::extract::access::{ReadAudit, block};
use crate::problem::ApiError;

/// Records that one answer holds.
const MOST_RECORDS: u32 = 1_000;

/// The newest records.
pub async fn runs(access: Access<ReadAudit>) -> Result<HttpResponse, ApiError> {
    let accounts = access.accounts().clone();
    let found = block("reading the record", move || accounts.run_records(MOST_RECORDS)).await?;
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
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(RunRecordList { runs }))
}
