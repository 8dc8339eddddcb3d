//! The detector's memory as bytes, for keeping between runs.

use super::{Averaging, Known, Partition};
use crate::watch::rest::Rest;
use crate::watch::sketch::Sketch;

/// The form of the bytes.
const FORM: u8 = 1;

impl Averaging {
    /// For keeping; [`Averaging::from_bytes`] reads it. At most [`AveragingLimits::remembered`](super::AveragingLimits) cells of 536
    /// bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![FORM];
        let number = |number: usize, bytes: &mut Vec<u8>| bytes.extend((number as u64).to_le_bytes());
        number(self.known.len(), &mut bytes);
        for Known { partition, when, shared } in &self.known {
            bytes.extend(partition.partition.to_le_bytes());
            bytes.extend(when.to_le_bytes());
            number(*shared, &mut bytes);
            number(partition.width, &mut bytes);
            number(partition.cells.len(), &mut bytes);
            partition.cells.iter().for_each(|cell| bytes.extend(cell.to_bytes()));
        }
        bytes
    }

    /// `None` if these are no bytes of a detector.
    pub fn from_bytes(bytes: &[u8]) -> Option<Averaging> {
        let mut rest = Rest(bytes);
        if rest.take::<1>()? != [FORM] {
            return None;
        }
        let mut found = Averaging::default();
        for _ in 0..rest.u64()? {
            let (partition, when) = (rest.u128()?, rest.u64()?);
            let (shared, width) = (rest.u64()? as usize, rest.u64()? as usize);
            let mut cells = Vec::new();
            for _ in 0..rest.u64()? {
                cells.push(Sketch::from_bytes(&rest.take::<{ Sketch::BYTES }>()?)?);
            }
            found.known.push(Known { partition: Partition { partition, width, cells }, when, shared });
        }
        found.index();
        rest.0.is_empty().then_some(found)
    }
}
