//! What the check of scripts may ask: databanks, versions and variables of a home, or the built-in catalogue.

use std::cell::OnceCell;
use std::sync::Arc;

use anyhow::Result;
use language::{NameSource, Resolution};
use registry::Registry;
use variables::{DataVersion, Databank, Variable, VersionRequest};

/// The variables of a version, by name.
type Contents = Arc<[Variable]>;
/// A version with its variables, once they were read.
type Version = (DataVersion, OnceCell<Contents>);

/// Names of a home. Versions are read when they are first asked for.
pub struct HomeNames {
    registry: Registry,
    banks: Vec<(Databank, Vec<Version>)>,
}

impl HomeNames {
    /// Names of a registry, as they are now.
    ///
    /// # Errors
    /// If the registry cannot be read.
    pub fn new(registry: Registry) -> Result<HomeNames> {
        let banks = registry
            .databanks()?
            .into_iter()
            .filter(|bank| !bank.versions.is_empty())
            .map(|bank| {
                let versions = bank.versions.iter().map(|version| (*version, OnceCell::new())).collect();
                (bank, versions)
            })
            .collect();
        Ok(HomeNames { registry, banks })
    }

    /// Whether there is any released databank.
    pub fn is_empty(&self) -> bool {
        self.banks.is_empty()
    }

    /// The variables of the version that a request means, or of the newest one.
    fn contents(&self, databank: &str, wanted: VersionRequest) -> Option<&Contents> {
        let (bank, versions) = self.banks.iter().find(|(bank, _)| bank.name == databank)?;
        let (version, cell) = versions.iter().find(|(version, _)| fits(*version, wanted)).or(versions.first())?;
        let read = || match self.registry.resolve(&bank.name, VersionRequest::Exact(*version)) {
            Ok(version) => version.variables(),
            Err(_) => Arc::new([]),
        };
        Some(cell.get_or_init(read))
    }
}

/// Whether a released version answers a request; lists of versions are newest first, so the first that fits is meant.
fn fits(version: DataVersion, wanted: VersionRequest) -> bool {
    match wanted {
        VersionRequest::Latest => true,
        VersionRequest::Major(major) => version.major == major,
        VersionRequest::Exact(exact) => version == exact,
        // A draft's names are checked against the newest version.
        VersionRequest::Draft => true,
    }
}

impl NameSource for HomeNames {
    fn databanks(&self) -> Vec<String> {
        self.banks.iter().map(|(bank, _)| bank.name.clone()).collect()
    }

    fn resolve(&self, databank: &str, version: VersionRequest) -> Resolution {
        match self.banks.iter().find(|(bank, _)| bank.name == databank) {
            None => Resolution::NoSuchDatabank,
            Some((bank, _)) if bank.versions.iter().any(|known| fits(*known, version)) => Resolution::Found,
            Some((bank, _)) => Resolution::NoSuchVersion(bank.versions.iter().map(DataVersion::to_string).collect()),
        }
    }

    fn variable(&self, databank: &str, version: VersionRequest, name: &str) -> Option<&Variable> {
        self.contents(databank, version)?.iter().find(|variable| variable.name == name)
    }

    fn variables(&self, databank: &str, version: VersionRequest) -> Vec<&str> {
        let variables = self.contents(databank, version).into_iter().flat_map(|variables| variables.iter());
        variables.map(|variable| variable.name.as_str()).collect()
    }
}

/// Names of the built-in catalogue, which has no versions: any is accepted.
pub struct BuiltinNames {
    variables: Vec<(String, Variable)>,
}

impl BuiltinNames {
    /// The catalogue of this build. It holds no values of any variable, so none is marked as lacking them.
    pub fn new() -> BuiltinNames {
        let mut variables = synthetic::catalogue();
        variables.iter_mut().for_each(|(_, variable)| variable.has_data = true);
        BuiltinNames { variables }
    }

    fn of<'a>(&'a self, databank: &str) -> impl Iterator<Item = &'a Variable> + use<'a> {
        let databank = databank.to_owned();
        self.variables.iter().filter(move |(bank, _)| *bank == databank).map(|(_, variable)| variable)
    }
}

impl NameSource for BuiltinNames {
    fn databanks(&self) -> Vec<String> {
        let mut names: Vec<String> = self.variables.iter().map(|(bank, _)| bank.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    fn resolve(&self, databank: &str, _: VersionRequest) -> Resolution {
        if self.of(databank).next().is_some() { Resolution::Found } else { Resolution::NoSuchDatabank }
    }

    fn variable(&self, databank: &str, _: VersionRequest, name: &str) -> Option<&Variable> {
        self.of(databank).find(|variable| variable.name == name)
    }

    fn variables(&self, databank: &str, _: VersionRequest) -> Vec<&str> {
        self.of(databank).map(|variable| variable.name.as_str()).collect()
    }
}
