//! The small file beside a variable's Parquet files: how values are stored, the dictionary, and which file holds which period.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use variables::Day;

use crate::content::{Period, TrueCoverage};
use crate::error::{Doing as _, Result};

/// Its name in the folder of a revision.
pub(crate) const MANIFEST: &str = "manifest.json";

/// How the column `value` is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stored {
    /// Places in the dictionary as u8, u16 or u32, by the dictionary's length.
    Codes,
    /// i64.
    Long,
    /// f64.
    Double,
    /// u32, dense index in the space of the value's unit type.
    Unit,
}

/// Content of the manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) value: Stored,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dictionary: Option<Arc<[String]>>,
    /// FIXED and EVENT: one without dates. STATUS and ACCUMULATED: one a period, sorted.
    pub(crate) partitions: Vec<Partition>,
    /// EVENT: extent of the periods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) extent: Option<Extent>,
}

/// Rows of one period, in files that continue one another, and pieces of files that it shares with others.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Partition {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) period: Option<(Day, Day)>,
    pub(crate) rows: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) files: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) shared: Vec<Piece>,
}

/// Rows of one period in a shared file; written as `[file, skip, rows]`, since there can be a great many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(u32, u64, u64)", into = "(u32, u64, u64)")]
pub(crate) struct Piece {
    /// The file's number.
    pub(crate) file: u32,
    /// Rows of the file before these.
    pub(crate) skip: u64,
    pub(crate) rows: u64,
}

impl From<(u32, u64, u64)> for Piece {
    fn from((file, skip, rows): (u32, u64, u64)) -> Piece {
        Piece { file, skip, rows }
    }
}

impl From<Piece> for (u32, u64, u64) {
    fn from(piece: Piece) -> Self {
        (piece.file, piece.skip, piece.rows)
    }
}

/// First start, last of starts and stops, and whether a row is ongoing.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Extent {
    pub(crate) first: Day,
    pub(crate) last: Day,
    pub(crate) has_open: bool,
}

impl Manifest {
    pub(crate) fn read(folder: &Path) -> Result<Manifest> {
        let doing = "reading a manifest";
        let text = fs::read(folder.join(MANIFEST)).doing(doing)?;
        serde_json::from_slice(&text).doing(doing)
    }

    pub(crate) fn true_coverage(&self) -> TrueCoverage {
        let periods: Vec<Period> = self
            .partitions
            .iter()
            .filter_map(|part| part.period.map(|(start, stop)| Period { start, stop, rows: part.rows }))
            .collect();
        TrueCoverage {
            rows: self.partitions.iter().map(|part| part.rows).sum(),
            first: self.extent.map(|extent| extent.first).or_else(|| periods.iter().map(|period| period.start).min()),
            last: self.extent.map(|extent| extent.last).or_else(|| periods.iter().map(|period| period.stop).max()),
            has_open: self.extent.is_some_and(|extent| extent.has_open),
            periods,
        }
    }
}
