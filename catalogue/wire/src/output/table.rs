//! Tables: dimensions, measures, hidden cells with their reason.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A table of released numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Columns, dimensions first.
    pub columns: Vec<Column>,
    /// Rows, one cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// Dimension → code → label, of exactly what is listed.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>")]
    pub labels: IndexMap<String, IndexMap<String, String>>,
    /// Hidden cells.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// Tests that the command made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<TestResult>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Name (a variable, `count`, `mean` …).
    pub name: String,
    /// Title for people.
    pub label: String,
    /// What the column is.
    pub role: Role,
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Codes.
    Dimension,
    /// Numbers.
    Measure,
}

/// One cell: a code, a number, or nothing (missing in a dimension, hidden in a measure).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Cell {
    /// Missing or hidden.
    Null,
    /// A whole number (counts).
    Whole(i64),
    /// A number.
    Number(f64),
    /// A code; `*` is a total.
    Code(String),
}

/// Why a cell is hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// Row index, 0-based.
    pub row: usize,
    /// Column index, 0-based.
    pub column: usize,
    /// The reason.
    pub code: NoteCode,
}

/// Reasons for hiding a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoteCode {
    /// The released count would be below 8 (a true 0 included).
    BelowMinimum,
    /// Too few units for this statistic.
    TooFewUnits,
    /// One unit has too large a share of the sum.
    Dominance,
    /// The number does not exist (a mean of nothing, a standard deviation of one value).
    Undefined,
}

/// A statistical test beside a table or model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TestResult {
    /// `chi2`, `ov` …
    pub name: String,
    /// Test statistic.
    pub statistic: Option<f64>,
    /// Degrees of freedom, first (or only).
    pub df: Option<f64>,
    /// Degrees of freedom, second (F tests).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub df2: Option<f64>,
    /// p-value.
    pub p: Option<f64>,
}
