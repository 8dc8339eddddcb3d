//! The encrypted file of a space's identifiers: segments that are only ever appended.
//!
//! Segment: magic (4) · first index u32 · identifiers u32 · bytes of ciphertext u32 · nonce (24) · ciphertext; integers
//! little-endian. Plain text: each identifier as length u32 and bytes. XChaCha20-Poly1305; the space's name and the plain
//! header are authenticated with it, so segments cannot be moved, swapped or given to another space.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::Path;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};

use super::IdentityKey;
use super::map::{IdMap, Names};
use crate::{Doing as _, ImportError};

const MAGIC: [u8; 4] = *b"SKI1";
const HEADER: usize = 16;
const NONCE: usize = 24;
/// Identifiers of a segment at most, to bound memory.
const SEGMENT: usize = 1 << 20;

/// Reads the segments that count into a map: those below `registered` units and outside the runs of `generated` units, which
/// never had a raw identifier. Others were left by imports that were interrupted before their units were registered.
pub(crate) fn read(
    path: &Path,
    space: &str,
    key: &IdentityKey,
    registered: u32,
    generated: &[Range<u32>],
    map: &mut IdMap,
) -> Result<(), ImportError> {
    let doing = "reading an identity map";
    if registered == 0 {
        return Ok(());
    }
    let mut file = match File::open(path) {
        Ok(file) => file,
        // All units of the space were generated.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return fill(map, registered),
        Err(error) => return Err(error).doing(doing),
    };
    let cipher = cipher(key);
    while let Some((header, first, count)) = read_header(&mut file).doing(doing)? {
        if u64::from(first) + u64::from(count) > u64::from(registered) {
            break;
        }
        let mut body = vec![0; NONCE + word(&header, 12) as usize];
        file.read_exact(&mut body).doing(doing)?;
        if generated.iter().any(|run| run.start < first + count && first < run.end) {
            continue;
        }
        fill(map, first)?;
        let (nonce, sealed) = body.split_at(NONCE);
        let nonce = XNonce::try_from(nonce).map_err(|_| ImportError::IdentityMap)?;
        let payload = Payload { msg: sealed, aad: &authenticated(space, &header) };
        let plain = cipher.decrypt(&nonce, payload).map_err(|_| ImportError::IdentityMap)?;
        let mut rest = plain.as_slice();
        for index in first..first + count {
            let identifier = take(&mut rest).ok_or(ImportError::IdentityMap)?;
            if map.index(identifier) != Some(index) {
                return Err(ImportError::IdentityMap);
            }
        }
    }
    fill(map, registered)
}

/// Appends identifiers whose first has index `first`, cutting off what an interrupted import left behind.
pub(crate) fn append(
    path: &Path,
    space: &str,
    key: &IdentityKey,
    first: u32,
    identifiers: &Names,
) -> Result<(), ImportError> {
    let doing = "writing an identity map";
    let mut file = open_private(path).doing(doing)?;
    let mut end = 0;
    while let Some((header, at, count)) = read_header(&mut file).doing(doing)? {
        if u64::from(at) + u64::from(count) > u64::from(first) {
            break;
        }
        end += (HEADER + NONCE) as u64 + u64::from(word(&header, 12));
        file.seek(SeekFrom::Start(end)).doing(doing)?;
    }
    file.set_len(end).doing(doing)?;
    file.seek(SeekFrom::Start(end)).doing(doing)?;
    let cipher = cipher(key);
    let mut at = first;
    let mut left = identifiers.iter();
    loop {
        let (mut plain, mut count) = (Vec::new(), 0_u32);
        for identifier in left.by_ref().take(SEGMENT) {
            plain.extend_from_slice(&(identifier.len() as u32).to_le_bytes());
            plain.extend_from_slice(identifier);
            count += 1;
        }
        if count == 0 {
            return file.sync_all().doing(doing);
        }
        let sealed_length = u32::try_from(plain.len() + 16).map_err(|_| ImportError::IdentityMap)?;
        let mut header = [0; HEADER];
        for (slot, part) in
            header.chunks_exact_mut(4).zip([MAGIC, at.to_le_bytes(), count.to_le_bytes(), sealed_length.to_le_bytes()])
        {
            slot.copy_from_slice(&part);
        }
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: &plain, aad: &authenticated(space, &header) };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| ImportError::IdentityMap)?;
        for part in [header.as_slice(), &nonce, &sealed] {
            file.write_all(part).doing(doing)?;
        }
        at += count;
    }
}

