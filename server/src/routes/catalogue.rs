//! `/catalogue`: databanks, variables, one variable. Public; nothing here comes from unit data.

use actix_web::{HttpRequest, HttpResponse, web};
use registry::{BankVersion, Registry, RegistryError};
use serde::Deserialize;
use variables::search::{Filter, VariableSummary};
use variables::{Databank, Temporality, UnitType, VersionRequest};
use wire::catalogue::{DatabankList, VariableDocument, VariableList};

use crate::extract::Access;
use crate::extract::access::{Public, block};
use crate::problem::ApiError;
use crate::respond;

/// The filter as it stands in an address; empty fields ask for nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FilterQuery {
    q: String,
    unit_type: String,
    temporality: String,
    subject: String,
}

impl FilterQuery {
    /// The filter.
    ///
    /// # Errors
    /// [`ApiError::BadRequest`] for a unit type or temporality that does not exist.
    pub fn read(&self) -> Result<Filter, ApiError> {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let unit_type = given(&self.unit_type).map(|name| UnitType::find(&name).ok_or(ApiError::BadRequest));
        let temporality = given(&self.temporality).map(|name| {
            let name = serde_json::Value::String(name.to_uppercase());
            serde_json::from_value::<Temporality>(name).map_err(|_| ApiError::BadRequest)
        });
        Ok(Filter {
            q: self.q.clone(),
            unit_type: unit_type.transpose()?,
            temporality: temporality.transpose()?,
            subject: given(&self.subject),
        })
    }
}

/// Databanks that have a released version.
///
/// # Errors
/// Failures of the store.
pub async fn released(registry: &Registry) -> Result<Vec<Databank>, ApiError> {
    let registry = registry.clone();
    let found = block("listing databanks", move || registry.databanks()).await?;
    let mut databanks = found.map_err(|_| ApiError::internal("listing databanks"))?;
    databanks.retain(|databank| !databank.versions.is_empty());
    Ok(databanks)
}

/// A released version by its address: `latest` or `a.b.c.0`. Drafts are not public.
///
/// # Errors
/// [`ApiError::NotFound`]; failures of the store.
pub async fn version(registry: &Registry, databank: &str, version: &str) -> Result<BankVersion, ApiError> {
    let wanted = match version {
        "latest" => VersionRequest::Latest,
        exact => VersionRequest::Exact(exact.parse().map_err(|_| ApiError::NotFound)?),
    };
    let (registry, databank) = (registry.clone(), databank.to_owned());
    let found = block("finding a version", move || registry.resolve(&databank, wanted)).await?;
    found.map_err(|error| match error {
        RegistryError::UnknownDatabank(_) | RegistryError::UnknownVersion { .. } => ApiError::NotFound,
        _ => ApiError::internal("finding a version"),
    })
}

/// The variables of a version as lists show them.
pub fn summaries(version: &BankVersion) -> Vec<VariableSummary> {
    version.variables().iter().map(VariableSummary::from).collect()
}

/// The list of databanks.
pub async fn databanks(access: Access<Public>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let databanks = released(access.registry()).await?;
    respond::tagged(&request, &DatabankList { databanks })
}

/// The variables of a version.
pub async fn variables(
    access: Access<Public>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    query: web::Query<FilterQuery>,
) -> Result<HttpResponse, ApiError> {
    let filter = query.read()?;
    let (databank, wanted) = path.into_inner();
    let version = version(access.registry(), &databank, &wanted).await?;
    let all = summaries(&version);
    let variables = filter.apply(&all).into_iter().cloned().collect();
    respond::tagged(&request, &VariableList { databank, version: version.version(), variables })
}

/// One variable.
pub async fn variable(
    access: Access<Public>,
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (name, wanted, variable) = path.into_inner();
    let version = version(access.registry(), &name, &wanted).await?;
    let variable = version.variable(&variable).ok_or(ApiError::NotFound)?.clone();
    let databank = version.databank();
    let document = VariableDocument {
        databank: databank.name.clone(),
        version: version.version(),
        profile: databank.profile,
        tier: databank.tier,
        synthetic: databank.synthetic,
        variable,
    };
    respond::tagged(&request, &document)
}
