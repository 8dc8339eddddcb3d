//! Requests that change something must come from our own pages, or from a program.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError as _};

use crate::problem::ApiError;
use crate::site::Site;

/// Refuses unsafe methods of other origins.
///
/// # Errors
/// Those of the routes.
pub async fn own_origin(
    site: Site,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if !request.method().is_safe() && !site.admits(request.request()) {
        return Ok(request.into_response(ApiError::ForeignOrigin.error_response()));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}
