//! Institutions that have access.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `GET /institutions` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InstitutionList {
    /// Institutions by name.
    pub institutions: Vec<InstitutionEntry>,
}

/// An institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InstitutionEntry {
    /// Name.
    pub name: String,
    /// Organization number.
    pub orgnr: String,
}
