//! `/api/openapi.json`.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;

use crate::extract::Access;
use crate::extract::access::Public;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| crate::openapi::document().to_string());

/// The document of this build.
pub async fn document(_: Access<Public>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-cache"))
        .content_type("application/json")
        .body(DOCUMENT.as_str())
}
