//! Nothing half-done, nothing weaker, nothing open to others, and imports that meet.

use ingest::{ImportError, Imported, Target, import_exchange};
use registry::{Registry, RegistryError};
use variables::{Profile, Tier};

use crate::support::{BANK, House, described, files, findings, metadata, numbers, refused};

fn import(house: &House, profile: Option<Profile>, tier: Option<Tier>) -> Result<Imported, ImportError> {
    let target = Target { databank: BANK.to_owned(), profile, tier };
    import_exchange(&house.registry, &house.home(), &house.key, &[house.received()], &target, &mut |_| {})
}

#[track_caller]
fn fixed(answer: Result<Imported, ImportError>, wanted: &str) {
    assert!(matches!(answer, Err(ImportError::Registry(RegistryError::Fixed { what, .. })) if what == wanted));
}

#[test]
fn protection_is_never_weakened_by_an_import() {
    let house = House::new();
    house.write("X", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    import(&house, None, None).unwrap();
    let kind = || {
        let databank = house.registry.databank(BANK).unwrap().unwrap();
        (databank.profile, databank.tier)
    };
    assert_eq!(kind(), (Profile::Register, Tier::Ordinary), "the default");
    std::fs::rename(house.received().join("X"), house.received().join("Y")).unwrap();
    for extension in ["json", "csv"] {
        let file = |name: &str| house.received().join(format!("Y/{name}.{extension}"));
        std::fs::rename(file("X"), file("Y")).unwrap();
    }
    fixed(import(&house, Some(Profile::Open), None), "profile");

    // A stricter tier comes with the data or not at all.
    std::fs::write(house.received().join("Y/Y.csv"), "1;x;;;\n").unwrap();
    refused(import(&house, None, Some(Tier::Sensitive)));
    assert_eq!(kind(), (Profile::Register, Tier::Ordinary));
    std::fs::write(house.received().join("Y/Y.csv"), "1;1;;;\n").unwrap();
    import(&house, None, Some(Tier::Sensitive)).unwrap();
    assert_eq!(kind(), (Profile::Register, Tier::Sensitive));
    fixed(import(&house, None, Some(Tier::Ordinary)), "tier");
}

#[test]
fn a_refused_import_changes_no_byte_of_data_units_and_identities() {
    let house = House::new();
    house.write("X", &metadata("FIXED", described("LONG")), "1;1;;;\n2;2;;;\n");
    house.import().unwrap();
    let state = || {
        let of = |folder: &str| files(&house.home().join(folder));
        (of("data"), of("units"), of("identity"), house.registry.draft(BANK).unwrap().changes().unwrap())
    };
    let before = state();
    std::fs::remove_dir_all(house.received().join("X")).unwrap();
    house.write("A", &metadata("FIXED", described("LONG")), "3;1;;;\n4;2;;;\n");
    house.write("B", &metadata("FIXED", described("LONG")), "5;1;;;\n5;2;;;\n");
    assert_eq!(findings(&refused(house.import())), ["2 unit-twice"]);
    assert!(state() == before, "something has changed");
    assert_eq!(house.registry.unit_count("FNR").unwrap(), 2);
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_what_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let house = House::new();
    house.write("X", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    house.import().unwrap();
    let mode = |path: &str| std::fs::metadata(house.home().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("identity/FNR.map"), mode("registry.sqlite")), (0o600, 0o600));
    for folder in ["identity", "data", "units"] {
        assert_eq!(mode(folder), 0o700, "{folder}");
    }
}

#[test]
fn imports_at_the_same_time_take_turns() {
    let house = House::new();
    let csv: String = (0..20_000).map(|row| format!("{:011};{row};;;\n", row * 7919 % 100_003)).collect();
    let names = ["A", "B", "C", "D"];
    for name in names {
        house.write(name, &metadata("FIXED", described("LONG")), &csv);
    }
    let one = |name: &str| {
        // Each as another process would: with a registry of its own.
        let registry = Registry::open(&house.home()).unwrap();
        let target = Target { databank: BANK.to_owned(), profile: None, tier: None };
        let paths = [house.received().join(name)];
        import_exchange(&registry, &house.home(), &house.key, &paths, &target, &mut |_| {})
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = names.iter().map(|name| scope.spawn(|| one(name).unwrap())).collect();
        running.into_iter().for_each(|thread| drop(thread.join().unwrap()));
    });
    let first = house.read("A");
    for name in names {
        let records = house.read(name);
        assert_eq!(records.unit, first.unit);
        assert_eq!(numbers(&records), numbers(&first), "{name}: units differ");
    }
    assert_eq!(house.registry.unit_count("FNR").unwrap(), 20_000);

    house.registry.draft(BANK).unwrap().release(&Default::default()).unwrap();
    let answers = std::thread::scope(|scope| {
        let running: Vec<_> = (0..3).map(|_| scope.spawn(|| one("A"))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    let (done, late): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    for answer in late {
        assert_eq!(findings(&refused(answer)), ["already-in-draft"]);
    }
}
