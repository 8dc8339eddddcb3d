//! Answers of a kind: pages in the shell, with the nonce of this answer, never stored; JSON that caches keep and ask about.

use ::pages::{Page, Shell};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, VARY};
use actix_web::web::Bytes;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use serde::Serialize;

use crate::app_files::AppFiles;
use crate::extract::Reader;
use crate::middleware::security_headers::Nonce;
use crate::problem::ApiError;

/// Names a content. The tag is weak: a proxy or we ourselves may compress the answer on its way.
pub fn tag_of(content: &[u8]) -> String {
    format!("W/\"{}\"", blake3::hash(content).to_hex().get(..32).unwrap_or_default())
}

/// JSON under its tag, or "not modified" for who has it. Caches ask each time: a new release changes lists at once.
pub fn tagged_json(request: &HttpRequest, tag: &str, json: impl Into<Bytes>) -> HttpResponse {
    let known = request.headers().get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    let is_known = known.flat_map(|header| header.split(',')).any(|known| is_same(known.trim(), tag));
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((CACHE_CONTROL, "no-cache")).insert_header((ETAG, tag));
    if is_known { response.finish() } else { response.content_type("application/json").body(json.into()) }
}

/// A value as JSON under the tag of its content.
///
/// # Errors
/// If it cannot be written as JSON, which wire types always can.
pub fn tagged(request: &HttpRequest, value: &impl Serialize) -> Result<HttpResponse, ApiError> {
    let json = serde_json::to_vec(value).map_err(|_| ApiError::internal("writing JSON"))?;
    Ok(tagged_json(request, &tag_of(&json), json))
}

/// The comparison of tags for reading: weak or not does not matter (RFC 9110, 8.8.3.2).
fn is_same(one: &str, other: &str) -> bool {
    let opaque = |tag: &str| tag.trim_start_matches("W/").to_owned();
    one == "*" || opaque(one) == opaque(other)
}

/// A page of the site.
pub fn page(request: &HttpRequest, reader: Reader, app: &AppFiles, status: StatusCode, page: &Page) -> HttpResponse {
    let extensions = request.extensions();
    let nonce = extensions.get::<Nonce>().map_or("", |nonce| nonce.0.as_str());
    let (path, query) = (request.path(), request.query_string());
    let shell = Shell { locale: reader.locale, nonce, path, query, assets: app.assets.as_ref() };
    let mut response = HttpResponse::build(status);
    // A stored page would keep an old nonce and name files of an old build.
    response.insert_header((CACHE_CONTROL, "no-store")).insert_header((VARY, "accept-language, cookie"));
    if reader.is_new_choice {
        response.cookie(reader.cookie());
    }
    response.content_type("text/html; charset=utf-8").body(::pages::document(&shell, page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_and_listed_tags_are_known() {
        for (one, other) in [("\"a\"", "W/\"a\""), ("W/\"a\"", "W/\"a\""), ("*", "\"a\"")] {
            assert!(is_same(one, other), "{one} {other}");
        }
        assert!(!is_same("\"b\"", "\"a\"") && !is_same("", "\"a\""));
    }
}
