//! `skjerm keys`, and where keys are and are not.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use super::served::Served;
use super::support::{SCRIPT, fine, folder, prepared, skjerm, skjerm_with_input};

const PASSPHRASE: &str = "five words in a row";

/// Runs the binary with a passphrase in the environment.
fn skjerm_with_passphrase(home: &Path, arguments: &[&str], passphrase: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_skjerm"))
        .args(["--home".as_ref(), home.as_os_str()])
        .args(arguments)
        .env("LC_ALL", "C")
        .env("SKJERM_PASSPHRASE", passphrase)
        .env_remove("SKJERM_PASSPHRASE_FILE")
        .output()
        .unwrap()
}

#[track_caller]
fn refused(output: Output, reason: &str) {
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(reason), "{said}");
}

#[test]
fn a_home_that_lost_its_keys_gets_them_back_from_an_exported_file() {
    let home = prepared("keys-export");
    let (home, file) = (home.folder(), home.folder().with_extension("exported"));
    let path = file.to_str().unwrap();
    let _ = std::fs::remove_file(&file);
    refused(skjerm_with_passphrase(home, &["keys", "export", path], "short"), "at least 12 characters");
    refused(skjerm(home, &["keys", "export", path]), "--passphrase-file");
    assert!(!file.exists());
    fine(skjerm_with_passphrase(home, &["keys", "export", path], PASSPHRASE));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    refused(skjerm_with_passphrase(home, &["keys", "export", path], PASSPHRASE), "is there already");

    std::fs::remove_dir_all(home.join("keys")).unwrap();
    refused(skjerm_with_input(home, &["run", "-"], SCRIPT), "this home needs the keys with the id");
    refused(
        skjerm_with_passphrase(home, &["keys", "import", path], "six words in a long row"),
        "passphrase is not that",
    );
    let other = folder("keys-other");
    fine(skjerm(&other, &["institution", "add", "Uni", "--orgnr", "123456789"]));
    refused(skjerm_with_passphrase(&other, &["keys", "import", path], PASSPHRASE), "has keys already");
    std::fs::remove_dir_all(other.join("keys")).unwrap();
    refused(skjerm_with_passphrase(&other, &["keys", "import", path], PASSPHRASE), "but this home needs those");

    // The first line of a file is a passphrase too, and stands above the environment.
    let secret = home.with_extension("passphrase");
    std::fs::write(&secret, format!("{PASSPHRASE}\nmore\n")).unwrap();
    let import = ["keys", "import", path, "--passphrase-file", secret.to_str().unwrap()];
    fine(skjerm_with_passphrase(home, &import, "not the passphrase"));
    fine(skjerm_with_input(home, &["run", "-"], SCRIPT));
    assert!(fine(skjerm(home, &import)).contains("nothing was changed"));
    fine(skjerm(home, &["audit", "verify"]));
}

#[test]
fn a_rotation_is_asked_for_twice_and_told_in_the_log() {
    let home = prepared("keys-rotate");
    let home = home.folder();
    let id = || std::fs::read_to_string(home.join("key-id")).unwrap();
    let old = id();
    fine(skjerm_with_input(home, &["run", "-"], SCRIPT));
    refused(skjerm(home, &["keys", "rotate"]), "nothing was changed");
    let served = Served::start(home, &[]);
    refused(skjerm(home, &["keys", "rotate", "--yes"]), "stop it first");
    drop(served);
    assert_eq!(id(), old);
    let rotated = skjerm(home, &["keys", "rotate", "--yes"]);
    let cost = String::from_utf8_lossy(&rotated.stderr).into_owned();
    assert!(cost.contains("can average two"), "{cost}");
    let told = fine(rotated);
    let new = id();
    assert!(new != old && told.contains(&new) && told.contains(&old), "{told}");
    fine(skjerm_with_input(home, &["run", "-"], SCRIPT));
    let verified = fine(skjerm(home, &["audit", "verify"]));
    assert!(
        verified.contains(&format!("keys {old}: records 1 to")) && verified.contains(&format!("keys {new}:")),
        "{verified}"
    );
}

/// All files below a folder, without those of the keys.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) =
        entries.filter(|path| !path.ends_with("keys")).partition(|path| path.is_dir());
    files.into_iter().chain(folders.iter().flat_map(|folder| self::files(folder))).collect()
}

#[test]
fn keys_and_scripts_are_in_no_other_file_of_the_home_and_in_nothing_that_is_said() {
    let home = folder("keys-nowhere");
    let mut said = Vec::new();
    let mut say = |output: Output| said.extend([output.stdout, output.stderr].concat());
    say(skjerm(&home, &["registry", "generate", "--persons", "2000"]));
    let script = "// en hemmelig tanke\nrequire no.ssb.fdb:1 as db\ncreate-dataset d\nimport db/BEFOLKNING_KJOENN as k\ntabulate k\n";
    say(skjerm_with_input(&home, &["run", "-", "--json"], script));
    say(skjerm(&home, &["keys", "rotate", "--yes"]));
    let served = Served::start(&home, &[]);
    say(skjerm_with_input(&home, &["run", "-"], script));
    say(served.end().0);
    say(skjerm(&home, &["audit", "verify"]));
    let kept = std::fs::read_to_string(home.join("keys/home.keys")).unwrap();
    let secrets: Vec<&str> = kept.lines().filter_map(|line| line.rsplit(['=', ':']).next()).collect();
    assert_eq!(secrets.len(), 4, "three keys and a retired one");
    let mut needles: Vec<Vec<u8>> = vec![b"hemmelig".to_vec()];
    for secret in secrets {
        let bytes = (0..32).map(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).unwrap()).collect();
        needles.extend([secret.as_bytes().to_vec(), bytes]);
    }
    let holds = |content: &[u8], needle: &[u8]| content.windows(needle.len()).any(|window| window == needle);
    let files = files(&home);
    assert!(files.iter().any(|file| file.ends_with("accounts.sqlite")), "{files:?}");
    for needle in &needles {
        for file in &files {
            assert!(!holds(&std::fs::read(file).unwrap(), needle), "{} tells a secret", file.display());
        }
    }
    // What a run answers may hold the script's words; nothing that is said holds a key.
    assert!(needles[1..].iter().all(|needle| !holds(&said, needle)));
}
