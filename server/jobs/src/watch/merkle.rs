//! The Merkle root of the keys of released cells, in the order of release: the tree of RFC 9162 (2.1.1) with BLAKE3.

use accounts::audit::Digest;

/// A tree that grows, as its complete subtrees from left to right: with the logarithm of its size and its root.
#[derive(Debug, Default)]
pub struct Merkle(Vec<(u32, [u8; 32])>);

impl Merkle {
    /// Adds a leaf.
    pub fn push(&mut self, key: u128) {
        let mut node = (0, hash(0, &[&key.to_le_bytes()]));
        while let Some((height, left)) = self.0.pop_if(|(height, _)| *height == node.0) {
            node = (height + 1, hash(1, &[&left, &node.1]));
        }
        self.0.push(node);
    }

    /// The root; `None`: no leaf.
    pub fn root(&self) -> Option<Digest> {
        let nodes = self.0.iter().rev().map(|(_, node)| *node);
        nodes.reduce(|right, left| hash(1, &[&left, &right])).map(Digest)
    }
}

/// Leaves and inner nodes are told apart, so that neither passes for the other.
fn hash(kind: u8, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[kind]);
    parts.iter().for_each(|part| _ = hasher.update(part));
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of the RFC, by recursion.
    fn defined(keys: &[u128]) -> [u8; 32] {
        if let [key] = keys {
            return hash(0, &[&key.to_le_bytes()]);
        }
        let half = keys.len().next_power_of_two() / 2;
        hash(1, &[&defined(&keys[..half]), &defined(&keys[half..])])
    }

    #[test]
    fn the_root_is_that_of_the_definition() {
        let mut tree = Merkle::default();
        assert_eq!(tree.root(), None);
        let keys: Vec<u128> = (0..70).map(|key| key * key + 3).collect();
        for n in 1..=keys.len() {
            tree.push(keys[n - 1]);
            assert_eq!(tree.root(), Some(Digest(defined(&keys[..n]))), "{n} leaves");
        }
    }
}
