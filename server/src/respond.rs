//! Pages as answers: in the shell, with the nonce of this answer, never stored.

use ::pages::{Page, Shell};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, VARY};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};

use crate::app_files::AppFiles;
use crate::extract::Reader;
use crate::middleware::security_headers::Nonce;

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
