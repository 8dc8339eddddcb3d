//! Record keys: 128 bits a unit, the same over all versions and variables of a home.

use rayon::prelude::*;

/// K_u = BLAKE3_keyed(register key, space, pseudonym), the first 128 bits.
pub fn record_key(register_key: &[u8; 32], space: &str, pseudonym: u64) -> u128 {
    let mut hasher = blake3::Hasher::new_keyed(register_key);
    hasher.update(b"skjerm/record-key/1");
    hasher.update(&(space.len() as u64).to_le_bytes());
    hasher.update(space.as_bytes());
    hasher.update(&pseudonym.to_le_bytes());
    let full = hasher.finalize();
    full.as_bytes().first_chunk::<16>().map_or(0, |word| u128::from_le_bytes(*word))
}

/// The record keys of a whole space, in the order of the pseudonyms (dense unit index).
pub fn record_keys(register_key: &[u8; 32], space: &str, pseudonyms: &[u64]) -> Vec<u128> {
    pseudonyms.par_iter().map(|pseudonym| record_key(register_key, space, *pseudonym)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_by_space_pseudonym_and_secret() {
        let base = record_key(&[1; 32], "FNR", 7);
        assert_ne!(base, record_key(&[1; 32], "FNR", 8));
        assert_ne!(base, record_key(&[1; 32], "ORGNR", 7));
        assert_ne!(base, record_key(&[2; 32], "FNR", 7));
        assert_eq!(record_keys(&[1; 32], "FNR", &[8, 7])[1], base);
    }
}
