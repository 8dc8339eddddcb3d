//! The world over the two databanks.

use std::sync::Arc;

use disclosure::{Filter, Keys, Watcher, record_keys};
use engine::{Bank, Reading, Scripts, Selection, Space, World, WorldError};
use variables::{DataVersion, UnitType, VersionRequest};

use super::bank::TestBank;
use super::register_bank::{MUNICIPALITIES, N_JOBS, N_PERSONS, person_of_job};
use super::scripts::TestScripts;

pub struct TestWorld {
    pub(super) banks: Vec<Arc<TestBank>>,
    filter: Filter,
    /// Pseudonyms by dense index, where a test brings its own.
    pub pseudonyms: Option<Vec<u64>>,
    pub cancelled: engine::Cancel,
    pub scripts: TestScripts,
}

impl TestWorld {
    pub fn new() -> TestWorld {
        let banks = [super::register_bank::bank(), super::open_bank::bank(), super::units_bank::bank()];
        TestWorld::of(banks.into(), 7)
    }

    /// A world of these databanks, with noise of its own for each key.
    pub fn of(banks: Vec<TestBank>, key: u8) -> TestWorld {
        TestWorld {
            banks: banks.into_iter().map(Arc::new).collect(),
            filter: Filter::new(Keys::new([key; 32], [8; 32])),
            pseudonyms: None,
            cancelled: engine::Cancel::default(),
            scripts: TestScripts::default(),
        }
    }

    /// The same world, with somebody who takes notes.
    pub fn watched_by(self, watcher: &Watcher) -> TestWorld {
        TestWorld { filter: self.filter.watched_by(watcher.clone()), ..self }
    }
}

fn size(space: &str) -> usize {
    match space {
        "FNR" => N_PERSONS as usize,
        "FNR_ORGNR" => N_JOBS as usize,
        "KOMMUNENR" => MUNICIPALITIES.len(),
        _ => N_PERSONS as usize,
    }
}

impl World for TestWorld {
    fn databank(&self, name: &str, version: VersionRequest) -> Result<Arc<dyn Bank>, WorldError> {
        match name {
            "no.test.closed" => return Err(WorldError::NoAccess),
            "no.test.broken" => return Err(WorldError::Internal(7)),
            _ => {}
        }
        let bank = self.banks.iter().find(|bank| bank.name == name).ok_or_else(|| WorldError::UnknownDatabank {
            known: self.banks.iter().map(|bank| bank.name.clone()).collect(),
        })?;
        let there = DataVersion { major: 1, minor: 0, patch: 0 };
        match version {
            VersionRequest::Latest | VersionRequest::Major(1) => Ok(bank.clone()),
            VersionRequest::Exact(version) if version == there => Ok(bank.clone()),
            _ => Err(WorldError::UnknownVersion { available: vec![there] }),
        }
    }

    fn read(&self, bank: &dyn Bank, variable: &str, selection: Selection) -> Result<Box<dyn Reading>, WorldError> {
        let bank = self.banks.iter().find(|known| known.name == bank.name()).unwrap();
        Ok(Box::new(bank.select(variable, selection)))
    }

    fn unit_count(&self, space: &Space) -> Result<usize, WorldError> {
        Ok(size(space.name()))
    }

    fn record_keys(&self, space: &Space) -> Result<Arc<[u128]>, WorldError> {
        let pseudonyms = self.pseudonyms.clone();
        let pseudonyms =
            pseudonyms.unwrap_or_else(|| (0..size(space.name()) as u64).map(|unit| unit * 7919 + 13).collect());
        Ok(record_keys(&[8; 32], space.name(), &pseudonyms).into())
    }

    fn unit_codes(&self, space: &Space) -> Result<Option<Arc<[String]>>, WorldError> {
        Ok((space.name() == "KOMMUNENR").then(|| MUNICIPALITIES.iter().map(|code| (*code).to_owned()).collect()))
    }

    fn persons(&self, bank: &dyn Bank, unit_type: UnitType) -> Result<Option<Arc<[u32]>>, WorldError> {
        if bank.name() == super::units_bank::NAME {
            return Ok(super::units_bank::persons(unit_type).map(Into::into));
        }
        Ok((unit_type.name() == "JOBB").then(|| (0..N_JOBS).map(person_of_job).collect()))
    }

    fn filter(&self) -> &Filter {
        &self.filter
    }

    fn scripts(&self) -> &dyn Scripts {
        &self.scripts
    }

    fn cancel(&self) -> engine::Cancel {
        self.cancelled.clone()
    }
}
