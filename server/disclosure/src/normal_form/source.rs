//! Which databanks a column or condition rests on: their versions enter the seed, their profile and tier decide rules.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::policy::{Profile, Tier};

/// One databank in one version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Name, such as `no.ssb.fdb`.
    pub databank: Arc<str>,
    /// Version `a.b.c.d`.
    pub version: Arc<str>,
    /// How results over it are protected.
    pub profile: Profile,
    /// How strongly. A databank's tier, or a stronger one of the variable.
    pub tier: Tier,
}

/// A set of sources, shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(Arc<BTreeSet<Source>>);

impl Sources {
    /// One source.
    pub fn one(source: Source) -> Self {
        Sources(Arc::new(BTreeSet::from([source])))
    }

    /// All of both.
    pub fn with(&self, other: &Sources) -> Self {
        if other.0.is_subset(&self.0) {
            return self.clone();
        }
        if self.0.is_subset(&other.0) {
            return other.clone();
        }
        Sources(Arc::new(self.0.union(&other.0).cloned().collect()))
    }

    /// All of several.
    pub fn union<'a>(several: impl IntoIterator<Item = &'a Sources>) -> Self {
        several.into_iter().fold(Sources::default(), |all, one| all.with(one))
    }

    /// The sources, sorted by databank.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// The strongest tier.
    pub fn tier(&self) -> Tier {
        self.iter().map(|source| source.tier).max().unwrap_or_default()
    }

    /// `Register` unless every source is open. No source at all (literals only) is `Open`: nothing of a register is in it.
    pub fn profile(&self) -> Profile {
        self.iter().map(|source| source.profile).max().unwrap_or(Profile::Open)
    }
}
