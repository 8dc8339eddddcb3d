//! What a data command changed, in released counts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A dataset after a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DatasetChange {
    /// Its name.
    pub dataset: String,
    /// Released number of units; `null` where hidden or empty.
    pub units: Option<i64>,
    /// Released number of rows where a unit can have several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<i64>,
    /// Its variables.
    pub variables: Vec<DatasetVariable>,
    /// What the command did.
    pub change: Change,
}

/// A variable of a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DatasetVariable {
    /// Name in the dataset.
    pub name: String,
    /// Title.
    pub label: String,
    /// `STRING`, `LONG`, `DOUBLE`, `DATE`.
    pub data_type: String,
    /// Set if the values are units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_type: Option<String>,
}

/// What happened; every count is released.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// `create`, `import`, `generate`, `replace`, `keep`, `drop`, `merge` …
    pub action: String,
    /// Values written or read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<i64>,
    /// Units left out: a difference of released numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<i64>,
    /// Units that found a partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matched: Option<i64>,
}
