//! The compiled-in variable overview, as it is.

use serde::Deserialize;

use super::Damaged;

/// One variable of the overview.
#[derive(Debug, Deserialize)]
pub(super) struct SourceVariable {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) unit_type: String,
    pub(super) temporality: String,
    pub(super) data_type: String,
    pub(super) databank: String,
    /// `YYYY` or `YYYY-MM-DD`.
    pub(super) valid_from: Option<String>,
    pub(super) valid_to: Option<String>,
    #[serde(default)]
    pub(super) subject: Vec<String>,
    #[serde(default)]
    pub(super) measure_dates: Vec<String>,
    #[serde(default)]
    pub(super) code_list: Vec<SourceCode>,
}

/// One code of the overview.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct SourceCode {
    pub(super) code: String,
    pub(super) label: String,
}

#[derive(Deserialize)]
struct Overview {
    variables: Vec<SourceVariable>,
}

pub(super) fn read() -> Result<Vec<SourceVariable>, Damaged> {
    let overview: Overview = serde_json::from_str(include_str!("../../data/variables.json"))
        .map_err(|error| Damaged(format!("variables.json: {error}")))?;
    Ok(overview.variables)
}
