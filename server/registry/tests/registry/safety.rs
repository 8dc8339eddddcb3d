//! Nothing half-done stays, and the same rows give the same bytes.

use std::fs;

use registry::{Addition, Chunk, ChunkValues, NewUnits, Registry, RegistryError, StoredValues};
use variables::{Databank, Profile, Temporality, Tier};

use crate::support::{BANK, Row, add, chunk_of, files, home, stage, variable};

#[test]
fn the_same_rows_give_the_same_bytes() {
    let rows: Vec<Row> = (0..50_000).map(|n| (n, i64::from(n % 977), (n % 3) as i32, Some((n % 3) as i32))).collect();
    let write = || {
        let (folder, registry) = home();
        let draft = registry.draft(BANK).unwrap();
        for temporality in [Temporality::Fixed, Temporality::Status, Temporality::Event] {
            let staged = stage(&registry, &format!("X{temporality:?}").to_uppercase(), temporality, &rows, 1000);
            draft.commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
        }
        files(&folder.path().join("data"))
    };
    let first = write();
    assert_eq!(first.len(), 3 + 1 + 3 + 1);
    assert!(first == write(), "files differ");
}

#[test]
fn dropped_writers_and_refused_commits_leave_nothing() {
    let (folder, registry) = home();
    let before = files(&folder.path().join("data"));
    let mut writer = registry.stage(variable("X", Temporality::Fixed), StoredValues::Long).unwrap();
    writer.write(chunk_of(Temporality::Fixed, &[(1, 1, 0, None)])).unwrap();
    drop(writer);
    drop(stage(&registry, "X", Temporality::Fixed, &[(1, 1, 0, None)], 1));
    assert_eq!(files(&folder.path().join("data")), before);

    let draft = registry.draft(BANK).unwrap();
    add(&draft, &registry, "B");
    let before = files(&folder.path().join("data"));
    let staged = ["A", "B", "C"].map(|name| stage(&registry, name, Temporality::Fixed, &[(1, 1, 0, None)], 1));
    let units = vec![("FNR".to_owned(), 0, NewUnits::Count(10))];
    let refused = draft.commit(Addition { staged: staged.into(), units, ..Addition::default() });
    assert!(matches!(refused, Err(RegistryError::AlreadyDrafted(name)) if name == "B"));
    assert_eq!(files(&folder.path().join("data")), before);
    assert_eq!(draft.changes().unwrap().len(), 1);
    assert_eq!(registry.unit_count("FNR").unwrap(), 0);
}

#[test]
fn a_databank_is_made_with_its_data_or_not_at_all() {
    let (_folder, registry) = home();
    let bank = |name: &str, tier| Databank {
        name: name.to_owned(),
        profile: Profile::Register,
        tier,
        synthetic: false,
        versions: Vec::new(),
    };
    let addition = |first| Addition {
        staged: vec![stage(&registry, "A", Temporality::Fixed, &[(0, 1, 0, None)], 1)],
        units: vec![("FNR".to_owned(), first, NewUnits::Count(1))],
        ..Addition::default()
    };
    let late = registry.add(&bank("no.new.bank", Tier::Ordinary), addition(5));
    assert!(matches!(late, Err(RegistryError::UnitsChanged)));
    assert_eq!(registry.databank("no.new.bank").unwrap(), None);
    registry.add(&bank("no.new.bank", Tier::Ordinary), addition(0)).unwrap();
    let again = registry.add(&bank("no.new.bank", Tier::Sensitive), addition(1));
    assert!(matches!(again, Err(RegistryError::AlreadyDrafted(_))));
    assert_eq!(registry.databank("no.new.bank").unwrap().unwrap().tier, Tier::Ordinary);
}

#[test]
fn all_that_is_staged_holds_one_file_open() {
    let (folder, registry) = home();
    let staging = folder.path().join("data/.staging");
    let staged: Vec<_> =
        (0..20).map(|n| stage(&registry, &format!("X{n}"), Temporality::Fixed, &[(1, 1, 0, None)], 1)).collect();
    let locks = files(&staging).iter().filter(|(name, _)| name.ends_with("lock")).count();
    assert_eq!((locks, fs::read_dir(&staging).unwrap().count()), (1, 1), "a table may have a thousand columns");
    drop(staged);
    assert_eq!(fs::read_dir(&staging).unwrap().count(), 0);
}

#[test]
fn what_a_crash_left_is_tidied_up_when_the_home_is_opened() {
    let (folder, registry) = home();
    let staged = stage(&registry, "X", Temporality::Fixed, &[(1, 1, 0, None)], 1);
    // A folder whose owner is gone: its lock is free.
    let left = folder.path().join("data/.staging/Y-1");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("lock"), "").unwrap();
    fs::write(left.join("data.0.parquet"), "half").unwrap();
    // A folder in the place of the next revision.
    let orphan = folder.path().join("data").join(BANK).join("X/1");
    fs::create_dir_all(&orphan).unwrap();
    fs::write(orphan.join("data.7.parquet"), "half").unwrap();

    let second = Registry::open(folder.path()).unwrap();
    assert!(!left.exists(), "left folder is still there");
    let draft = second.draft(BANK).unwrap();
    draft.commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
    assert!(!orphan.join("data.7.parquet").exists());
    assert!(orphan.join("data.0.parquet").exists(), "a folder in use was tidied up");
    assert!(!orphan.join("lock").exists());
}

#[test]
fn rows_out_of_order_are_refused() {
    let (_folder, registry) = home();
    let check = |temporality, rows: &[Row]| {
        let mut writer = registry.stage(variable("X", temporality), StoredValues::Long).unwrap();
        let answer = rows.iter().try_for_each(|row| writer.write(chunk_of(temporality, &[*row])));
        assert!(matches!(answer, Err(RegistryError::BadRows { .. })), "{temporality:?} {rows:?}");
    };
    check(Temporality::Fixed, &[(2, 0, 0, None), (1, 0, 0, None)]);
    check(Temporality::Fixed, &[(2, 0, 0, None), (2, 0, 0, None)]);
    check(Temporality::Status, &[(2, 0, 5, None), (3, 0, 4, None), (1, 0, 5, None)]);
    check(Temporality::Accumulated, &[(2, 0, 5, None)]);
    check(Temporality::Accumulated, &[(2, 0, 5, Some(4))]);
    check(Temporality::Event, &[(2, 0, 5, Some(4))]);
    check(Temporality::Event, &[(2, 0, 5, None), (2, 0, 9, None)]);
    check(Temporality::Event, &[(2, 0, 5, Some(9)), (2, 0, 9, None)]);
    check(Temporality::Event, &[(2, 0, 5, Some(9)), (1, 0, 9, None)]);

    let mut writer = registry.stage(variable("X", Temporality::Fixed), StoredValues::Double).unwrap();
    let infinite =
        Chunk { unit: vec![1], value: ChunkValues::Double(vec![f64::NAN]), start: Vec::new(), stop: Vec::new() };
    assert!(writer.write(infinite).is_err());
    let unsorted = StoredValues::Codes { dictionary: vec!["b".into(), "a".into()] };
    assert!(registry.stage(variable("X", Temporality::Fixed), unsorted).is_err());
    assert!(registry.stage(variable("../X", Temporality::Fixed), StoredValues::Long).is_err());
}
