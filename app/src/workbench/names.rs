//! The published catalogue as a source of names: what the checker and the completion ask about databanks and variables.
//!
//! The lists of all variables come at once, whole variables (code lists, dates) only when a script names them.

use std::collections::{BTreeMap, BTreeSet};

use language::{NameSource, Resolution};
use variables::{DataVersion, Databank, Variable, VariableSummary, VersionRequest};

/// What has been fetched so far.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    databanks: Vec<Databank>,
    lists: BTreeMap<String, Vec<VariableSummary>>,
    whole: BTreeMap<(String, String), Variable>,
    /// Variables that were asked for: an answer that failed is not asked for again.
    asked: BTreeSet<(String, String)>,
}

impl Catalogue {
    /// A catalogue of these databanks, without variables yet.
    pub fn of(databanks: Vec<Databank>) -> Self {
        Catalogue { databanks, ..Catalogue::default() }
    }

    /// The databanks with the newest version of each.
    pub fn newest(&self) -> Vec<(String, DataVersion)> {
        self.databanks
            .iter()
            .filter_map(|databank| Some((databank.name.clone(), *databank.versions.first()?)))
            .collect()
    }

    /// A variable of any databank as its list knows it.
    pub fn listed(&self, name: &str) -> Option<&VariableSummary> {
        self.lists.values().flatten().find(|variable| variable.name == name)
    }

    /// Adds a databank's list of variables.
    pub fn add_list(&mut self, databank: &str, list: Vec<VariableSummary>) {
        self.lists.insert(databank.to_owned(), list);
    }

    /// Adds a whole variable.
    pub fn add(&mut self, databank: &str, variable: Variable) {
        self.whole.insert((databank.to_owned(), variable.name.clone()), variable);
    }

    /// The listed variables among some words of a script that have not been asked for; they count as asked for from now on.
    pub fn missing<'a>(&mut self, words: impl Iterator<Item = &'a str> + Clone) -> Vec<(String, String)> {
        let mut missing = Vec::new();
        for (databank, list) in &self.lists {
            for name in words.clone() {
                let key = (databank.clone(), name.to_owned());
                if list.iter().any(|variable| variable.name == name) && self.asked.insert(key.clone()) {
                    missing.push(key);
                }
            }
        }
        missing
    }

    /// Whether a word of a script names a listed variable that has not come yet.
    pub fn is_waiting<'a>(&self, mut words: impl Iterator<Item = &'a str>) -> bool {
        words.any(|name| {
            self.lists.iter().any(|(databank, list)| {
                let is_listed = list.iter().any(|variable| variable.name == name);
                is_listed && !self.whole.contains_key(&(databank.clone(), name.to_owned()))
            })
        })
    }

    /// Whether the lists are there.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }
}

impl NameSource for Catalogue {
    fn databanks(&self) -> Vec<String> {
        self.databanks.iter().map(|databank| databank.name.clone()).collect()
    }

    fn resolve(&self, databank: &str, version: VersionRequest) -> Resolution {
        let Some(known) = self.databanks.iter().find(|known| known.name == databank) else {
            return Resolution::NoSuchDatabank;
        };
        let found = match version {
            VersionRequest::Latest => !known.versions.is_empty(),
            VersionRequest::Major(major) => known.versions.iter().any(|version| version.major == major),
            VersionRequest::Exact(exact) => known.versions.contains(&exact),
            // Drafts are not published: only the server knows.
            VersionRequest::Draft => true,
        };
        if found {
            Resolution::Found
        } else {
            Resolution::NoSuchVersion(known.versions.iter().map(ToString::to_string).collect())
        }
    }

    fn variable(&self, databank: &str, _: VersionRequest, name: &str) -> Option<&Variable> {
        self.whole.get(&(databank.to_owned(), name.to_owned()))
    }

    fn variables(&self, databank: &str, _: VersionRequest) -> Vec<&str> {
        self.lists.get(databank).map_or(Vec::new(), |list| list.iter().map(|variable| variable.name.as_str()).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;
    use variables::{DataType, Multilingual, Profile, Temporality, Tier, UnitType};

    fn catalogue() -> Catalogue {
        let databank = Databank {
            name: "no.ssb.fdb".into(),
            profile: Profile::Register,
            tier: Tier::Ordinary,
            synthetic: true,
            versions: vec!["2.0.0.0".parse().unwrap(), "1.0.0.0".parse().unwrap()],
        };
        let mut catalogue = Catalogue::of(vec![databank]);
        catalogue.add_list(
            "no.ssb.fdb",
            vec![VariableSummary {
                name: "NUDB_BU".into(),
                title: Multilingual::norwegian("Utdanning"),
                unit_type: UnitType::person(),
                temporality: Temporality::Event,
                data_type: DataType::String,
                valid_from: None,
                valid_until: None,
                subjects: Vec::new(),
                has_data: true,
            }],
        );
        catalogue
    }

    #[test]
    fn versions_that_are_not_there_are_told() {
        let catalogue = catalogue();
        assert_eq!(catalogue.resolve("no.ssb.fdb", VersionRequest::Major(1)), Resolution::Found);
        assert_eq!(
            catalogue.resolve("no.ssb.fdb", VersionRequest::Major(3)),
            Resolution::NoSuchVersion(vec!["2.0.0.0".into(), "1.0.0.0".into()])
        );
        assert_eq!(catalogue.resolve("no.ssb.fbd", VersionRequest::Latest), Resolution::NoSuchDatabank);
    }

    #[test]
    fn a_variable_is_asked_for_once() {
        let mut catalogue = catalogue();
        let words = ["import", "NUDB_BU", "NUDB_B"];
        assert!(catalogue.is_waiting(words.into_iter()));
        assert_eq!(catalogue.missing(words.into_iter()), [("no.ssb.fdb".to_owned(), "NUDB_BU".to_owned())]);
        assert!(catalogue.missing(words.into_iter()).is_empty());
    }
}
