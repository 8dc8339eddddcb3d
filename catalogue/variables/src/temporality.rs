//! How values of a variable relate to time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use text::{Text, t};

/// The four kinds of variables in a databank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Temporality {
    /// One unchanging value per unit.
    Fixed,
    /// A value measured at given days (start = stop).
    Status,
    /// A sum over a period.
    Accumulated,
    /// Spells with a start and perhaps a stop.
    Event,
}

impl Temporality {
    /// The name that people read.
    pub const fn title(self) -> Text {
        match self {
            Temporality::Fixed => t("Fast", "Fixed"),
            Temporality::Status => t("Tverrsnitt", "Cross-section"),
            Temporality::Accumulated => t("Akkumulert", "Accumulated"),
            Temporality::Event => t("Forløp", "Event"),
        }
    }

    /// Whether `import` takes a date.
    pub const fn is_dated(self) -> bool {
        !matches!(self, Temporality::Fixed)
    }
}
