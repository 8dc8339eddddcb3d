//! A process that is killed in the middle of an import leaves a home as it was, or with everything.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use ingest::{IdentityKey, Target, import_exchange};
use registry::{Registry, Selection};
use variables::VersionRequest;

use crate::support::{BANK, House, described, metadata};

/// Set for the process that is to be killed: the folder of the home and of what it receives.
const FOLDER: &str = "SKJERM_KILLED_IMPORT";
const ROWS: usize = 60_000;

/// Not a test by itself: the import that is killed.
#[test]
fn the_process_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let registry = Registry::open(&folder.join("home")).unwrap();
    let target = Target { databank: BANK.to_owned(), profile: None, tier: None };
    let paths = [folder.join("received")];
    import_exchange(&registry, &folder.join("home"), &IdentityKey::new([42; 32]), &paths, &target, &mut |_| {})
        .unwrap();
}

#[test]
fn a_killed_import_leaves_all_or_nothing_and_a_home_that_works() {
    let house = House::new();
    let csv: String = (0..ROWS).map(|row| format!("{:011};{};;;\n", row * 7919 % 1_000_003, row % 7)).collect();
    for name in ["A", "B", "C"] {
        house.write(name, &metadata("FIXED", described("LONG")), &csv);
    }
    drop(house.registry.draft(BANK));
    let (mut cut, mut whole) = (0, 0);
    for wait in (0..40).map(|step| Duration::from_millis(10 + 25 * step)) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::the_process_that_is_killed"])
            .env(FOLDER, house.folder.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap();

        let registry = Registry::open(&house.home()).unwrap();
        let Some(databank) = registry.databank(BANK).unwrap() else {
            cut += 1;
            assert_eq!(registry.unit_count("FNR").unwrap(), 0, "units of nobody");
            continue;
        };
        let draft = registry.draft(&databank.name).unwrap();
        let names: Vec<String> = draft.changes().unwrap().into_iter().map(|change| change.name).collect();
        assert_eq!(names, ["A", "B", "C"]);
        assert_eq!(registry.unit_count("FNR").unwrap() as usize, ROWS);
        whole += 1;
        break;
    }
    eprintln!("killed before the end {cut} times, after it {whole} times");
    assert!(cut > 0, "never killed in time");
    if whole == 0 {
        house.import().unwrap();
    }
    let bank = house.registry.resolve(BANK, VersionRequest::Draft).unwrap();
    for name in ["A", "B", "C"] {
        assert_eq!(bank.read(name, &Selection::All).unwrap().unit.len(), ROWS, "{name}");
    }
    let left = std::fs::read_dir(house.home().join("data/.staging")).unwrap().count();
    assert_eq!(left, 0, "something of an interrupted import is left");
}
