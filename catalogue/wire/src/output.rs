//! What a run answers (contract section 4): the document, its outputs, and nothing of a unit.

pub mod chart;
pub mod dataset;
pub mod diagnostic;
pub mod model;
pub mod noise;
pub mod opened;
pub mod protection;
pub mod table;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use variables::{Profile, Tier};

pub use chart::{Chart, ChartKind};
pub use dataset::{Change, DatasetChange, DatasetVariable};
pub use diagnostic::{DiagnosticOutput, WirePlace, WireText};
pub use model::{Fit, Model, TermEstimate};
pub use noise::Noise;
pub use protection::{Protection, Rule};
pub use table::{Cell, Column, Note, NoteCode, Role, Table, TestResult};

/// The whole answer of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunDocument {
    /// The databanks that the script required, with the version it got.
    pub databanks: Vec<UsedDatabank>,
    /// Outputs in the order they came.
    pub outputs: Vec<Output>,
}

/// A databank as used by a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UsedDatabank {
    /// Name, such as `no.ssb.fdb`.
    pub name: String,
    /// Version `a.b.c.d`.
    pub version: String,
    /// Disclosure profile.
    #[schemars(with = "String")]
    pub profile: Profile,
    /// Disclosure tier.
    #[schemars(with = "String")]
    pub tier: Tier,
    /// Made-up data.
    pub synthetic: bool,
}

/// One output with its place in the script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Output {
    /// 1-based line of the command.
    pub line: usize,
    /// The command's text.
    pub command: String,
    /// Tells outputs of one command apart (`mfx`, `margins`, `chi2` …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether any databank that the result rests on is synthetic.
    #[serde(default)]
    pub synthetic: bool,
    /// Which rules of the filter applied; empty under `open`. Beside a diagnostic: the rule that refused.
    pub protection: Protection,
    /// How large the filter's noise is in it; none where the numbers are exact or there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noise: Option<Noise>,
    /// The result.
    #[serde(flatten)]
    pub body: Body,
}

/// The kinds of results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Body {
    /// A table.
    Table(Table),
    /// A model.
    Model(Model),
    /// A chart.
    Chart(Chart),
    /// A changed dataset.
    Dataset(DatasetChange),
    /// Text.
    Text {
        /// Markdown.
        markdown: WireText,
    },
    /// A remark.
    Diagnostic(DiagnosticOutput),
}
