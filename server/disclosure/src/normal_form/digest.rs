//! 128-bit digests of canonical bytes: every part is tagged and length-prefixed, so no two different structures
//! serialise alike.

use std::fmt;

/// The first 128 bits of a BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub(crate) [u8; 16]);

impl Digest {
    /// The digest as a number (only for equality, meters and logs).
    pub fn number(self) -> u128 {
        u128::from_le_bytes(self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// Collects the parts of one structure.
pub(crate) struct Canonical(blake3::Hasher);

impl Canonical {
    /// Starts a structure of the given kind.
    pub(crate) fn new(kind: &str) -> Self {
        let mut canonical = Canonical(blake3::Hasher::new());
        canonical.text("skjerm/normal-form/1");
        canonical.text(kind);
        canonical
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.0.update(&[u8::from(flag)]);
    }

    pub(crate) fn count(&mut self, count: usize) {
        self.0.update(&(count as u64).to_le_bytes());
    }

    /// A number by its bits; callers pass canonical numbers (no negative zero).
    pub(crate) fn number(&mut self, number: f64) {
        self.0.update(&number.to_bits().to_le_bytes());
    }

    pub(crate) fn digest(&mut self, digest: Digest) {
        self.0.update(&digest.0);
    }

    pub(crate) fn finish(self) -> Digest {
        let mut short = [0; 16];
        let full = self.0.finalize();
        for (target, source) in short.iter_mut().zip(full.as_bytes()) {
            *target = *source;
        }
        Digest(short)
    }
}
