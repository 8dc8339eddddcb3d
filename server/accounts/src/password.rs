//! Passwords: argon2id with the parameters that OWASP recommends.
//!
//! OWASP Password Storage Cheat Sheet (2025): argon2id, 19 MiB of memory, 2 passes, 1 lane; the salt is 128 random bits.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};

use crate::{AccountsError, Result};

/// Fewest characters of a password (NIST SP 800-63B-4 asks for at least 8, 15 where it is the only factor; 12 is between).
pub const LEAST_LENGTH: usize = 12;
/// Most characters, to bound the work of a request.
pub const MOST_LENGTH: usize = 256;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| AccountsError::Hashing)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Checks the length.
pub fn check(password: &str) -> Result<()> {
    match password.chars().count() {
        ..LEAST_LENGTH => Err(AccountsError::PasswordTooShort),
        LEAST_LENGTH..=MOST_LENGTH => Ok(()),
        _ => Err(AccountsError::PasswordTooLong),
    }
}

/// Hashes a password to a PHC string. Takes tens of milliseconds and 19 MiB.
pub fn hash(password: &str) -> Result<String> {
    Ok(argon2()?.hash_password(password.as_bytes()).map_err(|_| AccountsError::Hashing)?.to_string())
}

/// Whether the password fits the PHC string. Takes as long as [`hash`], right or wrong.
pub fn is_right(password: &str, phc: &str) -> Result<bool> {
    let parsed = PasswordHash::new(phc).map_err(|_| AccountsError::Hashing)?;
    Ok(argon2()?.verify_password(password.as_bytes(), &parsed).is_ok())
}

/// A key of 256 bits from a passphrase, at the price of a password's hash. Checks the length first.
pub fn stretch(passphrase: &str, salt: &[u8; 16]) -> Result<[u8; 32]> {
    check(passphrase)?;
    let mut key = [0; 32];
    let made = argon2()?.hash_password_into(passphrase.as_bytes(), salt, &mut key);
    made.map(|()| key).map_err(|_| AccountsError::Hashing)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let phc = hash("correct horse battery").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(is_right("correct horse battery", &phc).unwrap());
        assert!(!is_right("correct horse batterY", &phc).unwrap());
    }

    #[test]
    fn a_key_is_of_its_passphrase_and_salt() {
        let key = stretch("correct horse battery", &[1; 16]).unwrap();
        assert_eq!(stretch("correct horse battery", &[1; 16]).unwrap(), key);
        assert_ne!(stretch("correct horse battery", &[2; 16]).unwrap(), key);
        assert_ne!(stretch("correct horse batterY", &[1; 16]).unwrap(), key);
        assert!(matches!(stretch("short", &[1; 16]), Err(AccountsError::PasswordTooShort)));
    }

    #[test]
    fn length_is_bounded_on_both_sides() {
        assert!(matches!(check("short"), Err(AccountsError::PasswordTooShort)));
        assert!(check("twelve chars").is_ok());
        assert!(matches!(check(&"x".repeat(257)), Err(AccountsError::PasswordTooLong)));
    }
}
