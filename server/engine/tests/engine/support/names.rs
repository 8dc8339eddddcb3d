//! What the check of a script knows of the test world.

use engine::{Bank as _, World as _, WorldError};
use language::{NameSource, Resolution};
use variables::{Variable, VersionRequest};

use super::TestWorld;

impl NameSource for TestWorld {
    fn databanks(&self) -> Vec<String> {
        self.banks.iter().map(|bank| bank.name.clone()).collect()
    }

    fn resolve(&self, databank: &str, version: VersionRequest) -> Resolution {
        match self.databank(databank, version) {
            Err(WorldError::UnknownDatabank { .. }) => Resolution::NoSuchDatabank,
            Err(WorldError::UnknownVersion { .. }) => Resolution::NoSuchVersion(vec!["1".to_owned()]),
            _ => Resolution::Found,
        }
    }

    fn variable(&self, databank: &str, _: VersionRequest, name: &str) -> Option<&Variable> {
        self.banks.iter().find(|bank| bank.name == databank)?.variable(name)
    }

    fn variables(&self, databank: &str, _: VersionRequest) -> Vec<&str> {
        let banks = self.banks.iter().filter(|bank| bank.name == databank);
        banks.flat_map(|bank| bank.variables.iter().map(|variable| variable.name.as_str())).collect()
    }
}
