#![allow(clippy::unwrap_used)]

use std::os::unix::fs::PermissionsExt as _;

use accounts::audit::{Act, Digest, Fault, Stamp, verify};
use accounts::{Accounts, AccountsError, Moment};
use tempfile::TempDir;
use variables::Day;

use super::portable::{Imported, export, import, unseal};
use super::rotation::rotate;
use super::*;

const NOW: Moment = Moment(1_795_734_000);
const PASSPHRASE: &str = "five words in a row";

/// A home that goes with the test.
fn home() -> (TempDir, Home) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::open(folder.path()).unwrap();
    (folder, home)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn keys_are_made_once_and_private() {
    let (_folder, home) = home();
    let first = open(&home).unwrap();
    let path = home.keys().join("home.keys");
    assert_eq!((mode(&path), mode(&home.keys())), (0o600, 0o700));
    assert_eq!(open(&home).unwrap().id(), first.id());
    assert_eq!(fs::read_dir(home.keys()).unwrap().count(), 1);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(open(&home), Err(KeyError::TooOpen(_))));
}

#[test]
fn a_home_takes_no_other_keys_than_its_own() {
    let (_folder, home) = home();
    let first = open(&home).unwrap();
    assert_eq!(open(&home).unwrap().id(), first.id());
    let path = home.keys().join("home.keys");
    fs::remove_file(&path).unwrap();
    let lost = open(&home).err().unwrap();
    assert!(matches!(&lost, KeyError::NotOfHome { needed } if *needed == first.id()));
    assert!(lost.text().en.contains(&first.id()) && !path.exists());
    fs::remove_file(home.folder().join("key-id")).unwrap();
    let other = open(&home).unwrap().id();
    fs::write(home.folder().join("key-id"), first.id()).unwrap();
    assert!(other != first.id() && matches!(open(&home), Err(KeyError::NotOfHome { .. })));
}

#[test]
fn broken_keys_are_refused_and_never_replaced() {
    let (_folder, home) = home();
    open(&home).unwrap();
    let path = home.keys().join("home.keys");
    let good = fs::read_to_string(&path).unwrap();
    for broken in ["noise=12\nregister=34\nidentity=56\n".to_owned(), format!("{good}retired=yesterday\n")] {
        fs::write(&path, &broken).unwrap();
        assert!(matches!(open(&home), Err(KeyError::WrongForm)));
        assert_eq!(fs::read_to_string(&path).unwrap(), broken);
    }
}

#[test]
fn the_key_of_the_audit_log_is_neither_the_noise_key_nor_the_same_for_two_homes() {
    let (_one, one) = home();
    let (_other, other) = home();
    let (one, other) = (open(&one).unwrap(), open(&other).unwrap());
    let derived = |keys: &KeyRing| blake3::derive_key(AUDIT_CONTEXT, &keys.secrets.noise);
    assert!(derived(&one) != one.secrets.noise && derived(&one) != derived(&other));
    assert_eq!(one.audit().current().id(), one.id());
}

#[test]
fn exported_keys_open_the_home_that_lost_them() {
    let (folder, home) = home();
    let keys = open(&home).unwrap();
    let file = folder.path().join("exported");
    export(&keys, &file, PASSPHRASE).unwrap();
    assert_eq!(mode(&file), 0o600);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(&keys.id()) && !text.contains(&accounts::hex::encode(&keys.secrets.noise)));
    assert!(matches!(export(&keys, &file, PASSPHRASE), Err(KeyError::FileExists(_))));
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "an export took the place of a file");

    assert_eq!(import(&home, &unseal(&file, PASSPHRASE).unwrap()).unwrap(), Imported::ThereAlready);
    fs::remove_file(own_file(&home)).unwrap();
    assert!(open(&home).is_err());
    assert_eq!(import(&home, &unseal(&file, PASSPHRASE).unwrap()).unwrap(), Imported::Added);
    assert_eq!(mode(&own_file(&home)), 0o600);
    assert!(open(&home).unwrap().secrets.text() == keys.secrets.text());
}

#[test]
fn a_new_home_can_be_given_keys_and_one_that_has_others_not() {
    let (folder, home) = self::home();
    let keys = open(&home).unwrap();
    let file = folder.path().join("exported");
    export(&keys, &file, PASSPHRASE).unwrap();
    let exported = unseal(&file, PASSPHRASE).unwrap();
    let (_new, new) = self::home();
    assert_eq!(import(&new, &exported).unwrap(), Imported::Added);
    assert_eq!(open(&new).unwrap().id(), keys.id());
    // Another home's keys stay, and where they are gone it takes none but them.
    let (_other, other) = self::home();
    let own = open(&other).unwrap().id();
    assert!(matches!(import(&other, &exported), Err(KeyError::OthersThere { there }) if there == own));
    assert_eq!(open(&other).unwrap().id(), own);
    fs::remove_file(own_file(&other)).unwrap();
    let refused = import(&other, &exported).err().unwrap();
    assert!(matches!(&refused, KeyError::NotNeeded { needed, offered } if *needed == own && *offered == keys.id()));
    assert!(refused.text().nb.contains(&own) && !own_file(&other).exists());
}

