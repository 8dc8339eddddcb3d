//! Security headers and the content security policy of every answer.
//!
//! Scripts are our own files only, and WebAssembly. Style elements are our own files or carry the nonce of this answer
//! (CodeMirror and the charts add such elements). Style *attributes* are allowed: the editor and the charts place things
//! by them, and an attribute cannot load anything or select other elements, so at worst it changes how one element looks.

use accounts::token;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _};

/// The nonce of an answer: 128 random bits.
pub struct Nonce(pub String);

const FIXED: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("x-permitted-cross-domain-policies", "none"),
];

/// Adds the headers; `is_secure`: browsers come over TLS and shall go on doing so.
///
/// # Errors
/// Those of the routes, and a machine without randomness.
pub async fn security_headers(
    is_secure: bool,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let nonce = token::random_id().map_err(|_| crate::problem::ApiError::internal("drawing a nonce"))?;
    let policy = policy(&nonce);
    request.extensions_mut().insert(Nonce(nonce));
    let mut response = next.call(request).await?.map_into_boxed_body();
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(HeaderName::from_static("content-security-policy"), policy);
    }
    if is_secure {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(HeaderName::from_static("strict-transport-security"), value);
    }
    Ok(response)
}

/// The policy with a nonce.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src-elem 'self' 'nonce-{nonce}'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
         worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
