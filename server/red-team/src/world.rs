//! The register as the engine's world: one databank, persons and jobs, a filter with a policy and keys of its own.

mod bank;
mod reading;

use std::sync::Arc;

use disclosure::{Filter, Keys, Policy, Watcher, record_keys};
use engine::scripts::{KeepError, Kept};
use engine::{Bank, Cancel, Reading, Scripts, Selection, Space, World, WorldError};
use variables::{Profile, Tier, UnitType, VersionRequest};

use self::bank::RegisterBank;
use self::reading::Stored;
use crate::draws::Draws;
use crate::register::Register;

/// The identity space of persons.
const PERSONS: &str = "FNR";

/// A register behind a filter. Cloning is cheap.
#[derive(Clone)]
pub struct RegisterWorld {
    register: Arc<Register>,
    bank: Arc<RegisterBank>,
    sensitive: Arc<RegisterBank>,
    stored: Arc<Stored>,
    persons: Arc<[u128]>,
    jobs: Arc<[u128]>,
    person_of_job: Arc<[u32]>,
    filter: Filter,
}

impl RegisterWorld {
    /// A register under a policy, with fresh keys.
    pub fn new(register: Arc<Register>, policy: Policy, draws: &Draws) -> Self {
        let mut draws = draws.fork("keys");
        let (noise, secret) = (draws.key(), draws.key());
        let pseudonyms: Vec<u64> = (0..register.len()).map(|_| draws.bits() >> 16).collect();
        let of_jobs: Vec<u64> = (0..register.person_of_job.len()).map(|_| draws.bits() >> 16).collect();
        RegisterWorld {
            bank: Arc::new(RegisterBank::new(Profile::Register, Tier::Ordinary)),
            sensitive: Arc::new(RegisterBank::new(Profile::Register, Tier::Sensitive)),
            stored: Arc::new(Stored::new(&register)),
            persons: record_keys(&secret, PERSONS, &pseudonyms).into(),
            jobs: record_keys(&secret, "FNR_ORGNR", &of_jobs).into(),
            person_of_job: register.person_of_job.as_slice().into(),
            filter: Filter::with_policy(Keys::new(noise, secret), policy),
            register,
        }
    }

    /// The same data and keys under another policy.
    #[must_use]
    pub fn under(&self, policy: Policy) -> Self {
        RegisterWorld { filter: Filter::with_policy(self.filter.keys().clone(), policy), ..self.clone() }
    }

    /// The same data and rules for an account that is watched.
    #[must_use]
    pub fn watched_by(&self, watcher: Watcher) -> Self {
        RegisterWorld { filter: self.filter.watched_by(watcher), ..self.clone() }
    }

    /// The same data without any protection: exact numbers, for comparison.
    #[must_use]
    pub fn open(&self) -> Self {
        RegisterWorld {
            bank: Arc::new(RegisterBank::new(Profile::Open, Tier::Ordinary)),
            sensitive: Arc::new(RegisterBank::new(Profile::Open, Tier::Sensitive)),
            ..self.clone()
        }
    }

    /// The truth.
    pub fn register(&self) -> &Arc<Register> {
        &self.register
    }

    fn is_of_persons(space: &Space) -> bool {
        // An open databank counts its units in a space of its own.
        space.name().rsplit(':').next() == Some(PERSONS)
    }
}

impl World for RegisterWorld {
    fn databank(&self, name: &str, _: VersionRequest) -> Result<Arc<dyn Bank>, WorldError> {
        match name {
            bank::NAME => Ok(self.bank.clone()),
            bank::SENSITIVE_NAME => Ok(self.sensitive.clone()),
            _ => {
                Err(WorldError::UnknownDatabank { known: vec![bank::NAME.to_owned(), bank::SENSITIVE_NAME.to_owned()] })
            }
        }
    }

    fn read(&self, _: &dyn Bank, variable: &str, selection: Selection) -> Result<Box<dyn Reading>, WorldError> {
        self.stored.read(variable, selection)
    }

    fn unit_count(&self, space: &Space) -> Result<usize, WorldError> {
        Ok(if RegisterWorld::is_of_persons(space) { self.persons.len() } else { self.jobs.len() })
    }

    fn record_keys(&self, space: &Space) -> Result<Arc<[u128]>, WorldError> {
        Ok(if RegisterWorld::is_of_persons(space) { self.persons.clone() } else { self.jobs.clone() })
    }

    fn unit_codes(&self, _: &Space) -> Result<Option<Arc<[String]>>, WorldError> {
        Ok(None)
    }

    fn persons(&self, _: &dyn Bank, unit_type: UnitType) -> Result<Option<Arc<[u32]>>, WorldError> {
        Ok((unit_type.name() == bank::JOB).then(|| self.person_of_job.clone()))
    }

    /// Sex and decade of birth.
    fn strata(&self, space: &Space) -> Result<Arc<[u16]>, WorldError> {
        if !RegisterWorld::is_of_persons(space) {
            return Ok(Arc::from([]));
        }
        let Register { sex, born, .. } = &*self.register;
        Ok(sex.iter().zip(born).map(|(sex, born)| 10 * u16::from(*sex) + born / 120).collect())
    }

    fn filter(&self) -> &Filter {
        &self.filter
    }

    fn scripts(&self) -> &dyn Scripts {
        self
    }

    fn cancel(&self) -> Cancel {
        Cancel::default()
    }
}

/// Nothing is kept here.
impl Scripts for RegisterWorld {
    fn names(&self) -> Result<Vec<String>, WorldError> {
        Ok(Vec::new())
    }

    fn text(&self, _: &str) -> Result<Option<String>, WorldError> {
        Ok(None)
    }

    fn keep(&self, _: &str, _: &str) -> Result<Kept, KeepError> {
        Err(KeepError::TooMany { most: 0 })
    }

    fn keep_copy(&self, _: &str) -> Result<Kept, KeepError> {
        Err(KeepError::TooMany { most: 0 })
    }
}
