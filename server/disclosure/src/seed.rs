//! The pseudo-random function behind every draw: BLAKE3 keyed with secrets that never leave [`Keys`].
//! Argument: `proofs/draws.md`.

use crate::normal_form::{DefId, Sources};
use crate::tally::SetId;

/// The two secrets. No `Debug`, no `Serialize`: they cannot reach a log or an answer by accident.
#[derive(Clone)]
pub struct Keys {
    noise: [u8; 32],
    register: [u8; 32],
}

impl Keys {
    /// Keys from the key file: `noise` for draws, `register` for what belongs to a unit for ever.
    pub fn new(noise: [u8; 32], register: [u8; 32]) -> Self {
        Keys { noise, register }
    }

    /// Identifies the pair without telling anything of it: for key files, audit logs and backups.
    pub fn id(&self) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.noise);
        hasher.update(b"skjerm/key-id/1");
        hasher.update(&self.register);
        hasher.finalize().to_hex().chars().take(16).collect()
    }

    /// The 128-bit record key of a unit: PRF(register key, identity space, pseudonym).
    pub fn record_key(&self, space: &str, pseudonym: u64) -> u128 {
        crate::record_key::record_key(&self.register, space, pseudonym)
    }

    /// seed(domain) = PRF(noise key, domain | versions | definition | n | key sum).
    pub(crate) fn seed(&self, domain: Domain, question: &Definition, set: SetId) -> Seed {
        let mut hasher = blake3::Hasher::new_keyed(&self.noise);
        hasher.update(domain.name().as_bytes());
        hasher.update(&[0]);
        hasher.update(&question.versions);
        hasher.update(&question.def_id.number().to_le_bytes());
        hasher.update(&set.n.to_le_bytes());
        hasher.update(&set.sum.to_le_bytes());
        Seed::of(&hasher)
    }

    /// Identity of a question for whoever accounts for it: PRF(noise key, versions | definition), no set in it.
    pub(crate) fn cell_key(&self, question: &Definition) -> u128 {
        let mut hasher = blake3::Hasher::new_keyed(&self.noise);
        hasher.update(b"skjerm/cell/1");
        hasher.update(&question.versions);
        hasher.update(&question.def_id.number().to_le_bytes());
        Seed::of(&hasher).u128(0)
    }

    /// The same of a definition alone, whatever the versions of the data.
    pub(crate) fn definition_key(&self, def_id: DefId) -> u128 {
        let mut hasher = blake3::Hasher::new_keyed(&self.noise);
        hasher.update(b"skjerm/definition/1");
        hasher.update(&def_id.number().to_le_bytes());
        Seed::of(&hasher).u128(0)
    }

    /// Where persons lie in sketches of sets.
    pub(crate) fn sketch_seed(&self) -> u128 {
        let mut hasher = blake3::Hasher::new_keyed(&self.noise);
        hasher.update(b"skjerm/sketch/1");
        Seed::of(&hasher).u128(0)
    }

    /// What belongs to a unit whatever is asked: the factor of the most influential.
    pub(crate) fn persistent(&self, record_key: u128) -> Seed {
        let mut hasher = blake3::Hasher::new_keyed(&self.register);
        hasher.update(b"skjerm/factor/1");
        hasher.update(&record_key.to_le_bytes());
        Seed::of(&hasher)
    }

    /// Who is re-drawn for a variable and from whom, whatever is asked.
    pub(crate) fn redrawing(&self, variable: &str) -> Seed {
        let mut hasher = blake3::Hasher::new_keyed(&self.register);
        hasher.update(b"skjerm/redrawing/1");
        hasher.update(variable.as_bytes());
        Seed::of(&hasher)
    }
}

/// The part of a seed that is the question: its normal form and the versions of the data in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Definition {
    pub(crate) def_id: DefId,
    versions: [u8; 32],
}

impl Definition {
    pub(crate) fn new(def_id: DefId, sources: &Sources) -> Self {
        let mut hasher = blake3::Hasher::new();
        for source in sources.iter() {
            for part in [&source.databank, &source.version] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        Definition { def_id, versions: *hasher.finalize().as_bytes() }
    }

    /// Any question about these data ([`Noise::OfSet`](crate::policy::Noise)).
    pub(crate) fn forgotten(&self) -> Self {
        Definition { def_id: DefId::any(), ..*self }
    }
}

/// What a draw is for; different domains are independent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Domain {
    /// The noise of a count.
    Count,
    /// The keyed gate of descriptive statistics.
    Gate,
    /// The keyed gate of a percentile's tail.
    Tail,
    /// The keyed floor of written values.
    Floor,
    /// The perturbed weights.
    Weights,
    /// The cap on leverage.
    Leverage,
    /// The keyed number of clusters.
    Clusters,
    /// The keyed place of the person whose number of rows is the cap.
    Rows,
    /// The order of rows in `sample`.
    Sample,
}

impl Domain {
    fn name(self) -> &'static str {
        match self {
            Domain::Count => "count",
            Domain::Gate => "gate",
            Domain::Tail => "tail",
            Domain::Floor => "floor",
            Domain::Weights => "w",
            Domain::Leverage => "leverage",
            Domain::Clusters => "clusters",
            Domain::Rows => "rows",
            Domain::Sample => "sample",
        }
    }
}

/// 512 pseudo-random bits.
#[derive(Clone, Copy)]
pub(crate) struct Seed([u8; 64]);

impl Seed {
    fn of(hasher: &blake3::Hasher) -> Self {
        let mut bits = [0; 64];
        hasher.finalize_xof().fill(&mut bits);
        Seed(bits)
    }

    /// Word `at` of sixteen.
    pub(crate) fn u32(&self, at: usize) -> u32 {
        let (words, _) = self.0.as_chunks::<4>();
        words.get(at % 16).map_or(0, |word| u32::from_le_bytes(*word))
    }

    /// Word `at` of four.
    pub(crate) fn u128(&self, at: usize) -> u128 {
        let (words, _) = self.0.as_chunks::<16>();
        words.get(at % 4).map_or(0, |word| u128::from_le_bytes(*word))
    }

    /// A whole number in `range`, ends included.
    pub(crate) fn within(&self, range: (u32, u32)) -> u32 {
        range.0 + self.u32(0) % (range.1 - range.0 + 1)
    }
}

/// A fast mix of a unit's key and a seed: 64 bits that order units at random. Both inputs are secret; what leaves is
/// only which few units come first, never the mix.
#[inline(always)]
pub(crate) fn mix(record_key: u128, seed: u128) -> u64 {
    mix_words(record_key as u64, (record_key >> 64) as u64, seed as u64, (seed >> 64) as u64)
}

/// The same of keys and seeds in halves.
#[inline(always)]
pub(crate) fn mix_words(low: u64, high: u64, seed_low: u64, seed_high: u64) -> u64 {
    scramble((low ^ seed_low).wrapping_add(high ^ seed_high))
}

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
#[inline(always)]
fn scramble(mut word: u64) -> u64 {
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}
