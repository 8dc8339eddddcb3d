//! Raw identifiers in memory: about 24 bytes for each of up to 15 bytes, so that ten million fit.

use std::collections::HashMap;

/// Identifier → dense index, indices from 0 without gaps.
#[derive(Default)]
pub(crate) struct IdMap {
    short: HashMap<[u8; 16], u32>,
    long: HashMap<Box<[u8]>, u32>,
}

/// Up to 15 bytes with their number in the last one.
fn pack(identifier: &[u8]) -> Option<[u8; 16]> {
    let mut packed = [0; 16];
    packed.get_mut(..15)?.get_mut(..identifier.len())?.copy_from_slice(identifier);
    packed[15] = identifier.len() as u8;
    Some(packed)
}

impl IdMap {
    /// The number of identifiers.
    pub(crate) fn len(&self) -> u32 {
        // `index` keeps the sum below the limit of u32.
        (self.short.len() + self.long.len()) as u32
    }

    /// The index of an identifier; a new one gets the next. `None`: no index is left.
    pub(crate) fn index(&mut self, identifier: &[u8]) -> Option<u32> {
        let next = self.len();
        let index = match pack(identifier) {
            Some(packed) => *self.short.entry(packed).or_insert(next),
            None => match self.long.get(identifier) {
                Some(index) => *index,
                None => *self.long.entry(identifier.into()).or_insert(next),
            },
        };
        (index < u32::MAX - 1).then_some(index)
    }

    /// The identifiers from an index on, in order.
    pub(crate) fn since(&self, first: u32) -> Vec<&[u8]> {
        // Borrowed: of ten million new ones a copy each would take more than the map.
        let mut found: Vec<(u32, &[u8])> = Vec::new();
        for (packed, index) in self.short.iter().filter(|(_, index)| **index >= first) {
            found.push((*index, packed.get(..usize::from(packed[15])).unwrap_or_default()));
        }
        for (identifier, index) in self.long.iter().filter(|(_, index)| **index >= first) {
            found.push((*index, identifier));
        }
        found.sort_unstable_by_key(|(index, _)| *index);
        found.into_iter().map(|(_, identifier)| identifier).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn identifiers_of_any_length_keep_their_index() {
        let mut map = IdMap::default();
        let long = "x".repeat(40);
        let all = ["01010112345", "1", "", "\0", "123456789012345", "1234567890123456", &long];
        for (wanted, identifier) in all.iter().enumerate() {
            assert_eq!(map.index(identifier.as_bytes()), Some(wanted as u32));
        }
        for (wanted, identifier) in all.iter().enumerate() {
            assert_eq!(map.index(identifier.as_bytes()), Some(wanted as u32), "again");
        }
        assert_eq!(map.since(5), [b"1234567890123456".as_slice(), long.as_bytes()]);
    }
}
