//! `/usage`: what the own account has used of its quotas.

use accounts::Moment;
use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use jobs::watch::used_of;
use variables::Quota;
use variables::quota::{INSTITUTION, ODOMETER_STOP, ODOMETER_WARN, SETS_DAY, wait_seconds};
use wire::usage::{DenialEntry, OdometerEntry, QuotaEntry, SetsEntry, UsageDocument};

use crate::extract::Access;
use crate::extract::access::{Run, block};
use crate::problem::ApiError;

/// What the visitor has used. Whether the meter flagged the account is not among it.
pub async fn read(access: Access<Run>) -> Result<HttpResponse, ApiError> {
    let (work, runner) = access.usage();
    let work = work.clone();
    let found = block("reading usage", move || {
        let (watch, now) = (work.watch(), Moment::now());
        watch.usage(&runner, now).map(|used| (used, watch.admit(&runner, now).err()))
    });
    let ((used, of_all), denial) = found.await?.map_err(|_| ApiError::internal("reading usage"))?;
    let quota = |quota: Quota| QuotaEntry {
        name: quota.name().to_owned(),
        used: used_of(&used.quota, quota),
        most: quota.most(),
        institution_used: used_of(&of_all, quota),
        institution_most: quota.most() * INSTITUTION,
    };
    let document = UsageDocument {
        quotas: Quota::ALL.into_iter().map(quota).collect(),
        odometer: OdometerEntry { stands: used.odometer, warn: ODOMETER_WARN, stop: ODOMETER_STOP },
        sets: SetsEntry { day: used.sets_day, free: SETS_DAY, wait_seconds: wait_seconds(used.sets_day) },
        denial: denial.map(|denial| DenialEntry { message: (&denial.text()).into(), seconds: denial.seconds() }),
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(document))
}
