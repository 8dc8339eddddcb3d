//! `/audit/accounts`: where accounts stand, and what reviewers decide on them.

use accounts::{Accounts, AccountsError, Moment, Stamp};
use actix_web::{HttpResponse, web};
use jobs::watch::AccountState;
use wire::usage::{AuditAccount, AuditAccountList, ReviewDecision};

use super::answer;
use super::entry::{finding, quota};
use crate::extract::Access;
use crate::extract::access::{ReadAudit, ReviewAccounts, block};
use crate::problem::ApiError;

/// Accounts that were active or are under review.
pub async fn list(access: Access<ReadAudit>) -> Result<HttpResponse, ApiError> {
    let work = access.work().clone();
    let found = block("listing accounts", move || work.watch().states(Moment::now())).await?;
    let accounts = found.map_err(|_| ApiError::internal("listing accounts"))?.into_iter().map(account).collect();
    Ok(answer(AuditAccountList { accounts }))
}

/// Releases an account, whatever held it.
pub async fn release(
    access: Access<ReviewAccounts>,
    email: web::Path<String>,
    body: web::Json<ReviewDecision>,
) -> Result<HttpResponse, ApiError> {
    decide(access, email.into_inner(), body.into_inner(), Accounts::release_account).await
}

/// Closes an account for runs.
pub async fn close(
    access: Access<ReviewAccounts>,
    email: web::Path<String>,
    body: web::Json<ReviewDecision>,
) -> Result<HttpResponse, ApiError> {
    decide(access, email.into_inner(), body.into_inner(), Accounts::close_account).await
}

type Decide = fn(&Accounts, &str, &str, Stamp<'_>) -> Result<(), AccountsError>;

async fn decide(
    access: Access<ReviewAccounts>,
    email: String,
    ReviewDecision { reason }: ReviewDecision,
    decide: Decide,
) -> Result<HttpResponse, ApiError> {
    let (accounts, visitor) = (access.accounts().clone(), access.user().clone());
    if email.trim().to_lowercase() == visitor.email {
        return Err(ApiError::OwnAccount);
    }
    let decided = block("deciding on an account", move || {
        decide(&accounts, &email, &reason, Stamp::user(&visitor, Moment::now()))
    });
    decided.await?.map_err(|error| match error {
        AccountsError::UnknownUser(_) => ApiError::NotFound,
        AccountsError::BadReason => ApiError::NotAReason,
        _ => ApiError::internal("deciding on an account"),
    })?;
    Ok(HttpResponse::NoContent().finish())
}

/// An account in the form that crosses HTTP.
pub fn account(state: AccountState) -> AuditAccount {
    let AccountState { account, institution, review, finding: found, used } = state;
    AuditAccount {
        account,
        institution,
        standing: review.standing.name().to_owned(),
        since: review.since.map(|moment| moment.0),
        released: review.released.map(|moment| moment.0),
        finding: finding(found),
        quota: quota(used.quota),
        sets_day: used.sets_day,
        odometer: used.odometer,
    }
}
