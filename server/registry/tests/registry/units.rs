//! Unit spaces: dense indices, random pseudonyms, public codes.

use std::collections::HashSet;

use registry::{Addition, NewUnits, Registry, space_of};
use variables::{Profile, Tier, UnitType};

use crate::support::{BANK, home};

#[test]
fn pseudonyms_are_48_bits_unique_and_stay() {
    let (folder, registry) = home();
    let draft = registry.draft(BANK).unwrap();
    assert_eq!(draft.reserve_units("FNR", "synthetic", 1000).unwrap(), 0..1000);
    let first = registry.units("FNR").unwrap().pseudonyms();
    let addition = Addition { units: vec![("FNR".into(), 1000, NewUnits::Count(500))], ..Addition::default() };
    draft.commit(addition).unwrap();
    let all = Registry::open(folder.path()).unwrap().units("FNR").unwrap();
    assert_eq!(all.len(), 1500);
    assert_eq!(all.pseudonyms()[..1000], first[..]);
    assert!(all.pseudonyms().iter().all(|pseudonym| *pseudonym < 1 << 48));
    assert_eq!(all.pseudonyms().iter().collect::<HashSet<_>>().len(), 1500);
    assert_eq!(all.pseudonym(1500), None);
    let stale = Addition { units: vec![("FNR".into(), 1000, NewUnits::Count(1))], ..Addition::default() };
    assert!(draft.commit(stale).is_err(), "somebody else registered units in between");
    assert_eq!(registry.unit_count("FNR").unwrap(), 1500);
}

#[test]
fn owners_keep_their_units() {
    let (_folder, registry) = home();
    let draft = registry.draft(BANK).unwrap();
    assert_eq!(draft.reserve_units("FNR", "synthetic", 100).unwrap(), 0..100);
    assert_eq!(draft.reserve_units("FNR", "synthetic", 40).unwrap(), 0..40);
    assert_eq!(draft.reserve_units("FNR", "synthetic", 200).unwrap(), 100..300);
    assert_eq!(draft.reserve_units("FNR", "synthetic", 150).unwrap(), 100..250);
    assert_eq!(registry.reserved_units("FNR").unwrap(), [0..100, 100..300]);
}

#[test]
fn units_that_a_crash_left_in_the_file_do_not_count() {
    let (folder, registry) = home();
    let draft = registry.draft(BANK).unwrap();
    draft.reserve_units("FNR", "a", 3).unwrap();
    let before = registry.units("FNR").unwrap().pseudonyms();
    let path = folder.path().join("units/FNR.bin");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(&[7; 20]);
    std::fs::write(&path, bytes).unwrap();
    let registry = Registry::open(folder.path()).unwrap();
    assert_eq!(registry.units("FNR").unwrap().pseudonyms(), before);
    registry.draft(BANK).unwrap().reserve_units("FNR", "b", 2).unwrap();
    assert_eq!(std::fs::read(&path).unwrap().len(), 5 * 8);
}

#[test]
fn public_units_are_their_codes() {
    let (folder, registry) = home();
    let draft = registry.draft(BANK).unwrap();
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    assert_eq!(draft.register_codes("KOMMUNENR", &codes(&["0301", "1103", "0301"])).unwrap(), [0, 1, 0]);
    assert_eq!(draft.register_codes("KOMMUNENR", &codes(&["4601", "1103"])).unwrap(), [2, 1]);
    let units = Registry::open(folder.path()).unwrap().units("KOMMUNENR").unwrap();
    assert_eq!(units.codes().unwrap().to_vec(), codes(&["0301", "1103", "4601"]));
    assert_eq!(units.pseudonyms().to_vec(), [0, 1, 2]);
    assert!(draft.register_codes("KOMMUNENR", &codes(&["a\nb"])).is_err());
}

#[test]
fn spaces_are_shared_by_registers_and_local_to_open_databanks() {
    let (_folder, registry) = home();
    let open = registry.databank(BANK).unwrap().unwrap();
    let strict = registry.create_databank("no.strict.bank", Profile::Register, Tier::Ordinary, false).unwrap();
    let check = |name: &str, in_open: &str, in_strict: &str| {
        let unit_type = UnitType::find(name).unwrap();
        assert_eq!((space_of(&open, unit_type), space_of(&strict, unit_type)), (in_open.into(), in_strict.into()));
    };
    check("PERSON", "open:no.test.bank:FNR", "FNR");
    check("FAMILIE", "open:no.test.bank:FNR", "FNR");
    check("KOMMUNE", "KOMMUNENR", "KOMMUNENR");
}
