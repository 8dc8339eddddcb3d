//! The catalogue: databanks, their variables, one variable whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use variables::search::VariableSummary;
use variables::{DataVersion, Databank, Profile, Tier, Variable};

/// What `GET /catalogue/databanks` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DatabankList {
    /// Databanks with a released version, by name.
    #[schemars(with = "Vec<serde_json::Map<String, serde_json::Value>>")]
    pub databanks: Vec<Databank>,
}

/// What `GET /catalogue/{databank}/{version}/variables` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariableList {
    /// The databank.
    pub databank: String,
    /// The version that was found (`latest` resolved).
    #[schemars(with = "String")]
    pub version: DataVersion,
    /// Variables that fit the filter, best first.
    #[schemars(with = "Vec<serde_json::Map<String, serde_json::Value>>")]
    pub variables: Vec<VariableSummary>,
}

/// What `GET /catalogue/{databank}/{version}/variables/{name}` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariableDocument {
    /// The databank.
    pub databank: String,
    /// The version that was found.
    #[schemars(with = "String")]
    pub version: DataVersion,
    /// The databank's disclosure profile.
    #[schemars(with = "String")]
    pub profile: Profile,
    /// The databank's disclosure tier.
    #[schemars(with = "String")]
    pub tier: Tier,
    /// Made-up data.
    pub synthetic: bool,
    /// The variable.
    #[serde(flatten)]
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    pub variable: Variable,
}