/// Gives indices up to `until` to units without a raw identifier. Their stand-ins begin with a byte that no text in UTF-8 has.
fn fill(map: &mut IdMap, until: u32) -> Result<(), ImportError> {
    while map.len() < until {
        let index = map.len();
        let [a, b, c, d] = index.to_le_bytes();
        if map.index(&[0xff, a, b, c, d]) != Some(index) {
            return Err(ImportError::IdentityMap);
        }
    }
    Ok(())
}

fn cipher(key: &IdentityKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(key.0))
}

fn authenticated(space: &str, header: &[u8; HEADER]) -> Vec<u8> {
    [header.as_slice(), space.as_bytes()].concat()
}

/// The next header with first index and number; `None` at the end, also of a file that was cut off.
fn read_header(file: &mut File) -> std::io::Result<Option<([u8; HEADER], u32, u32)>> {
    let mut header = [0; HEADER];
    match file.read_exact(&mut header) {
        Ok(()) if header.starts_with(&MAGIC) => Ok(Some((header, word(&header, 4), word(&header, 8)))),
        Ok(()) => Err(std::io::ErrorKind::InvalidData.into()),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// The integer at a place of a header.
fn word(header: &[u8; HEADER], at: usize) -> u32 {
    let mut bytes = [0; 4];
    for (to, from) in bytes.iter_mut().zip(header.iter().skip(at)) {
        *to = *from;
    }
    u32::from_le_bytes(bytes)
}

/// The next identifier of a segment.
fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let (identifier, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *rest = after;
    Some(identifier)
}

#[cfg(unix)]
fn open_private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().create(true).truncate(false).read(true).write(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn open_private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Appends to the map of FNR under a key of sevens.
    fn append(path: &Path, first: u32, identifiers: &[&[u8]]) {
        let mut names = Names::default();
        identifiers.iter().for_each(|identifier| names.push(identifier));
        super::append(path, "FNR", &IdentityKey::new([7; 32]), first, &names).unwrap();
    }

    #[test]
    fn a_map_comes_back_and_holds_nothing_in_clear() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("FNR.map");
        let key = IdentityKey::new([7; 32]);
        let all: Vec<String> = (0..1000).map(|n| format!("0101{n:07}")).collect();
        let all: Vec<&[u8]> = all.iter().map(String::as_bytes).collect();
        append(&path, 0, &all[..600]);
        append(&path, 600, &all[600..]);

        let mut map = IdMap::default();
        read(&path, "FNR", &key, 1000, &[], &mut map).unwrap();
        assert_eq!(map.since(0).iter().collect::<Vec<_>>(), all);
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(11).any(|window| all.contains(&window)));

        let other = IdentityKey::new([8; 32]);
        assert!(matches!(read(&path, "FNR", &other, 1000, &[], &mut IdMap::default()), Err(ImportError::IdentityMap)));
        assert!(matches!(read(&path, "ORGNR", &key, 1000, &[], &mut IdMap::default()), Err(ImportError::IdentityMap)));
    }

    #[test]
    fn what_an_interrupted_import_left_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("FNR.map");
        let key = IdentityKey::new([7; 32]);
        append(&path, 0, &[b"a", b"b"]);
        append(&path, 2, &[b"never"]);
        append(&path, 2, &[b"c"]);
        let mut map = IdMap::default();
        read(&path, "FNR", &key, 3, &[], &mut map).unwrap();
        assert_eq!(map.since(0).iter().collect::<Vec<_>>(), [b"a", b"b", b"c"]);
    }

    #[test]
    fn generated_units_keep_their_places() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("FNR.map");
        let key = IdentityKey::new([7; 32]);
        append(&path, 3, &[b"d"]);
        let mut map = IdMap::default();
        read(&path, "FNR", &key, 6, &[0..3, 4..6], &mut map).unwrap();
        assert_eq!(map.len(), 6);
        assert_eq!(map.index(b"d"), Some(3));
        assert_eq!(map.index(b"new"), Some(6));
    }

    #[test]
    fn left_identifiers_never_become_generated_units() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("FNR.map");
        let key = IdentityKey::new([7; 32]);
        append(&path, 0, &[b"left"]);
        append(&path, 10, &[b"real"]);
        let mut map = IdMap::default();
        let generated = std::iter::once(0..10).collect::<Vec<_>>();
        read(&path, "FNR", &key, 11, &generated, &mut map).unwrap();
        assert_eq!(map.index(b"real"), Some(10));
        assert_eq!(map.index(b"left"), Some(11));
    }
}
