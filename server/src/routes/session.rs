//! `/session`: logging in and out, and who is logged in.

use accounts::User;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, web};
use wire::account::{LoginRequest, SessionDocument, SessionUser};

use crate::extract::Access;
use crate::extract::access::{OwnSession, Public};
use crate::problem::ApiError;

/// Logs in.
pub async fn log_in(
    access: Access<Public>,
    request: HttpRequest,
    body: web::Json<LoginRequest>,
) -> Result<HttpResponse, ApiError> {
    let LoginRequest { email, password, .. } = body.into_inner();
    let address = access.site().client_address(&request);
    let (user, token) = access.log_in(email, password, address).await?;
    let cookie = access.site().cookie(token.reveal());
    Ok(HttpResponse::Ok().cookie(cookie).insert_header((CACHE_CONTROL, "no-store")).json(document(&user)))
}

/// Who is logged in.
pub async fn read(access: Access<OwnSession>) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(document(access.user()))
}

/// Logs out; without a session that is fine too.
pub async fn log_out(access: Access<Public>) -> Result<HttpResponse, ApiError> {
    access.log_out().await?;
    Ok(HttpResponse::NoContent().cookie(access.site().removal()).finish())
}

fn document(user: &User) -> SessionDocument {
    SessionDocument {
        user: session_user(user),
        rights: user.rights().iter().map(|right| right.name().to_owned()).collect(),
    }
}

/// A user in the form that crosses HTTP.
pub fn session_user(user: &User) -> SessionUser {
    SessionUser {
        email: user.email.clone(),
        name: user.name.clone(),
        institution: user.institution.clone(),
        role: user.role.name().to_owned(),
    }
}
