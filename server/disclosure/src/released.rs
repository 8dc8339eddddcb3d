//! What has passed the filter and may leave the service.

use serde::{Serialize, Serializer};
use text::Text;
use wire::output::noise::Noise;
use wire::output::{Body, Protection};

/// A value that passed the filter: made only inside this crate, serialized as what it holds. No `From`, no `Default`, no
/// `Deserialize`.
#[derive(Clone, Debug)]
#[must_use]
pub struct Released<T>(T);

impl<T> Released<T> {
    /// Every caller states which rules the value passed.
    pub(crate) fn new(value: T) -> Self {
        Released(value)
    }

    /// The value.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// The value, to be put into the wire's document.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: Serialize> Serialize for Released<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// One output of a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedBody {
    /// Tells outputs of one command apart; `None` for the first.
    pub name: Option<String>,
    /// Which rules touched it.
    pub protection: Protection,
    /// How large their noise is; none where the numbers are exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<Noise>,
    /// The result.
    #[serde(flatten)]
    pub body: Body,
}

impl NamedBody {
    /// A result that no rule touched.
    pub(crate) fn exact(body: Body) -> Self {
        NamedBody { name: None, protection: Vec::new(), noise: None, body }
    }
}

impl Released<Vec<NamedBody>> {
    /// Text that was made from the script and public metadata only: text blocks, help, labels, variable lists.
    ///
    /// *Precondition, for the caller to keep*: nothing of a unit, no count of units and nothing that depends on values is
    /// in it. This is a listed side door (see the crate's first page).
    pub fn public_text(markdown: &Text) -> Self {
        Released(vec![NamedBody::exact(Body::Text { markdown: markdown.into() })])
    }
}
