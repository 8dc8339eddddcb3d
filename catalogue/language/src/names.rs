//! What the static check asks of the outside: which databanks, versions and register variables there are.

use variables::{DataVersion, Variable, VersionRequest};

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

/// What a version text asks for: `38`, `1.2`, `1.2.0`, `1.2.0.0`, `DRAFT`, `latest`.
pub fn version_request(text: &str) -> Option<VersionRequest> {
    if text.eq_ignore_ascii_case("draft") {
        return Some(VersionRequest::Draft);
    }
    if text.eq_ignore_ascii_case("latest") {
        return Some(VersionRequest::Latest);
    }
    let parts: Vec<u32> = text.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let (major, minor, patch) = match parts.as_slice() {
        [major] => return Some(VersionRequest::Major(*major)),
        [major, minor] => (*major, *minor, 0),
        [major, minor, patch] | [major, minor, patch, 0] => (*major, *minor, *patch),
        _ => return None,
    };
    Some(VersionRequest::Exact(DataVersion { major, minor, patch }))
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
