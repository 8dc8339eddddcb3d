//! What the static check asks of the outside: which databanks, versions and register variables there are.

use variables::{Variable, VersionRequest};

/// What a source knows about a databank's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It is there.
    Found,
    /// The databank is there, the version is not; those there are, newest first, as scripts write them.
    NoSuchVersion(Vec<String>),
    /// There is no such databank.
    NoSuchDatabank,
}

/// Names outside the script. The server answers from the registry, the browser from the published catalogue.
pub trait NameSource {
    /// Names of the databanks there are.
    fn databanks(&self) -> Vec<String>;

    /// Whether a databank's version is there.
    fn resolve(&self, databank: &str, version: VersionRequest) -> Resolution;

    /// A register variable of a version; for a version that is not there, of the newest one.
    fn variable(&self, databank: &str, version: VersionRequest, name: &str) -> Option<&Variable>;

    /// Names of all register variables of a version (of the newest one if it is not there), for proposals.
    fn variables(&self, databank: &str, version: VersionRequest) -> Vec<&str>;

    /// Whether a register variable that the source does not know is an error. False: it is accepted unseen.
    fn is_complete(&self) -> bool {
        true
    }
}

/// A source that knows nothing: every databank and register variable is accepted unseen.
///
/// The check then follows names and types only as far as the script itself tells them.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNames;

impl NameSource for NoNames {
    fn databanks(&self) -> Vec<String> {
        Vec::new()
    }

    fn resolve(&self, _: &str, _: VersionRequest) -> Resolution {
        Resolution::Found
    }

    fn variable(&self, _: &str, _: VersionRequest, _: &str) -> Option<&Variable> {
        None
    }

    fn variables(&self, _: &str, _: VersionRequest) -> Vec<&str> {
        Vec::new()
    }

    fn is_complete(&self) -> bool {
        false
    }
}
