//! Databanks, drafts and versions.

use std::collections::BTreeMap;

use registry::{Addition, Change, Coverage, Operation, Registry, RegistryError, Selection};
use variables::{DataVersion, Day, Multilingual, Profile, Temporality, Tier, VersionRequest};

use crate::support::{BANK, add, files, home, stage, variable};

fn release(registry: &Registry) -> String {
    registry.draft(BANK).unwrap().release(&BTreeMap::new()).unwrap().to_string()
}

#[test]
fn a_profile_never_changes() {
    let (_folder, registry) = home();
    registry.create_databank("no.strict.bank", Profile::Register, Tier::Sensitive, true).unwrap();
    let refused = |profile, tier, synthetic, wanted: &str| {
        let answer = registry.create_databank("no.strict.bank", profile, tier, synthetic);
        assert!(matches!(answer, Err(RegistryError::Fixed { what, .. }) if what == wanted), "{wanted}");
    };
    refused(Profile::Open, Tier::Sensitive, true, "profile");
    refused(Profile::Register, Tier::Ordinary, true, "tier");
    refused(Profile::Register, Tier::Sensitive, false, "origin");
    registry.create_databank("no.strict.bank", Profile::Register, Tier::Sensitive, true).unwrap();
    assert!(matches!(
        registry.create_databank("../evil.bank", Profile::Open, Tier::Ordinary, false),
        Err(RegistryError::BadDatabankName(_))
    ));
}

#[test]
fn releases_are_numbered_by_what_they_change_and_never_change_themselves() {
    let (folder, registry) = home();
    let draft = registry.draft(BANK).unwrap();
    assert!(matches!(draft.release(&BTreeMap::new()), Err(RegistryError::EmptyDraft(_))));

    add(&draft, &registry, "A");
    assert!(matches!(
        draft.commit(Addition {
            staged: vec![stage(&registry, "A", Temporality::Fixed, &[], 1)],
            ..Addition::default()
        }),
        Err(RegistryError::AlreadyDrafted(name)) if name == "A"
    ));
    assert_eq!(release(&registry), "1.0.0.0");
    let first = files(&folder.path().join("data").join(BANK));

    add(&draft, &registry, "B");
    assert_eq!(release(&registry), "1.1.0.0");

    let mut patched = variable("A", Temporality::Fixed);
    patched.title = Multilingual::norwegian("Ny tittel");
    draft.patch_metadata(&patched).unwrap();
    assert_eq!(release(&registry), "1.1.1.0");

    let staged = stage(&registry, "A", Temporality::Fixed, &[(0, 99, 0, None)], 1);
    draft.commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
    assert_eq!(draft.changes().unwrap(), [Change { name: "A".into(), operation: Operation::Change }]);
    assert_eq!(release(&registry), "2.0.0.0");

    draft.remove("B").unwrap();
    assert_eq!(release(&registry), "3.0.0.0");
    add(&draft, &registry, "B");
    assert_eq!(release(&registry), "3.1.0.0");

    // Another process sees the same, and every old version is whole.
    let registry = Registry::open(folder.path()).unwrap();
    let names = |wanted| {
        let bank = registry.resolve(BANK, wanted).unwrap();
        (bank.version().to_string(), bank.variables().iter().map(|v| v.name.clone()).collect::<Vec<_>>().join(" "))
    };
    let check = |wanted, version: &str, variables: &str| {
        assert_eq!(names(wanted), (version.to_owned(), variables.to_owned()));
    };
    check(VersionRequest::Latest, "3.1.0.0", "A B");
    check(VersionRequest::Major(1), "1.1.1.0", "A B");
    check(VersionRequest::Major(3), "3.1.0.0", "A B");
    check(VersionRequest::Exact(DataVersion { major: 3, minor: 0, patch: 0 }), "3.0.0.0", "A");
    check(VersionRequest::Exact(DataVersion { major: 1, minor: 0, patch: 0 }), "1.0.0.0", "A");
    let missing = registry.resolve(BANK, VersionRequest::Major(7));
    assert!(matches!(missing, Err(RegistryError::UnknownVersion { existing, .. }) if existing.len() == 6));

    let value = |version: &str| {
        let bank = registry.resolve(BANK, VersionRequest::Exact(version.parse().unwrap())).unwrap();
        let title = bank.variable("A").unwrap().title.clone();
        (title.nb.unwrap(), bank.read("A", &Selection::All).unwrap().unit.len(), bank.change_log().unwrap().len())
    };
    assert_eq!(value("1.0.0.0"), ("Tekst".to_owned(), 2, 1));
    assert_eq!(value("1.1.1.0"), ("Ny tittel".to_owned(), 2, 1));
    assert_eq!(value("2.0.0.0"), ("Tekst".to_owned(), 1, 1));
    let now = files(&folder.path().join("data").join(BANK));
    assert!(first.iter().all(|file| now.contains(file)), "files of version 1.0.0.0 have changed");
}

