//! One version of a databank: its variables and their data.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, params};
use variables::{DataVersion, Databank, Temporality, Variable};

use crate::blocks::{Blocks, Source};
use crate::change::{Change, Operation};
use crate::content::{Coverage, TrueCoverage};
use crate::error::{Doing as _, RegistryError, Result};
use crate::manifest::Manifest;
use crate::reader;
use crate::record::{Records, Selection};
use crate::store::{Shared, lock};
use crate::unit_space::space_of;

/// A released version of a databank, or its draft. Cheap to clone.
#[derive(Clone)]
pub struct BankVersion {
    shared: Arc<Shared>,
    databank: Arc<Databank>,
    version: DataVersion,
    is_draft: bool,
    contents: Arc<Contents>,
}

/// What a version holds.
#[derive(Default)]
pub(crate) struct Contents {
    variables: Arc<[Variable]>,
    places: HashMap<String, Place>,
}

#[derive(Clone, Copy)]
struct Place {
    index: usize,
    revision: i64,
    data_number: Option<i64>,
}

/// One row of `version_variable` with its revision.
pub(crate) struct Entry {
    pub(crate) revision: i64,
    pub(crate) data_number: Option<i64>,
    pub(crate) variable: Variable,
    pub(crate) coverage: Option<Coverage>,
}

impl BankVersion {
    pub(crate) fn released(
        shared: &Arc<Shared>,
        store: &Connection,
        id: i64,
        databank: Databank,
        version: DataVersion,
    ) -> Result<BankVersion> {
        let version_id = version_id(store, id, version)?;
        let known = lock(&shared.contents).get(&version_id).cloned();
        let contents = match known {
            Some(contents) => contents,
            None => {
                let contents = Arc::new(Contents::new(released_entries(store, version_id)?));
                lock(&shared.contents).insert(version_id, contents.clone());
                contents
            }
        };
        Ok(BankVersion { shared: shared.clone(), databank: Arc::new(databank), version, is_draft: false, contents })
    }

    pub(crate) fn draft(shared: &Arc<Shared>, store: &Connection, id: i64, databank: Databank) -> Result<BankVersion> {
        let contents = Arc::new(Contents::new(draft_entries(store, id, databank.versions.first().copied())?));
        let version = DataVersion { major: 0, minor: 0, patch: 0 };
        Ok(BankVersion { shared: shared.clone(), databank: Arc::new(databank), version, is_draft: true, contents })
    }

    /// The databank.
    pub fn databank(&self) -> &Databank {
        &self.databank
    }

    /// The version; 0.0.0.0 for the draft.
    pub fn version(&self) -> DataVersion {
        self.version
    }

    /// Whether this is the unreleased draft.
    pub fn is_draft(&self) -> bool {
        self.is_draft
    }

    /// All variables, by name.
    pub fn variables(&self) -> Arc<[Variable]> {
        self.contents.variables.clone()
    }

    /// One variable.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.contents.places.get(name).and_then(|place| self.contents.variables.get(place.index))
    }

    /// A number that, with the names of databank and variable, stands for the values in this home for ever: equal over
    /// versions that share the data, never used again. `None`: unknown, or metadata only.
    pub fn data_number(&self, name: &str) -> Option<i64> {
        self.contents.places.get(name).and_then(|place| place.data_number)
    }

    /// The variable's revision, which also changes when only its texts do.
    pub fn revision(&self, name: &str) -> Option<i64> {
        self.contents.places.get(name).map(|place| place.revision)
    }

    /// The unit space of a variable's units.
    pub fn unit_space(&self, name: &str) -> Option<String> {
        self.variable(name).map(|variable| space_of(&self.databank, variable.unit_type))
    }

    /// The rows of a variable that a selection takes.
    ///
    /// # Errors
    /// [`RegistryError::UnknownVariable`], [`RegistryError::MetadataOnly`], [`RegistryError::ReversedWindow`].
    pub fn read(&self, name: &str, selection: &Selection) -> Result<Records> {
        reader::read(self.source(name)?, selection)
    }

    /// The rows of a variable that a selection takes, in blocks that are read when they are asked for. With days, blocks say
    /// the period of each row.
    ///
    /// # Errors
    /// As [`BankVersion::read`].
    pub fn blocks(&self, name: &str, selection: &Selection, has_days: bool) -> Result<Blocks> {
        Blocks::open(self.source(name)?, selection, has_days)
    }

    fn source(&self, name: &str) -> Result<Source> {
        let variable = self.variable(name).ok_or_else(|| RegistryError::UnknownVariable(name.to_owned()))?;
        let (folder, manifest) = self.data(name)?;
        Ok(Source {
            folder,
            manifest,
            value_space: variable.value_unit_type.map(|unit_type| space_of(&self.databank, unit_type)),
            has_spells: variable.temporality == Temporality::Event,
            is_fixed: variable.temporality == Temporality::Fixed,
        })
    }

    /// When the variable has data and how much: confidential for `register` databanks (see [`TrueCoverage`]).
    pub fn true_coverage(&self, name: &str) -> Result<TrueCoverage> {
        Ok(self.data(name)?.1.true_coverage())
    }

    /// What this release changed, by name; empty for the draft (see [`crate::Draft::changes`]).
    pub fn change_log(&self) -> Result<Vec<Change>> {
        let doing = "reading the change log";
        let store = self.shared.store();
        let sql = "SELECT change_log.name, operation FROM change_log JOIN version ON version.id = version \
                   JOIN databank ON databank.id = version.databank \
                   WHERE databank.name = ?1 AND major = ?2 AND minor = ?3 AND patch = ?4 ORDER BY change_log.name";
        let mut query = store.prepare(sql).doing(doing)?;
        let DataVersion { major, minor, patch } = self.version;
        let rows = query.query_map(params![self.databank.name, major, minor, patch], change_row).doing(doing)?;
        rows.collect::<rusqlite::Result<_>>().doing(doing)
    }

    fn data(&self, name: &str) -> Result<(PathBuf, Arc<Manifest>)> {
        let place = self.contents.places.get(name).ok_or_else(|| RegistryError::UnknownVariable(name.to_owned()))?;
        let number = place.data_number.ok_or_else(|| RegistryError::MetadataOnly(name.to_owned()))?;
        let folder = self.shared.layout.revision(&self.databank.name, name, number);
        let manifest = self.shared.manifest(&folder)?;
        Ok((folder, manifest))
    }
}

