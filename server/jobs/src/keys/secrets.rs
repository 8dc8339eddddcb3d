//! The keys themselves and their text.

use accounts::audit::{Digest, LogEnd};
use accounts::{hex, token};
use variables::Day;

use super::KeyError;

/// What a key file holds. No `Debug`, no `Display`, no `Serialize`.
#[derive(Clone)]
pub(super) struct Secrets {
    /// For draws.
    pub(super) noise: [u8; 32],
    /// For what belongs to a unit for ever.
    pub(super) register: [u8; 32],
    /// For the map of raw identifiers.
    pub(super) identity: [u8; 32],
    /// Noise keys before, oldest first.
    pub(super) retired: Vec<Retired>,
}

/// A noise key that was replaced. It draws nothing any more; the audit log under it is verified with it.
#[derive(Clone)]
pub(super) struct Retired {
    /// When.
    pub(super) day: Day,
    /// Where the audit log ended.
    pub(super) end: LogEnd,
    /// The key.
    pub(super) noise: [u8; 32],
}

impl Secrets {
    /// New keys.
    pub(super) fn fresh() -> Result<Secrets, KeyError> {
        let (noise, register, identity) = (random()?, random()?, random()?);
        Ok(Secrets { noise, register, identity, retired: Vec::new() })
    }

    /// The same with a new noise key.
    pub(super) fn rotated(&self, day: Day, end: LogEnd) -> Result<Secrets, KeyError> {
        let mut retired = self.retired.clone();
        retired.push(Retired { day, end, noise: self.noise });
        Ok(Secrets { noise: random()?, retired, ..self.clone() })
    }

    /// The filter's keys with one of the noise keys.
    pub(super) fn filter(&self, noise: &[u8; 32]) -> disclosure::Keys {
        disclosure::Keys::new(*noise, self.register)
    }

    /// One line a key.
    pub(super) fn text(&self) -> String {
        let line = |name: &str, key: &[u8; 32]| format!("{name}={}\n", hex::encode(key));
        let mut text =
            [line("noise", &self.noise), line("register", &self.register), line("identity", &self.identity)].concat();
        for Retired { day, end, noise } in &self.retired {
            text.push_str(&format!("retired={day}:{}:{}:{}\n", end.number, end.hash, hex::encode(noise)));
        }
        text
    }

    /// Reads the lines back; `None` for what is no key file.
    pub(super) fn read(text: &str) -> Option<Secrets> {
        let values = |name: &'static str| {
            text.split_whitespace().filter_map(move |line| line.strip_prefix(name)?.strip_prefix('='))
        };
        let key = |name| hex::decode_array(values(name).next()?);
        let retired = values("retired").map(retired).collect::<Option<Vec<_>>>()?;
        Some(Secrets { noise: key("noise")?, register: key("register")?, identity: key("identity")?, retired })
    }
}

fn retired(value: &str) -> Option<Retired> {
    let mut parts = value.split(':');
    let day = parts.next()?.parse().ok()?;
    let end = LogEnd { number: parts.next()?.parse().ok()?, hash: Digest::read(parts.next()?)? };
    let noise = hex::decode_array(parts.next()?)?;
    parts.next().is_none().then_some(Retired { day, end, noise })
}

fn random() -> Result<[u8; 32], KeyError> {
    token::random_bytes().map_err(|_| KeyError::NoRandomness)
}
