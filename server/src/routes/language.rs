//! `/language`: the table of commands and functions.

use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse};

use crate::extract::Access;
use crate::extract::access::Public;

/// The table, or "not modified".
pub async fn table(access: Access<Public>, request: HttpRequest) -> HttpResponse {
    let file = access.language();
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = if is_known(known, &file.etag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((CACHE_CONTROL, "no-cache")).insert_header((ETAG, file.etag.as_str()));
    if is_known(known, &file.etag) {
        return response.finish();
    }
    response.content_type("application/json").body(file.json.clone())
}

/// Whether a tag is among those of `If-None-Match`; compression on the way makes a tag weak.
fn is_known(header: &str, etag: &str) -> bool {
    header.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == etag || tag == "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_and_listed_tags_are_known() {
        for header in ["\"a\"", "W/\"a\"", "\"b\", W/\"a\"", "*"] {
            assert!(is_known(header, "\"a\""), "{header}");
        }
        assert!(!is_known("\"b\"", "\"a\"") && !is_known("", "\"a\""));
    }
}