#[test]
fn a_draft_that_changed_since_it_was_seen_is_not_released() {
    let (_folder, registry) = home();
    let draft = registry.draft(BANK).unwrap();
    add(&draft, &registry, "A");
    let seen = draft.seen().unwrap();
    // The same change by name, with other data.
    draft.discard("A").unwrap();
    add(&draft, &registry, "A");
    let late = draft.release_if(&seen, &BTreeMap::new());
    assert!(matches!(late, Err(RegistryError::DraftChanged(_))));
    assert!(registry.databank(BANK).unwrap().unwrap().versions.is_empty());
    draft.release_if(&draft.seen().unwrap(), &BTreeMap::new()).unwrap();
}

#[test]
fn patches_change_texts_only() {
    let (_folder, registry) = home();
    let draft = registry.draft(BANK).unwrap();
    add(&draft, &registry, "A");
    release(&registry);
    let refused = |change: &dyn Fn(&mut variables::Variable), wanted: &str| {
        let mut changed = variable("A", Temporality::Fixed);
        change(&mut changed);
        let answer = draft.patch_metadata(&changed);
        assert!(matches!(answer, Err(RegistryError::PatchChangesMeaning { field, .. }) if field == wanted), "{wanted}");
    };
    refused(&|v| v.temporality = Temporality::Event, "temporality");
    refused(&|v| v.data_type = variables::DataType::Double, "data type");
    refused(&|v| v.format = Some("YYYYMM".into()), "format");
    refused(&|v| v.unit_type = variables::UnitType::find("JOBB").unwrap(), "unit type");
    refused(&|v| v.sensitivity = variables::Sensitivity::Nonpublic, "sensitivity level");
    refused(&|v| v.domain = variables::ValueDomain::Enumerated(variables::CodeList::default()), "code list");
    let unknown = draft.patch_metadata(&variable("Z", Temporality::Fixed));
    assert!(matches!(unknown, Err(RegistryError::NotReleased(_))));
    assert!(matches!(draft.remove("Z"), Err(RegistryError::NotReleased(_))));
}

#[test]
fn discarded_changes_leave_nothing() {
    let (folder, registry) = home();
    let draft = registry.draft(BANK).unwrap();
    add(&draft, &registry, "A");
    release(&registry);
    let before = files(&folder.path().join("data"));
    let staged = stage(&registry, "A", Temporality::Fixed, &[(5, 5, 0, None)], 1);
    draft.commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
    let drafted = registry.resolve(BANK, VersionRequest::Draft).unwrap().data_number("A");
    draft.discard("A").unwrap();
    assert!(matches!(draft.discard("A"), Err(RegistryError::NotDrafted(name)) if name == "A"));
    assert_eq!(files(&folder.path().join("data")), before);
    assert!(draft.changes().unwrap().is_empty());
    add(&draft, &registry, "A");
    let again = registry.resolve(BANK, VersionRequest::Draft).unwrap().data_number("A");
    assert_ne!(drafted, again, "a number that stood for other data is not used again");
}

#[test]
fn metadata_only_variables_are_known_and_have_no_values() {
    let (_folder, registry) = home();
    let draft = registry.draft(BANK).unwrap();
    let known = variable("KNOWN", Temporality::Fixed);
    draft.commit(Addition { metadata_only: vec![known.clone()], ..Addition::default() }).unwrap();
    assert_eq!(release(&registry), "1.0.0.0");
    let bank = registry.resolve(BANK, VersionRequest::Latest).unwrap();
    assert!(!bank.variable("KNOWN").unwrap().has_data);
    assert!(matches!(bank.read("KNOWN", &Selection::All), Err(RegistryError::MetadataOnly(_))));
    draft.commit(Addition { metadata_only: vec![known], ..Addition::default() }).unwrap();
    assert!(draft.changes().unwrap().is_empty(), "the same again is no change");
}

#[test]
fn coverage_is_the_truth_for_open_databanks_and_what_was_released_for_others() {
    let rows = [(1, 1, 10, Some(10)), (1, 2, 20, Some(20)), (2, 3, 10, Some(10))];
    let (_folder, registry) = home();
    registry.create_databank("no.strict.bank", Profile::Register, Tier::Ordinary, false).unwrap();
    for (databank, coverage, dates) in [
        (BANK, None, vec![Day(10), Day(20)]),
        ("no.strict.bank", None, vec![]),
        ("no.strict.bank", Some(vec![Day(10)]), vec![Day(10)]),
    ] {
        let draft = registry.draft(databank).unwrap();
        let mut given = rows;
        given.sort_by_key(|row| (row.2, row.0));
        let staged = stage(&registry, "X", Temporality::Status, &given, 10);
        draft.commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
        let coverage = coverage.map(|measure_dates| {
            ("X".to_owned(), Coverage { measure_dates, valid_from: Some(Day(10)), valid_until: Some(Day(20)) })
        });
        draft.release(&coverage.into_iter().collect()).unwrap();
        let bank = registry.resolve(databank, VersionRequest::Latest).unwrap();
        assert_eq!(bank.variable("X").unwrap().measure_dates, dates, "{databank}");
        let truth = bank.true_coverage("X").unwrap();
        assert_eq!((truth.rows, truth.periods.len(), truth.first, truth.last), (3, 2, Some(Day(10)), Some(Day(20))));
    }
}
