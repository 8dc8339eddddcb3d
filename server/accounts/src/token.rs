//! Random secrets: 256 bits, shown once, stored hashed.

use rand::TryRng as _;
use rand::rngs::SysRng;

use crate::{AccountsError, Result, hex};

/// A secret that opens a session or an invitation.
///
/// No `Debug` and no `Display`, so that it cannot end in a log; [`Token::reveal`] gives the text for cookie or link.
#[derive(Clone)]
pub struct Token(String);

/// What is stored of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TokenHash(pub(crate) [u8; 32]);

impl Token {
    /// A new token from the randomness of the operating system.
    pub fn random() -> Result<Token> {
        random_hex::<32>().map(Token)
    }

    /// A token as a client sent it; nothing is checked here.
    pub fn received(text: &str) -> Token {
        Token(text.to_owned())
    }

    /// The text that the client keeps.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is looked up and stored. A plain hash is enough: nobody guesses 256 random bits.
    pub fn hash(&self) -> TokenHash {
        TokenHash(*blake3::hash(self.0.as_bytes()).as_bytes())
    }
}

/// A random identifier of 128 bits in hexadecimal: of runs and shares, which cannot be guessed.
pub fn random_id() -> Result<String> {
    random_hex::<16>()
}

/// `N` bytes from the randomness of the operating system, in hexadecimal.
pub fn random_hex<const N: usize>() -> Result<String> {
    random_bytes::<N>().map(|bytes| hex::encode(&bytes))
}

/// `N` bytes from the randomness of the operating system.
pub fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(|_| AccountsError::NoRandomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn tokens_differ_and_hash_the_same_when_sent_back() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.reveal().len(), 64);
        assert!(one.hash() != other.hash());
        assert!(Token::received(one.reveal()).hash() == one.hash());
        assert_eq!(random_id().unwrap().len(), 32);
    }
}
