//! Keys on their way: a file under a passphrase, for a safe place or another machine.
//!
//! A text of lines `name=value`. `sealed` is the key file in XChaCha20-Poly1305 under a key that argon2id makes of the passphrase,
//! with the parameters of passwords; the lines before it are authenticated with it. `check` tells a damaged file from
//! a wrong passphrase.

use std::fs;
use std::path::Path;

use accounts::{hex, stretch_passphrase, token};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};

use super::{FILE_VARIABLE, KeyError, KeyRing, VALUE_VARIABLE, existing, file, needed, own_file, read, remember};
use crate::Home;

const FORM: &str = "skjerm-keys-1";
/// More than keys with hundreds of rotations take.
const LONGEST: u64 = 1 << 20;

/// What importing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// The keys are the home's now.
    Added,
    /// The home has these very keys; nothing was changed.
    ThereAlready,
}

/// Writes keys to a new file that only its owner can read.
///
/// # Errors
/// If the file is there already, or cannot be written; if the passphrase is too short.
pub fn export(keys: &KeyRing, path: &Path, passphrase: &str) -> Result<(), KeyError> {
    let (salt, nonce) = (random::<16>()?, random::<24>()?);
    let head = format!(
        "form={FORM}\nid={}\nkey=argon2id\nsalt={}\nnonce={}\n",
        keys.id(),
        hex::encode(&salt),
        hex::encode(&nonce)
    );
    let plain = keys.secrets.text();
    let payload = Payload { msg: plain.as_bytes(), aad: head.as_bytes() };
    let sealed = cipher(passphrase, &salt)?.encrypt(&XNonce::from(nonce), payload).map_err(|_| KeyError::Damaged)?;
    let body = format!("{head}sealed={}\n", hex::encode(&sealed));
    let text = format!("{body}check={}\n", blake3::hash(body.as_bytes()).to_hex());
    file::create(path, &text).map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => KeyError::FileExists(path.to_owned()),
        _ => KeyError::Io { path: path.to_owned(), source },
    })
}

/// Reads an exported file.
///
/// # Errors
/// If it is damaged or the passphrase is another.
pub fn unseal(path: &Path, passphrase: &str) -> Result<KeyRing, KeyError> {
    let failed = |source| KeyError::Io { path: path.to_owned(), source };
    if fs::metadata(path).map_err(failed)?.len() > LONGEST {
        return Err(KeyError::Damaged);
    }
    let bytes = fs::read(path).map_err(failed)?;
    let text = String::from_utf8(bytes).map_err(|_| KeyError::Damaged)?;
    let Parts { head, salt, nonce, sealed } = parts(&text).ok_or(KeyError::Damaged)?;
    let payload = Payload { msg: &sealed, aad: head.as_bytes() };
    let plain =
        cipher(passphrase, &salt)?.decrypt(&XNonce::from(nonce), payload).map_err(|_| KeyError::WrongPassphrase)?;
    read(std::str::from_utf8(&plain).map_err(|_| KeyError::Damaged)?)
}

/// Gives a home its keys back: one that lost them, or a new one.
///
/// # Errors
/// If the keys are not those that the home needs, it has others, or gets them from the environment.
pub fn import(home: &Home, keys: &KeyRing) -> Result<Imported, KeyError> {
    if let Some(name) = [VALUE_VARIABLE, FILE_VARIABLE].into_iter().find(|name| std::env::var_os(name).is_some()) {
        return Err(KeyError::FromOutside(name));
    }
    if let Some(there) = existing(home)? {
        let is_same = there.secrets.text() == keys.secrets.text();
        return if is_same { Ok(Imported::ThereAlready) } else { Err(KeyError::OthersThere { there: there.id() }) };
    }
    if let Some(needed) = needed(home)?
        && needed != keys.id()
    {
        return Err(KeyError::NotNeeded { needed, offered: keys.id() });
    }
    let path = own_file(home);
    let put = file::private_folder(&home.keys()).and_then(|()| file::create(&path, &keys.secrets.text()));
    put.map_err(|source| KeyError::Io { path, source })?;
    remember(home, &keys.id())?;
    Ok(Imported::Added)
}

/// An exported file, taken apart.
struct Parts<'a> {
    head: &'a str,
    salt: [u8; 16],
    nonce: [u8; 24],
    sealed: Vec<u8>,
}

/// `None`: not a byte of it may be another than was written.
fn parts(text: &str) -> Option<Parts<'_>> {
    let (body, check) = text.split_at_checked(text.rfind("check=")?)?;
    if check != format!("check={}\n", blake3::hash(body.as_bytes()).to_hex()) {
        return None;
    }
    let (head, sealed) = body.split_at_checked(body.rfind("sealed=")?)?;
    let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    if value("form")? != FORM || value("key")? != "argon2id" {
        return None;
    }
    let sealed = hex::decode(sealed.strip_prefix("sealed=")?.trim_end())?;
    Some(Parts { head, salt: hex::decode_array(value("salt")?)?, nonce: hex::decode_array(value("nonce")?)?, sealed })
}

fn cipher(passphrase: &str, salt: &[u8; 16]) -> Result<XChaCha20Poly1305, KeyError> {
    let key = stretch_passphrase(passphrase, salt).map_err(KeyError::Passphrase)?;
    Ok(XChaCha20Poly1305::new(&Key::from(key)))
}

fn random<const N: usize>() -> Result<[u8; N], KeyError> {
    token::random_bytes().map_err(|_| KeyError::NoRandomness)
}
