//! A meter as bytes, for keeping between runs.

use super::{Event, Meter, Remembered};
use crate::watch::rest::Rest;
use crate::watch::sketch::Sketch;

/// The form of the bytes.
const FORM: u8 = 1;

impl Meter {
    /// For keeping; [`Meter::from_bytes`] reads it. At most [`Limits::remembered`](super::Limits) sets of 560 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![FORM];
        let mut sets: Vec<_> = self.sets.iter().collect();
        sets.sort_by_key(|(definition, _)| **definition);
        bytes.extend((sets.len() as u64).to_le_bytes());
        for (definition, set) in sets {
            bytes.extend(definition.to_le_bytes());
            bytes.extend(set.last.to_le_bytes());
            bytes.extend(set.sketch.to_bytes());
        }
        bytes.extend((self.events.len() as u64).to_le_bytes());
        for event in &self.events {
            bytes.extend(event.when.to_le_bytes());
            bytes.extend(event.definition.to_le_bytes());
            bytes.extend(event.other.to_le_bytes());
        }
        let mut occasions: Vec<_> = self.occasions.iter().collect();
        occasions.sort_by_key(|(occasion, _)| **occasion);
        bytes.extend((occasions.len() as u64).to_le_bytes());
        for (occasion, (weight, first)) in occasions {
            bytes.extend(occasion.to_le_bytes());
            bytes.extend(weight.to_le_bytes());
            bytes.extend(first.to_le_bytes());
        }
        bytes
    }

    /// `None` if these are no bytes of a meter.
    pub fn from_bytes(bytes: &[u8]) -> Option<Meter> {
        let mut rest = Rest(bytes);
        if rest.take::<1>()? != [FORM] {
            return None;
        }
        let mut meter = Meter::default();
        for _ in 0..rest.u64()? {
            let (definition, last) = (rest.u128()?, rest.u64()?);
            let sketch = Sketch::from_bytes(&rest.take::<{ Sketch::BYTES }>()?)?;
            meter.sets.insert(definition, Remembered { sketch, last });
        }
        for _ in 0..rest.u64()? {
            meter.events.push(Event { when: rest.u64()?, definition: rest.u128()?, other: rest.u128()? });
        }
        for _ in 0..rest.u64()? {
            let occasion = rest.u128()?;
            let weight = u32::from_le_bytes(rest.take()?);
            meter.occasions.insert(occasion, (weight, rest.u64()?));
        }
        meter.index();
        rest.0.is_empty().then_some(meter)
    }
}
