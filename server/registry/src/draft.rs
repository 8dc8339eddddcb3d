//! The draft of a databank: changes gather here and become the next version, all at once.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension as _, params};
use variables::{DataVersion, Databank, Profile, Variable, VersionRequest};

use crate::change::{Change, Operation, bump, changed_meaning};
use crate::content::Coverage;
use crate::error::{Doing as _, RegistryError, Result};
use crate::migrate::begin;
use crate::store::{Registry, find_databank};
use crate::unit_space::{self, NewUnits};
use crate::version::{BankVersion, draft_changes, draft_entries, released_entries, version_id};
use crate::writer::{DataWriter, StoredValues};

/// The draft of one databank.
#[derive(Clone)]
pub struct Draft {
    pub(crate) registry: Registry,
    pub(crate) id: i64,
    pub(crate) databank: Databank,
}

/// What a draft held at one moment: its changes and the revisions they lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen(Vec<(Change, Option<i64>)>);

impl Draft {
    pub(crate) fn new(registry: Registry, id: i64, databank: Databank) -> Draft {
        Draft { registry, id, databank }
    }

    /// The databank.
    pub fn databank(&self) -> &Databank {
        &self.databank
    }

    /// What the next release would change, by name.
    pub fn changes(&self) -> Result<Vec<Change>> {
        let changes = draft_changes(&self.registry.shared.store(), self.id)?;
        Ok(changes.into_iter().map(|(change, _)| change).collect())
    }

    /// The draft as it is now, for [`Draft::release_if`].
    pub fn seen(&self) -> Result<Seen> {
        Ok(Seen(draft_changes(&self.registry.shared.store(), self.id)?))
    }

    /// The newest release with this draft on top, readable like a version.
    pub fn contents(&self) -> Result<BankVersion> {
        self.registry.resolve(&self.databank.name, VersionRequest::Draft)
    }

    /// Begins writing a variable's data; see [`Registry::stage`].
    pub fn stage(&self, variable: Variable, values: StoredValues) -> Result<DataWriter> {
        self.registry.stage(variable, values)
    }

    /// Changes texts of a released variable (PATCH_METADATA). Coverage and data stay.
    pub fn patch_metadata(&self, variable: &Variable) -> Result<()> {
        let mut store = self.registry.shared.store();
        let transaction = begin(&mut store, "beginning a change")?;
        self.check_free(&transaction, &variable.name)?;
        let released = self.released(&transaction)?;
        let old = released
            .iter()
            .find(|entry| entry.variable.name == variable.name)
            .ok_or_else(|| RegistryError::NotReleased(variable.name.clone()))?;
        if let Some(field) = changed_meaning(&old.variable, variable) {
            return Err(RegistryError::PatchChangesMeaning { variable: variable.name.clone(), field });
        }
        let number = self.next_number(&transaction, &variable.name)?;
        let revision = self.insert_revision(&transaction, variable, number, old.data_number)?;
        self.insert_change(&transaction, &variable.name, Operation::PatchMetadata, Some(revision))?;
        transaction.commit().doing("patching metadata")
    }

    /// Takes a variable out of the next version. Older versions keep it.
    pub fn remove(&self, name: &str) -> Result<()> {
        let mut store = self.registry.shared.store();
        let transaction = begin(&mut store, "beginning a change")?;
        self.check_free(&transaction, name)?;
        if !self.released(&transaction)?.iter().any(|entry| entry.variable.name == name) {
            return Err(RegistryError::NotReleased(name.to_owned()));
        }
        self.insert_change(&transaction, name, Operation::Remove, None)?;
        transaction.commit().doing("removing a variable")
    }

