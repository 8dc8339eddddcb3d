//! Everything outside the engine: databanks, records, record keys, the noise filter, kept scripts, cancellation.
//!
//! *In → out*: names from the script in, records as dense columns out.
//! *Does not know about*: Parquet, SQLite, users, HTTP.
//! *Invariants*: `read` gives records sorted by unit (and start), see [`Reading`]; a released version never changes.
//! *Start reading at*: [`World`]. `jobs` implements it over the registry, the engine's tests in memory.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use disclosure::{Filter, Redrawing};
use variables::{DataVersion, Day, Profile, Tier, UnitType, Variable, VersionRequest};

use crate::records::Reading;
use crate::scripts::Scripts;

/// An identity space, by the rule of [`UnitType::space`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Space(Arc<str>);

impl Space {
    /// The space of a unit type in a databank.
    pub fn of(profile: Profile, databank: &str, unit_type: UnitType) -> Space {
        Space(unit_type.space(profile, databank).into())
    }

    /// Its name in the registry.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Space {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Giving a run up: a flag shared by whoever may cancel and whoever works, who looks at it often (contract: a run ends within
/// 200 ms).
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// One version of a databank, as far as metadata go.
pub trait Bank: Send + Sync {
    /// Name, such as `no.ssb.fdb`.
    fn name(&self) -> &str;
    /// The version that was resolved; `None`: the draft.
    fn version(&self) -> Option<DataVersion>;
    /// Disclosure profile.
    fn profile(&self) -> Profile;
    /// Disclosure tier.
    fn tier(&self) -> Tier;
    /// Made-up data.
    fn is_synthetic(&self) -> bool;
    /// Every variable of the version, in catalogue order.
    fn variables(&self) -> &[Variable];
    /// One variable.
    fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables().iter().find(|variable| variable.name == name)
    }
}

/// Which records of a variable are wanted (`spec/datastore.md` section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Selection {
    /// All records (FIXED).
    All,
    /// The record whose closed period holds the day.
    At(Day),
    /// Every record whose closed period meets the window, whole.
    Window {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
}

/// Why the world did not answer; closed arguments only.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorldError {
    /// No such databank; the names there are.
    #[error("unknown databank")]
    UnknownDatabank {
        /// Names that the user may see.
        known: Vec<String>,
    },
    /// No such version; the versions there are, newest first.
    #[error("unknown version")]
    UnknownVersion {
        /// Released versions.
        available: Vec<DataVersion>,
    },
    /// The user may not read the databank.
    #[error("no access to the databank")]
    NoAccess,
    /// A failure of the installation; the number leads to the restricted log.
    #[error("internal failure {0}")]
    Internal(u64),
}

/// The engine's whole view of the outside.
pub trait World: Send + Sync {
    /// Opens a version of a databank.
    ///
    /// # Errors
    /// Unknown name or version, or no access.
    fn databank(&self, name: &str, version: VersionRequest) -> Result<Arc<dyn Bank>, WorldError>;

    /// Records of a variable that has data, as they are stored; their blocks are read later, when they are asked for. Commands go
    /// through [`crate::redrawn::read`].
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn read(&self, bank: &dyn Bank, variable: &str, selection: Selection) -> Result<Box<dyn Reading>, WorldError>;

    /// How many units a space has: dense indices are below it.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn unit_count(&self, space: &Space) -> Result<usize, WorldError>;

    /// The record key of each unit of a space, by dense index.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn record_keys(&self, space: &Space) -> Result<Arc<[u128]>, WorldError>;

    /// Code strings of a space that is not pseudonymised (municipality numbers), by dense index.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn unit_codes(&self, space: &Space) -> Result<Option<Arc<[String]>>, WorldError>;

    /// The person behind each unit of a type with a person pointer, by dense index; `u32::MAX`: none known.
    /// `None` for persons and for unit types that count as their own person (`confidentiality.md` E.3).
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn persons(&self, bank: &dyn Bank, unit_type: UnitType) -> Result<Option<Arc<[u32]>>, WorldError>;

    /// The stratum of each unit of a space within which values of the sensitive tier are re-drawn (sex and decade of birth), by
    /// dense index; units beyond the end, and those of whom nothing is known, are in stratum 0. A unit's stratum never changes.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn strata(&self, _: &Space) -> Result<Arc<[u16]>, WorldError> {
        Ok(Arc::from([]))
    }

    /// Whose values of a variable of the sensitive tier are another unit's.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn redrawing(&self, bank: &dyn Bank, variable: &Variable) -> Result<Arc<Redrawing>, WorldError> {
        crate::redrawn::redrawing(self, bank, variable).map(Arc::new)
    }

    /// The noise filter: policy and keys.
    fn filter(&self) -> &Filter;

    /// The scripts of whoever the run belongs to.
    fn scripts(&self) -> &dyn Scripts;

    /// The flag that is set when the user gives the run up.
    fn cancel(&self) -> Cancel;

    /// Whether the user gave the run up.
    fn is_cancelled(&self) -> bool {
        self.cancel().is_cancelled()
    }

    /// A bound on the units of a space that limits may be decided from: metadata, not the count itself.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn most_units(&self, space: &Space) -> Result<u64, WorldError> {
        Ok((self.unit_count(space)? as u64).next_power_of_two())
    }

    /// A bound on the records of a variable with data, in the same way.
    ///
    /// # Errors
    /// [`WorldError::Internal`] if storage fails.
    fn most_records(&self, bank: &dyn Bank, variable: &Variable) -> Result<u64, WorldError> {
        self.most_units(&Space::of(bank.profile(), bank.name(), variable.unit_type))
    }
}
