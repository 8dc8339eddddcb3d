//! `/api/openapi.json`.

use std::sync::LazyLock;

use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};

use crate::extract::Access;
use crate::extract::access::Public;
use crate::respond;

static DOCUMENT: LazyLock<(String, Bytes)> = LazyLock::new(|| {
    let json = crate::openapi::document().to_string();
    (respond::tag_of(json.as_bytes()), json.into())
});

/// The document of this build.
pub async fn document(_: Access<Public>, request: HttpRequest) -> HttpResponse {
    let (tag, json) = &*DOCUMENT;
    respond::tagged_json(&request, tag, json.clone())
}
