//! Adding variables to a draft: their data move to their place and everything is noted, wholly or not at all.

use std::collections::BTreeMap;
use std::fs;

use rusqlite::Transaction;
use variables::{Databank, Variable};

use crate::change::Operation;
use crate::draft::Draft;
use crate::error::{Doing as _, RegistryError, Result};
use crate::layout::{is_variable_name, sync_folder};
use crate::migrate::begin;
use crate::staging::Staged;
use crate::store::{Registry, ensure_databank};
use crate::unit_space::{self, NewUnits};
use crate::version::draft_entries;

/// What one [`Draft::commit`] adds, wholly or not at all.
#[derive(Default)]
pub struct Addition {
    /// Variables with data.
    pub staged: Vec<Staged>,
    /// Variables that the catalogue only knows. One that is in the draft or newest version exactly so is passed over.
    pub metadata_only: Vec<Variable>,
    /// Units that the data speak of and that are not registered yet: space, the index the first of them must get, units.
    pub units: Vec<(String, u32, NewUnits)>,
}

impl Registry {
    /// Makes a databank if the home lacks it and adds to its draft, both or neither (see [`Registry::create_databank`] and
    /// [`Draft::commit`]).
    pub fn add(&self, databank: &Databank, addition: Addition) -> Result<()> {
        let mut store = self.shared.store();
        let transaction = begin(&mut store, "beginning a change")?;
        let (id, databank) = ensure_databank(&transaction, databank)?;
        Draft::new(self.clone(), id, databank).commit_in(transaction, addition)
    }
}

impl Draft {
    /// Adds variables to the draft in one transaction: ADD if the newest version lacks them, else CHANGE.
    ///
    /// # Errors
    /// [`RegistryError::AlreadyDrafted`] if the draft holds one of them already; nothing is added then.
    pub fn commit(&self, addition: Addition) -> Result<()> {
        let mut store = self.registry.shared.store();
        let transaction = begin(&mut store, "beginning a change")?;
        self.commit_in(transaction, addition)
    }

    /// Adds everything and ends the transaction, which may have made the databank.
    pub(crate) fn commit_in(&self, transaction: Transaction<'_>, addition: Addition) -> Result<()> {
        let shared = &self.registry.shared;
        for (space, first, units) in &addition.units {
            if unit_space::extend(&transaction, &shared.layout, space, units)? != *first {
                return Err(RegistryError::UnitsChanged);
            }
        }
        self.add_metadata_only(&transaction, &addition.metadata_only)?;
        let mut numbered = Vec::with_capacity(addition.staged.len());
        for staged in addition.staged {
            let number = self.next_number(&transaction, &staged.variable.name)?;
            self.add(&transaction, &staged.variable, number, Some(number))?;
            numbered.push((staged, number));
        }
        // Nothing can be refused any more; what a failing disk leaves is taken away again.
        let mut places = Vec::with_capacity(numbered.len());
        let settled = numbered.into_iter().try_for_each(|(staged, number)| {
            places.push(shared.layout.revision(&self.databank.name, &staged.variable.name, number));
            self.settle(staged, number)
        });
        let done = settled.and_then(|()| transaction.commit().doing("adding to the draft"));
        if done.is_err() {
            for place in places {
                let _ = fs::remove_dir_all(place);
            }
        }
        done
    }

    fn add_metadata_only(&self, store: &Transaction<'_>, variables: &[Variable]) -> Result<()> {
        if variables.is_empty() {
            return Ok(());
        }
        let present = draft_entries(store, self.id, self.newest(store)?)?;
        let present: BTreeMap<&str, &Variable> =
            present.iter().map(|entry| (entry.variable.name.as_str(), &entry.variable)).collect();
        for variable in variables {
            if !is_variable_name(&variable.name) {
                return Err(RegistryError::BadVariableName(variable.name.clone()));
            }
            let variable = Variable { has_data: false, ..variable.clone() };
            if present.get(variable.name.as_str()) != Some(&&variable) {
                let number = self.next_number(store, &variable.name)?;
                self.add(store, &variable, number, None)?;
            }
        }
        Ok(())
    }

    fn add(&self, store: &Transaction<'_>, variable: &Variable, number: i64, data_number: Option<i64>) -> Result<()> {
        self.check_free(store, &variable.name)?;
        let is_released = self.is_released(store, &variable.name)?;
        let operation = if is_released { Operation::Change } else { Operation::Add };
        let revision = self.insert_revision(store, variable, number, data_number)?;
        self.insert_change(store, &variable.name, operation, Some(revision))
    }

    /// Moves a finished staging folder to its place, durably. The place is free or holds what a crash left.
    fn settle(&self, staged: Staged, number: i64) -> Result<()> {
        let doing = "moving data to their place";
        let layout = &self.registry.shared.layout;
        let name = &staged.variable.name;
        let parent = layout.variable(&self.databank.name, name);
        let place = layout.revision(&self.databank.name, name, number);
        fs::create_dir_all(&parent).doing(doing)?;
        self.registry.shared.forget_manifest(&place);
        if place.exists() {
            fs::remove_dir_all(&place).doing(doing)?;
        }
        fs::rename(&staged.staging.path, &place).doing(doing)?;
        sync_folder(&place)?;
        sync_folder(&parent)?;
        parent.parent().map_or(Ok(()), sync_folder)
    }
}
