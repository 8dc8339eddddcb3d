//! Raw identifiers in memory: about 24 bytes for each of up to 15 bytes, so that ten million fit.

use std::collections::HashMap;

use foldhash::quality::RandomState;

/// Identifier → dense index, indices from 0 without gaps.
#[derive(Default)]
pub(crate) struct IdMap {
    short: HashMap<Packed, u32, RandomState>,
    long: HashMap<Box<[u8]>, u32, RandomState>,
}

/// Up to 15 bytes with their number in the last one. Four words: a `u128` would make each entry 32 bytes long.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Packed([u32; 4]);

impl std::hash::Hash for Packed {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let [a, b, c, d] = self.0.map(u128::from);
        state.write_u128(a | b << 32 | c << 64 | d << 96);
    }
}

impl Packed {
    fn of(identifier: &[u8]) -> Option<Packed> {
        let mut bytes = [0_u8; 16];
        bytes.get_mut(..15)?.get_mut(..identifier.len())?.copy_from_slice(identifier);
        bytes[15] = identifier.len() as u8;
        let mut words = [0; 4];
        for (word, part) in words.iter_mut().zip(bytes.chunks_exact(4)) {
            *word = u32::from_le_bytes(part.try_into().unwrap_or_default());
        }
        Some(Packed(words))
    }

    fn bytes(self) -> ([u8; 16], usize) {
        let mut bytes = [0; 16];
        for (part, word) in bytes.chunks_exact_mut(4).zip(self.0) {
            part.copy_from_slice(&word.to_le_bytes());
        }
        (bytes, usize::from(bytes[15]))
    }
}

impl IdMap {
    /// The number of identifiers.
    pub(crate) fn len(&self) -> u32 {
        // `index` keeps the sum below the limit of u32.
        (self.short.len() + self.long.len()) as u32
    }

    /// The index of an identifier that has one.
    pub(crate) fn find(&self, identifier: &[u8]) -> Option<u32> {
        match Packed::of(identifier) {
            Some(packed) => self.short.get(&packed).copied(),
            None => self.long.get(identifier).copied(),
        }
    }

    /// The index of an identifier; a new one gets the next. `None`: no index is left.
    pub(crate) fn index(&mut self, identifier: &[u8]) -> Option<u32> {
        let next = self.len();
        let index = match Packed::of(identifier) {
            Some(packed) => *self.short.entry(packed).or_insert(next),
            None => match self.long.get(identifier) {
                Some(index) => *index,
                None => *self.long.entry(identifier.into()).or_insert(next),
            },
        };
        (index < u32::MAX - 1).then_some(index)
    }

    /// The identifiers from an index on, in order.
    pub(crate) fn since(&self, first: u32) -> Names {
        let mut found: Vec<(u32, Result<Packed, &[u8]>)> = Vec::new();
        found.extend(
            self.short.iter().filter(|(_, index)| **index >= first).map(|(packed, index)| (*index, Ok(*packed))),
        );
        found
            .extend(self.long.iter().filter(|(_, index)| **index >= first).map(|(name, index)| (*index, Err(&**name))));
        found.sort_unstable_by_key(|(index, _)| *index);
        let mut names = Names::default();
        for (_, name) in found {
            match name {
                Ok(packed) => {
                    let (bytes, length) = packed.bytes();
                    names.push(bytes.get(..length).unwrap_or_default());
                }
                Err(name) => names.push(name),
            }
        }
        names
    }
}

/// Byte strings one behind the other.
#[derive(Default)]
pub(crate) struct Names {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Names {
    pub(crate) fn push(&mut self, name: &[u8]) {
        self.bytes.extend_from_slice(name);
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, until)| self.bytes.get(from..*until).unwrap_or_default())
    }
}

/// Names that one thread meets and the map does not know: numbered as they come, to be given their index later.
#[derive(Default)]
pub(crate) struct NewNames {
    map: IdMap,
    names: Names,
}

impl NewNames {
    /// The number of a name among the new ones.
    pub(crate) fn number(&mut self, name: &[u8]) -> u32 {
        let n_known = self.map.len();
        // A block has fewer lines than there are numbers.
        let number = self.map.index(name).unwrap_or(0);
        if number == n_known {
            self.names.push(name);
        }
        number
    }

    /// The names in the order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.names.iter()
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
        assert_eq!(map.find(b"1"), None);
        for (wanted, identifier) in all.iter().enumerate() {
            assert_eq!(map.index(identifier.as_bytes()), Some(wanted as u32));
        }
        for (wanted, identifier) in all.iter().enumerate() {
            assert_eq!(map.index(identifier.as_bytes()), Some(wanted as u32), "again");
            assert_eq!(map.find(identifier.as_bytes()), Some(wanted as u32));
        }
        assert_eq!(map.since(5).iter().collect::<Vec<_>>(), [b"1234567890123456".as_slice(), long.as_bytes()]);
        assert_eq!(map.since(0).iter().collect::<Vec<_>>(), all.map(str::as_bytes));
    }

    #[test]
    fn new_names_are_numbered_as_they_come() {
        let mut new = NewNames::default();
        assert_eq!(["b", "a", "b", ""].map(|name| new.number(name.as_bytes())), [0, 1, 0, 2]);
        assert_eq!(new.iter().collect::<Vec<_>>(), [b"b".as_slice(), b"a", b""]);
    }
}
