//! Pages as plain HTML, at the same paths that the app takes over.

use ::pages::{Page, catalogue, guide as guides, help, home, variable, workbench};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::extract::access::Public;
use crate::extract::{Access, Reader};
use crate::problem::ApiError;
use crate::respond;
use crate::routes::catalogue::{FilterQuery, released, summaries, version};

/// What every page needs.
struct Visit {
    access: Access<Public>,
    request: HttpRequest,
    reader: Reader,
}

impl Visit {
    fn show(&self, page: &Page) -> HttpResponse {
        respond::page(&self.request, self.reader, self.access.app(), StatusCode::OK, page)
    }

    /// The page, or the one that says there is none.
    fn show_found(&self, page: Result<Page, ApiError>) -> Result<HttpResponse, ApiError> {
        match page {
            Ok(page) => Ok(self.show(&page)),
            Err(ApiError::NotFound | ApiError::BadRequest) => Ok(self.missing()),
            Err(error) => Err(error),
        }
    }

    fn missing(&self) -> HttpResponse {
        let page = workbench::not_found(self.reader.locale);
        respond::page(&self.request, self.reader, self.access.app(), StatusCode::NOT_FOUND, &page)
    }
}

/// The front page.
pub async fn home(access: Access<Public>, request: HttpRequest, reader: Reader) -> HttpResponse {
    Visit { access, request, reader }.show(&home::page(reader.locale))
}

/// Databanks.
pub async fn databanks(access: Access<Public>, request: HttpRequest, reader: Reader) -> Result<HttpResponse, ApiError> {
    let databanks = released(access.registry()).await?;
    Ok(Visit { access, request, reader }.show(&catalogue::databanks(reader.locale, &databanks)))
}

/// The variables of a version, filtered.
pub async fn variables(
    access: Access<Public>,
    request: HttpRequest,
    reader: Reader,
    path: web::Path<(String, String)>,
    query: web::Query<FilterQuery>,
) -> Result<HttpResponse, ApiError> {
    let (databank, wanted) = path.into_inner();
    let page = async {
        let filter = query.read()?;
        let version = version(access.registry(), &databank, &wanted).await?;
        let all = summaries(&version);
        Ok(catalogue::variables(reader.locale, version.databank(), version.version(), &all, &filter))
    };
    let page = page.await;
    Visit { access, request, reader }.show_found(page)
}

/// One variable.
pub async fn variable(
    access: Access<Public>,
    request: HttpRequest,
    reader: Reader,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (databank, wanted, name) = path.into_inner();
    let page = version(access.registry(), &databank, &wanted).await.and_then(|version| {
        let variable = version.variable(&name).ok_or(ApiError::NotFound)?;
        Ok(variable::page(reader.locale, version.databank(), version.version(), variable))
    });
    Visit { access, request, reader }.show_found(page)
}

/// The help index.
pub async fn help(access: Access<Public>, request: HttpRequest, reader: Reader) -> HttpResponse {
    let page = help::index(reader.locale, &access.language().table);
    Visit { access, request, reader }.show(&page)
}

/// A command's help.
pub async fn command(
    access: Access<Public>,
    request: HttpRequest,
    reader: Reader,
    name: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let spec = access.language().table.command(&name).ok_or(ApiError::NotFound);
    let page = spec.map(|spec| help::command(reader.locale, spec));
    Visit { access, request, reader }.show_found(page)
}

/// A guide.
pub async fn guide(
    access: Access<Public>,
    request: HttpRequest,
    reader: Reader,
    name: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let page = guides::find(&name).map(|guide| guides::page(reader.locale, guide)).ok_or(ApiError::NotFound);
    Visit { access, request, reader }.show_found(page)
}

/// A function's help.
pub async fn function(
    access: Access<Public>,
    request: HttpRequest,
    reader: Reader,
    name: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let spec = access.language().table.function(&name).ok_or(ApiError::NotFound);
    let page = spec.map(|spec| help::function(reader.locale, spec));
    Visit { access, request, reader }.show_found(page)
}

/// The login page, which the app fills.
pub async fn login(access: Access<Public>, request: HttpRequest, reader: Reader) -> HttpResponse {
    Visit { access, request, reader }.show(&workbench::login(reader.locale))
}

/// The workbench, which the app fills.
pub async fn workbench(access: Access<Public>, request: HttpRequest, reader: Reader) -> HttpResponse {
    Visit { access, request, reader }.show(&workbench::workbench(reader.locale))
}

/// Every other address.
pub async fn not_found(access: Access<Public>, request: HttpRequest, reader: Reader) -> HttpResponse {
    Visit { access, request, reader }.missing()
}
