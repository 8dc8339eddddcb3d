//! The built app's files and the icon.

use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, ContentEncoding, VARY};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::extract::Access;
use crate::extract::access::Public;
use crate::problem::ApiError;

/// Names change with the content, so browsers keep the files.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A file of the app, in Brotli where the build made it and the browser takes it.
pub async fn asset(
    access: Access<Public>,
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let file = access.app().file(&name).ok_or(ApiError::NotFound)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, FOR_EVER)).insert_header((VARY, "accept-encoding"));
    response.content_type(file.media_type);
    let accepted = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes_brotli = accepted.split(',').any(|encoding| encoding.split(';').next().unwrap_or("").trim() == "br");
    match &file.brotli {
        Some(brotli) if takes_brotli => Ok(response.insert_header(ContentEncoding::Brotli).body(brotli.clone())),
        _ => Ok(response.body(file.plain.clone())),
    }
}

/// The site's icon.
pub async fn icon(_: Access<Public>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=86400"))
        .content_type("image/svg+xml")
        .body(::pages::ICON)
}
