//! What was computed from register data and has not passed the filter.

/// A sealed value: built by anyone, opened only inside this crate. It cannot be printed, compared, serialized or
/// dereferenced, so it does not reach a log, an error or an answer by accident.
#[must_use]
pub struct Confidential<T>(T);

impl<T> Confidential<T> {
    /// Seals a value.
    pub fn new(value: T) -> Self {
        Confidential(value)
    }

    /// Opens it; only rules of this crate may.
    pub(crate) fn open(self) -> T {
        self.0
    }

    /// Looks at it; likewise.
    pub(crate) fn peek(&self) -> &T {
        &self.0
    }
}
