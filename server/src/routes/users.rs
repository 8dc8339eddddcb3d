//! `/users`.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use wire::account::{UserEntry, UserList};

use crate::extract::Access;
use crate::extract::access::{ManageUsers, block};
use crate::problem::ApiError;
use crate::routes::session::session_user;

/// Users of the own institution; all of them for who manages institutions too.
pub async fn list(access: Access<ManageUsers>) -> Result<HttpResponse, ApiError> {
    let (accounts, institution) = access.users();
    let accounts = accounts.clone();
    let found = block("listing users", move || accounts.users(institution)).await?;
    let users = found
        .map_err(|_| ApiError::internal("listing users"))?
        .iter()
        .map(|user| UserEntry {
            user: session_user(user),
            is_disabled: user.is_disabled,
            has_password: user.has_password,
        })
        .collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(UserList { users }))
}
