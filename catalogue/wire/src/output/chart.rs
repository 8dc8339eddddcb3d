//! Charts: what is drawn is what is here.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::table::Table;

/// A chart of released numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Chart {
    /// Which chart.
    pub chart: ChartKind,
    /// The numbers drawn, as a table.
    pub data: Table,
    /// How it is drawn: `statistic`, `stack`, `horizontal`, `density` … as the command gave it.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub settings: IndexMap<String, String>,
}

/// Kinds of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChartKind {
    /// Bars.
    Bar,
    /// Histogram: columns `low`, `high`, `count` or `density` …
    Histogram,
    /// Boxes.
    Box,
    /// Pie.
    Pie,
    /// Hexagon bins.
    Hexbin,
    /// Flows.
    Sankey,
    /// Coefficients with intervals.
    Coefplot,
    /// Survival curve.
    Survival,
    /// Hazard curve.
    Hazard,
}
