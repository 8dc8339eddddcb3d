//! What a session has made: datasets, databanks under aliases, code lists, bindings, settings.
//!
//! Cloning is cheap: datasets share their columns, so a snapshot after every command is free (house.md 0.5).

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use language::call::Value;

use crate::dataset::Dataset;
use crate::history::History;
use crate::labels::CodeTitles;
use crate::world::Bank;
use wire::output::{Body, Output, UsedDatabank};

/// The state of a session after some prefix of its script.
#[derive(Clone, Default)]
pub struct Workspace {
    /// Datasets in the order they were made.
    pub datasets: IndexMap<String, Arc<Dataset>>,
    /// The active dataset's name.
    pub active: Option<String>,
    /// Databank versions by alias.
    pub databanks: IndexMap<String, Arc<dyn Bank>>,
    /// Every databank version ever required, in order: the head of the answer.
    pub used: Vec<UsedDatabank>,
    /// Code lists made by the user.
    pub code_lists: IndexMap<String, Arc<CodeTitles>>,
    /// Bindings, for the side panel.
    pub bindings: IndexMap<String, Value>,
    /// Words given to `configure`.
    pub settings: BTreeMap<String, String>,
    /// Commands that ran, as written.
    pub history: History,
    /// The released number of rows of each dataset, as the last answer about it told: what limits are decided from
    /// (`confidentiality.md` E.10).
    pub told_rows: BTreeMap<String, u64>,
    /// Where in the script the session begins, in bytes: behind the last `clear`.
    pub begin: usize,
    /// Whether a `register` databank is in play: everything is then filtered as `register` (contract 3).
    pub has_register: bool,
}

impl Workspace {
    /// The active dataset.
    pub fn active(&self) -> Option<&Arc<Dataset>> {
        self.active.as_ref().and_then(|name| self.datasets.get(name))
    }

    /// A dataset by name.
    pub fn dataset(&self, name: &str) -> Option<&Arc<Dataset>> {
        self.datasets.get(name)
    }

    /// Puts a dataset in the place of the one of its name, or adds it.
    pub fn put(&mut self, dataset: Dataset) {
        self.datasets.insert(dataset.name.clone(), Arc::new(dataset));
    }

    /// Remembers the sizes that answers told.
    pub(crate) fn learn_sizes(&mut self, outputs: &[Output]) {
        for output in outputs {
            if let Body::Dataset(change) = &output.body {
                let rows = change.rows.or(change.units).and_then(|rows| u64::try_from(rows).ok());
                self.told_rows.insert(change.dataset.clone(), rows.unwrap_or(0));
            }
        }
        let datasets = &self.datasets;
        self.told_rows.retain(|name, _| datasets.contains_key(name));
    }
}

/// The version as answers and normal forms write it.
pub fn version_text(bank: &dyn Bank) -> String {
    bank.version().map_or_else(|| "DRAFT".to_owned(), |version| version.to_string())
}

/// The databank as the head of an answer names it.
pub fn used_databank(bank: &dyn Bank) -> UsedDatabank {
    UsedDatabank {
        name: bank.name().to_owned(),
        version: version_text(bank),
        profile: bank.profile(),
        tier: bank.tier(),
        synthetic: bank.is_synthetic(),
    }
}