    /// Takes back what the draft would do to a variable; the data that were added with it are deleted.
    pub fn discard(&self, name: &str) -> Result<()> {
        let doing = "discarding a change";
        let shared = &self.registry.shared;
        let mut store = shared.store();
        let transaction = begin(&mut store, "beginning a change")?;
        let drafted: Option<(String, Option<i64>)> = transaction
            .query_row(
                "SELECT operation, number FROM draft_change LEFT JOIN revision ON revision.id = revision \
                 WHERE draft_change.databank = ?1 AND draft_change.name = ?2",
                params![self.id, name],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .doing(doing)?;
        let (_, number) = drafted.ok_or_else(|| RegistryError::NotDrafted(name.to_owned()))?;
        transaction
            .execute("DELETE FROM draft_change WHERE databank = ?1 AND name = ?2", params![self.id, name])
            .doing(doing)?;
        transaction.commit().doing(doing)?;
        // The revision's number stays taken, so nothing that was kept under it can be mistaken for later data.
        if let Some(number) = number {
            let folder = shared.layout.revision(&self.databank.name, name, number);
            shared.forget_manifest(&folder);
            if folder.exists() {
                fs::remove_dir_all(folder).doing(doing)?;
            }
        }
        Ok(())
    }

    /// Turns the draft into the next version.
    ///
    /// `coverage` says for the variables of the draft what may be shown of when they have data: for `register` databanks
    /// released values, made by `jobs`. A variable that is not in it keeps what was released before with the same data;
    /// else an `open` databank shows the truth, and a `register` databank what the variable itself declares.
    ///
    /// # Errors
    /// [`RegistryError::EmptyDraft`] if there is nothing to release.
    pub fn release(&self, coverage: &BTreeMap<String, Coverage>) -> Result<DataVersion> {
        self.release_if(&self.seen()?, coverage)
    }

    /// Releases the draft if it is still the one that was seen, which `coverage` was made of; see [`Draft::release`].
    ///
    /// # Errors
    /// [`RegistryError::DraftChanged`] if somebody added to it or took from it since.
    pub fn release_if(&self, seen: &Seen, coverage: &BTreeMap<String, Coverage>) -> Result<DataVersion> {
        let doing = "releasing a version";
        let truth = self.exact_coverage()?;
        let mut store = self.registry.shared.store();
        let transaction = begin(&mut store, "beginning a change")?;
        let changes = draft_changes(&transaction, self.id)?;
        if changes != seen.0 {
            return Err(RegistryError::DraftChanged(self.databank.name.clone()));
        }
        let changes: Vec<Change> = changes.into_iter().map(|(change, _)| change).collect();
        if changes.is_empty() {
            return Err(RegistryError::EmptyDraft(self.databank.name.clone()));
        }
        let newest = self.newest(&transaction)?;
        let version = bump(newest, &changes);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let DataVersion { major, minor, patch } = version;
        transaction
            .execute(
                "INSERT INTO version (databank, major, minor, patch, released_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![self.id, major, minor, patch, i64::try_from(now).unwrap_or(0)],
            )
            .doing(doing)?;
        let version_id = transaction.last_insert_rowid();
        for entry in draft_entries(&transaction, self.id, newest)? {
            let name = &entry.variable.name;
            let shown = coverage.get(name).or(entry.coverage.as_ref()).or_else(|| truth.get(name));
            let shown = shown.map(serde_json::to_string).transpose().doing(doing)?;
            transaction
                .execute(
                    "INSERT INTO version_variable (version, name, revision, coverage) VALUES (?1, ?2, ?3, ?4)",
                    params![version_id, name, entry.revision, shown],
                )
                .doing(doing)?;
        }
        for change in &changes {
            transaction
                .execute(
                    "INSERT INTO change_log (version, name, operation) VALUES (?1, ?2, ?3)",
                    params![version_id, change.name, change.operation.name()],
                )
                .doing(doing)?;
        }
        transaction.execute("DELETE FROM draft_change WHERE databank = ?1", [self.id]).doing(doing)?;
        transaction.commit().doing(doing)?;
        Ok(version)
    }

    /// Units of a space that `owner` keeps for itself: the ones it has if they are enough, else a new run.
    ///
    /// In a fresh home the first owner gets 0..n, so a generator with one seed writes the same bytes every time. The units are
    /// registered at once, not with the next commit.
    pub fn reserve_units(&self, space: &str, owner: &str, units: u32) -> Result<Range<u32>> {
        let doing = "reserving units";
        let shared = &self.registry.shared;
        let mut store = shared.store();
        let transaction = begin(&mut store, "beginning a change")?;
        let sql = "SELECT first FROM unit_range WHERE space = ?1 AND owner = ?2 AND units >= ?3 ORDER BY first LIMIT 1";
        let kept: Option<u32> =
            transaction.query_row(sql, params![space, owner, units], |row| row.get(0)).optional().doing(doing)?;
        let first = match kept {
            Some(first) => first,
            None => {
                let first = unit_space::extend(&transaction, &shared.layout, space, &NewUnits::Count(units))?;
                transaction
                    .execute(
                        "INSERT INTO unit_range (space, owner, first, units) VALUES (?1, ?2, ?3, ?4)",
                        params![space, owner, first, units],
                    )
                    .doing(doing)?;
                first
            }
        };
        transaction.commit().doing(doing)?;
        Ok(first..first + units)
    }

    /// Registers the codes of a space whose units are public (municipalities) that it lacks; returns the index of each code.
    pub fn register_codes(&self, space: &str, codes: &[String]) -> Result<Vec<u32>> {
        let shared = &self.registry.shared;
        let mut store = shared.store();
        let transaction = begin(&mut store, "beginning a change")?;
        let old = unit_space::read(&transaction, &shared.layout, space)?.codes();
        let mut places: BTreeMap<String, u32> = old.iter().flat_map(|codes| codes.iter().cloned()).zip(0..).collect();
        let mut new = Vec::new();
        let mut indices = Vec::with_capacity(codes.len());
        for code in codes {
            let next = places.len() as u32;
            let index = *places.entry(code.clone()).or_insert_with(|| {
                new.push(code.clone());
                next
            });
            indices.push(index);
        }
        if !new.is_empty() {
            unit_space::extend(&transaction, &shared.layout, space, &NewUnits::Codes(new))?;
        }
        transaction.commit().doing("registering public units")?;
        Ok(indices)
    }

    /// The truth about the data of an `open` databank's draft.
    fn exact_coverage(&self) -> Result<BTreeMap<String, Coverage>> {
        let mut exact = BTreeMap::new();
        if self.databank.profile == Profile::Open {
            let contents = self.contents()?;
            for change in self.changes()? {
                if contents.data_number(&change.name).is_some() {
                    exact.insert(change.name.clone(), contents.true_coverage(&change.name)?.exact());
                }
            }
        }
        Ok(exact)
    }

    pub(crate) fn newest(&self, store: &Connection) -> Result<Option<DataVersion>> {
        let databank = find_databank(store, &self.databank.name)?;
        Ok(databank.and_then(|(_, databank)| databank.versions.first().copied()))
    }

    fn released(&self, store: &Connection) -> Result<Vec<crate::version::Entry>> {
        match self.newest(store)? {
            Some(version) => released_entries(store, version_id(store, self.id, version)?),
            None => Ok(Vec::new()),
        }
    }

    pub(crate) fn is_released(&self, store: &Connection, name: &str) -> Result<bool> {
        let Some(version) = self.newest(store)? else { return Ok(false) };
        let sql = "SELECT EXISTS (SELECT 1 FROM version_variable WHERE version = ?1 AND name = ?2)";
        let version = version_id(store, self.id, version)?;
        store.query_row(sql, params![version, name], |row| row.get(0)).doing("finding a variable")
    }

    pub(crate) fn check_free(&self, store: &Connection, name: &str) -> Result<()> {
        let sql = "SELECT EXISTS (SELECT 1 FROM draft_change WHERE databank = ?1 AND name = ?2)";
        let is_drafted: bool =
            store.query_row(sql, params![self.id, name], |row| row.get(0)).doing("reading the draft")?;
        if is_drafted { Err(RegistryError::AlreadyDrafted(name.to_owned())) } else { Ok(()) }
    }

    pub(crate) fn next_number(&self, store: &Connection, name: &str) -> Result<i64> {
        let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM revision WHERE databank = ?1 AND name = ?2";
        store.query_row(sql, params![self.id, name], |row| row.get(0)).doing("numbering a revision")
    }

    pub(crate) fn insert_revision(
        &self,
        store: &Connection,
        variable: &Variable,
        number: i64,
        data_number: Option<i64>,
    ) -> Result<i64> {
        let doing = "storing metadata";
        let word = |value: serde_json::Result<serde_json::Value>| -> Result<String> {
            Ok(value.doing(doing)?.as_str().unwrap_or_default().to_owned())
        };
        let temporality = word(serde_json::to_value(variable.temporality))?;
        let data_type = word(serde_json::to_value(variable.data_type))?;
        let json = serde_json::to_string(variable).doing(doing)?;
        let sql = "INSERT INTO revision (databank, name, number, data_number, unit_type, temporality, data_type, variable) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let unit_type = variable.unit_type.name();
        store
            .prepare_cached(sql)
            .and_then(|mut insert| {
                insert.insert(params![
                    self.id,
                    variable.name,
                    number,
                    data_number,
                    unit_type,
                    temporality,
                    data_type,
                    json
                ])
            })
            .doing(doing)
    }

    pub(crate) fn insert_change(
        &self,
        store: &Connection,
        name: &str,
        operation: Operation,
        revision: Option<i64>,
    ) -> Result<()> {
        let sql = "INSERT INTO draft_change (databank, name, operation, revision) VALUES (?1, ?2, ?3, ?4)";
        store.execute(sql, params![self.id, name, operation.name(), revision]).doing("noting a change").map(|_| ())
    }
}
