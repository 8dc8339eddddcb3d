//! The catalogue: databanks, their variables, one variable whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use variables::search::VariableSummary;
use variables::{DataVersion, Databank, Profile, Tier, Variable};

/// What `GET /catalogue/databanks` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DatabankList {
    /// Databanks with a released version, by name.
    pub databanks: Vec<Databank>,
}

/// What `GET /catalogue/{databank}/{version}/variables` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariableList {
    /// The databank.
    pub databank: String,
    /// The version that was found (`latest` resolved).
    pub version: DataVersion,
    /// Variables that fit the filter, best first.
    pub variables: Vec<VariableSummary>,
}

/// What `GET /catalogue/{databank}/{version}/variables/{name}` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariableDocument {
    /// The databank.
    pub databank: String,
    /// The version that was found.
    pub version: DataVersion,
    /// The databank's disclosure profile.
    pub profile: Profile,
    /// The databank's disclosure tier.
    pub tier: Tier,
    /// Made-up data.
    pub synthetic: bool,
    /// The variable.
    #[serde(flatten)]
    pub variable: Variable,
}