#[test]
fn a_wrong_passphrase_is_told_from_a_damaged_file() {
    let (folder, home) = home();
    let file = folder.path().join("exported");
    let keys = open(&home).unwrap();
    assert!(matches!(export(&keys, &file, "short"), Err(KeyError::Passphrase(AccountsError::PasswordTooShort))));
    assert!(!file.exists());
    export(&keys, &file, PASSPHRASE).unwrap();
    assert!(matches!(unseal(&file, "five words in a roW"), Err(KeyError::WrongPassphrase)));
    let whole = fs::read(&file).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        fs::write(&file, &flipped).unwrap();
        assert!(matches!(unseal(&file, PASSPHRASE), Err(KeyError::Damaged)), "byte {at}");
    }
    for part in [&whole[..whole.len() / 2], &b""[..], &b"check="[..], &b"sealed=check="[..]] {
        fs::write(&file, part).unwrap();
        assert!(matches!(unseal(&file, PASSPHRASE), Err(KeyError::Damaged)));
    }
    // Whoever changes what is told in plain text, its check included, is found out by the cipher.
    let text = String::from_utf8(whole).unwrap().replace(&keys.id(), "0123456789abcdef");
    let body = text.split_at(text.rfind("check=").unwrap()).0.to_owned();
    let check = blake3::hash(body.as_bytes()).to_hex();
    fs::write(&file, format!("{body}check={check}\n")).unwrap();
    assert!(matches!(unseal(&file, PASSPHRASE), Err(KeyError::WrongPassphrase)));
}

fn accounts(home: &Home) -> Accounts {
    Accounts::open(&home.accounts(), open(home).unwrap().audit(), NOW).unwrap()
}

fn run() -> Act {
    Act::RunBegan { run: "r".to_owned(), script: Digest::of(b"s"), institution: None }
}

#[test]
fn a_rotation_changes_draws_and_nothing_that_belongs_to_units() {
    let (_folder, home) = home();
    let (old, log) = (open(&home).unwrap(), accounts(&home));
    log.record(Stamp::operator(NOW), run()).unwrap();
    let new = rotate(&home, &home.lock().unwrap(), &log, NOW).unwrap();
    assert!(new.secrets.noise != old.secrets.noise && new.id() != old.id());
    assert!(new.secrets.register == old.secrets.register && new.identity() == old.identity());
    assert_eq!(new.filter().record_key("FNR", 7), old.filter().record_key("FNR", 7));
    assert_eq!(fs::read_to_string(home.folder().join("key-id")).unwrap(), new.id());
    assert_eq!(open(&home).unwrap().id(), new.id());
    let text = fs::read_to_string(own_file(&home)).unwrap();
    assert!(text.contains(&format!("retired={}:1:", Day(20_783))), "the day of the rotation is kept");
    assert_eq!(mode(&own_file(&home)), 0o600);
    // Keys from before the rotation are not the home's any more.
    fs::write(own_file(&home), old.secrets.text()).unwrap();
    assert!(matches!(open(&home), Err(KeyError::NotOfHome { needed }) if needed == new.id()));
}

#[test]
fn the_audit_log_holds_over_several_rotations() {
    let (_folder, home) = home();
    for _ in 0..3 {
        let log = accounts(&home);
        log.record(Stamp::operator(NOW), run()).unwrap();
        rotate(&home, &home.lock().unwrap(), &log, NOW).unwrap();
    }
    accounts(&home).record(Stamp::operator(NOW), run()).unwrap();
    let verdict = verify(&home.accounts(), &open(&home).unwrap().audit()).unwrap();
    assert_eq!((verdict.records, verdict.keys.len(), verdict.fault), (7, 4, None));
    // An exported file carries the retired keys too.
    let file = home.folder().join("exported");
    export(&open(&home).unwrap(), &file, PASSPHRASE).unwrap();
    let verdict = verify(&home.accounts(), &unseal(&file, PASSPHRASE).unwrap().audit()).unwrap();
    assert_eq!(verdict.fault, None);
}

#[test]
fn a_rotation_that_was_interrupted_is_finished_by_the_next_start() {
    let (_folder, home) = home();
    let (old, log) = (open(&home).unwrap(), accounts(&home));
    log.record(Stamp::operator(NOW), run()).unwrap();
    drop(log);
    let copy = |name: &str| fs::copy(home.folder().join(name), home.folder().join(format!("{name}.before"))).unwrap();
    let back = |name: &str| fs::rename(home.folder().join(format!("{name}.before")), home.folder().join(name)).unwrap();
    for name in ["accounts.sqlite", "audit.head", "key-id"] {
        copy(name);
    }
    rotate(&home, &home.lock().unwrap(), &accounts(&home), NOW).unwrap();
    // As if the process had ended after the key file and before everything else.
    for name in ["accounts.sqlite", "audit.head", "key-id"] {
        back(name);
    }
    let new = open(&home).unwrap();
    assert_ne!(new.id(), old.id());
    let page = accounts(&home).audit_page(None, 1).unwrap();
    assert_eq!(page[0].record.act, Act::KeyChanged { from: old.id(), to: new.id() });
    let verdict = verify(&home.accounts(), &new.audit()).unwrap();
    assert_eq!((verdict.records, verdict.fault), (2, None));
}

#[test]
fn a_log_under_other_keys_is_refused_even_where_no_id_is_kept() {
    let (_folder, home) = home();
    accounts(&home).record(Stamp::operator(NOW), run()).unwrap();
    let old = open(&home).unwrap().id();
    fs::remove_file(home.folder().join("key-id")).unwrap();
    fs::remove_dir_all(home.keys()).unwrap();
    let keys = open(&home).unwrap();
    let refused = Accounts::open(&home.accounts(), keys.audit(), NOW).err().unwrap();
    assert!(matches!(refused, AccountsError::Audit(Fault::OtherKeys { number: 1, needed }) if needed == old));
}
