//! `/institutions`.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use wire::institution::{InstitutionEntry, InstitutionList};

use crate::extract::Access;
use crate::extract::access::{ManageInstitutions, block};
use crate::problem::ApiError;

/// Institutions with access.
pub async fn list(access: Access<ManageInstitutions>) -> Result<HttpResponse, ApiError> {
    let accounts = access.accounts().clone();
    let found = block("listing institutions", move || accounts.institutions()).await?;
    let institutions = found
        .map_err(|_| ApiError::internal("listing institutions"))?
        .into_iter()
        .map(|institution| InstitutionEntry { name: institution.name, orgnr: institution.orgnr })
        .collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(InstitutionList { institutions }))
}
