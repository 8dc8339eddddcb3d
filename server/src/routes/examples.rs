//! `/examples`: the library of example scripts.

use actix_web::{HttpRequest, HttpResponse};

use crate::extract::Access;
use crate::extract::access::Public;
use crate::problem::ApiError;
use crate::respond;

/// The groups with their scripts, or "not modified".
pub async fn library(_: Access<Public>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    respond::tagged(&request, &examples::library())
}
