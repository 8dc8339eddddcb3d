#![allow(clippy::unwrap_used)]
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use registry::Registry;

use super::Cut;
use crate::{Options, Set, SyntheticError, generate_cut};

/// Every data file under a home with its bytes.
fn data_files(home: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![home.join("data")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(home).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Three blocks, a stretch each.
fn run(home: &Path, seed: u64, stop_after: usize) -> (Result<u64, SyntheticError>, Vec<String>) {
    let registry = Registry::open(home).unwrap();
    let options = Options { persons: 33_000, seed, variables: Set::Core };
    let steps = RefCell::new(Vec::new());
    let tell = |step: &str, done: u64, _: u64| match step {
        "anew" | "resumed" => steps.borrow_mut().push(format!("{step} {done}")),
        _ => {}
    };
    let report = generate_cut(&registry, options, Cut { stretch: 1, stop_after }, &tell);
    (report.map(|report| report.rows), steps.into_inner())
}

#[test]
fn who_was_cut_off_goes_on_and_writes_the_same_bytes() {
    let (whole, cut) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (rows, steps) = run(whole.path(), 5, usize::MAX);
    assert_eq!(steps, Vec::<String>::new());
    let rows = rows.unwrap();
    // What an earlier seed left is thrown away, said plainly.
    assert!(matches!(run(cut.path(), 4, 2).0, Err(SyntheticError::Stopped)));
    let (stopped, steps) = run(cut.path(), 5, 1);
    assert!(matches!(stopped, Err(SyntheticError::Stopped)));
    assert_eq!(steps, ["anew 0"]);
    // A killed process leaves an unfinished stretch behind.
    let half = cut.path().join("data/.kept/no.ssb.fdb/1.open/NUDB_BU");
    std::fs::create_dir_all(&half).unwrap();
    std::fs::write(half.join("data.0.parquet"), "cut off").unwrap();
    let (resumed, steps) = run(cut.path(), 5, usize::MAX);
    assert_eq!(steps, ["resumed 11000"]);
    assert_eq!(resumed.unwrap(), rows);
    let (whole, cut) = (data_files(whole.path()), data_files(cut.path()));
    assert!(whole.len() > 300 && !whole.keys().any(|path| path.starts_with("data/.kept")));
    assert!(whole == cut, "the bytes differ");
}
