//! Databanks and their immutable versions.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How results over a databank are protected; can never be changed to a weaker one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Public data: exact results, no minimum population.
    Open,
    /// The full noise filter.
    #[default]
    Register,
}

/// How strongly a `register` databank is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// The ordinary noise row.
    #[default]
    Ordinary,
    /// Health, crime: a wider row and smaller quotas.
    Sensitive,
}

/// A released version `MAJOR.MINOR.PATCH.DRAFT`; the last part is 0 for released ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DataVersion {
    /// Grows when data change or go.
    pub major: u32,
    /// Grows when variables are added.
    pub minor: u32,
    /// Grows when only texts change.
    pub patch: u32,
}

impl fmt::Display for DataVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}.0", self.major, self.minor, self.patch)
    }
}

/// The text is no version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAVersion;

impl FromStr for DataVersion {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let parts: Vec<u32> =
            text.split('.').map(|part| part.parse().map_err(|_| NotAVersion)).collect::<Result<_, _>>()?;
        match parts.as_slice() {
            [major, minor, patch, 0] => Ok(DataVersion { major: *major, minor: *minor, patch: *patch }),
            _ => Err(NotAVersion),
        }
    }
}

impl Serialize for DataVersion {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DataVersion {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(|_| serde::de::Error::custom("expected a version a.b.c.0"))
    }
}

/// What a script writes after the colon of `require`: `1` (newest with that major), `1.2`, `1.2.0.0`, `DRAFT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VersionRequest {
    /// The newest release of any major (addresses of the catalogue: `latest`).
    Latest,
    /// The newest release with this major number.
    Major(u32),
    /// One release.
    Exact(DataVersion),
    /// The unreleased draft.
    Draft,
}

/// A databank: a named collection of register variables with versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Databank {
    /// The reverse domain name, such as `no.ssb.fdb`.
    pub name: String,
    /// How results are protected.
    pub profile: Profile,
    /// How strongly.
    pub tier: Tier,
    /// Made by the generator: marked on every output for ever.
    pub synthetic: bool,
    /// Released versions, newest first.
    pub versions: Vec<DataVersion>,
}