impl Contents {
    fn new(entries: Vec<Entry>) -> Contents {
        let mut variables = Vec::with_capacity(entries.len());
        let mut places = HashMap::with_capacity(entries.len());
        for (index, mut entry) in entries.into_iter().enumerate() {
            if let Some(coverage) = &entry.coverage {
                coverage.apply(&mut entry.variable);
            }
            let place = Place { index, revision: entry.revision, data_number: entry.data_number };
            places.insert(entry.variable.name.clone(), place);
            variables.push(entry.variable);
        }
        Contents { variables: variables.into(), places }
    }
}

/// The id of a released version in the store.
pub(crate) fn version_id(store: &Connection, databank: i64, version: DataVersion) -> Result<i64> {
    let DataVersion { major, minor, patch } = version;
    store
        .query_row(
            "SELECT id FROM version WHERE databank = ?1 AND major = ?2 AND minor = ?3 AND patch = ?4",
            params![databank, major, minor, patch],
            |row| row.get(0),
        )
        .doing("finding a version")
}

/// What a released version holds, by name.
pub(crate) fn released_entries(store: &Connection, version_id: i64) -> Result<Vec<Entry>> {
    let doing = "reading a version";
    let sql = "SELECT revision.id, data_number, variable, coverage FROM version_variable \
               JOIN revision ON revision.id = version_variable.revision WHERE version = ?1 ORDER BY version_variable.name";
    let mut query = store.prepare(sql).doing(doing)?;
    let rows = query.query_map([version_id], entry_row).doing(doing)?;
    rows.map(|row| finish_entry(row.doing(doing)?)).collect()
}

/// One revision without released coverage.
pub(crate) fn revision_entry(store: &Connection, revision: i64) -> Result<Entry> {
    let doing = "reading a revision";
    let sql = "SELECT id, data_number, variable, NULL FROM revision WHERE id = ?1";
    let row = store.query_row(sql, [revision], entry_row).optional().doing(doing)?;
    finish_entry(row.ok_or(RegistryError::Damaged("a revision is gone"))?)
}

/// The newest release with the draft's changes on top, by name.
pub(crate) fn draft_entries(store: &Connection, databank: i64, newest: Option<DataVersion>) -> Result<Vec<Entry>> {
    let released = match newest {
        Some(version) => released_entries(store, version_id(store, databank, version)?)?,
        None => Vec::new(),
    };
    let mut entries: std::collections::BTreeMap<String, Entry> =
        released.into_iter().map(|entry| (entry.variable.name.clone(), entry)).collect();
    for (change, revision) in draft_changes(store, databank)? {
        match revision {
            None => {
                entries.remove(&change.name);
            }
            Some(revision) => {
                let mut entry = revision_entry(store, revision)?;
                if change.operation == Operation::PatchMetadata {
                    // Texts change, data do not: what was released of their coverage holds.
                    entry.coverage = entries.get(&change.name).and_then(|old| old.coverage.clone());
                }
                entries.insert(change.name, entry);
            }
        }
    }
    Ok(entries.into_values().collect())
}

/// The draft's changes with the revision each leads to, by name.
pub(crate) fn draft_changes(store: &Connection, databank: i64) -> Result<Vec<(Change, Option<i64>)>> {
    let doing = "reading the draft";
    let sql = "SELECT name, operation, revision FROM draft_change WHERE databank = ?1 ORDER BY name";
    let mut query = store.prepare(sql).doing(doing)?;
    let rows = query.query_map([databank], |row| Ok((change_row(row)?, row.get(2)?))).doing(doing)?;
    rows.collect::<rusqlite::Result<_>>().doing(doing)
}

fn change_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Change> {
    let operation: String = row.get(1)?;
    let operation = Operation::find(&operation).ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(Change { name: row.get(0)?, operation })
}

type EntryRow = (i64, Option<i64>, String, Option<String>);

fn entry_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<EntryRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn finish_entry((revision, data_number, variable, coverage): EntryRow) -> Result<Entry> {
    let doing = "reading stored metadata";
    let variable = serde_json::from_str(&variable).doing(doing)?;
    let coverage = coverage.map(|coverage| serde_json::from_str(&coverage)).transpose().doing(doing)?;
    Ok(Entry { revision, data_number, variable, coverage })
}
