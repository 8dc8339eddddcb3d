//! `/language`: the table of commands and functions.

use actix_web::{HttpRequest, HttpResponse};

use crate::extract::Access;
use crate::extract::access::Public;
use crate::respond;

/// The table, or "not modified".
pub async fn table(access: Access<Public>, request: HttpRequest) -> HttpResponse {
    let file = access.language();
    respond::tagged_json(&request, &file.etag, file.json.clone())
}
