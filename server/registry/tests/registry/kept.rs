//! Pieces of long work: kept, joined, thrown away.

use registry::{Addition, Kept, Registry, RegistryError, Selection, Staged, StoredValues, Values};
use variables::{Temporality, VersionRequest};

use crate::support::{BANK, Row, chunk_of, files, home, variable};

/// Writes a piece with a fixed, a spell and a yearly variable of units from `first` on.
fn write_piece(kept: &Kept, piece: usize, first: u32) {
    let writing = kept.begin(piece).unwrap();
    let stage = |name: &str, temporality: Temporality, rows: Vec<Row>| -> Staged {
        let mut writer = writing.stage(variable(name, temporality), StoredValues::Long).unwrap();
        writer.write(chunk_of(temporality, &rows)).unwrap();
        writer.finish().unwrap()
    };
    let units = || first..first + 50;
    let staged = vec![
        stage("ONCE", Temporality::Fixed, units().map(|unit| (unit, i64::from(unit), 0, None)).collect()),
        stage("SPELLS", Temporality::Event, units().map(|unit| (unit, 1, unit as i32, None)).collect()),
        // More small periods than get files of their own.
        stage(
            "YEARLY",
            Temporality::Accumulated,
            (0..12).flat_map(|year| units().map(move |unit| (unit, 7, 400 * year, Some(400 * year + 364)))).collect(),
        ),
        // Nothing in the first piece.
        stage(
            "LATE",
            Temporality::Status,
            units().skip(if piece == 0 { 50 } else { 0 }).map(|unit| (unit, 3, 5, None)).collect(),
        ),
    ];
    writing.finish(staged, &format!("note {piece}")).unwrap();
}

fn values(registry: &Registry, name: &str, selection: Selection) -> (Vec<u32>, Vec<i64>) {
    let records = registry.resolve(BANK, VersionRequest::Draft).unwrap().read(name, &selection).unwrap();
    let Values::Long(values) = records.value else { panic!("{name}") };
    (records.unit.to_vec(), values.to_vec())
}

#[test]
fn pieces_outlive_their_writer_and_join_in_order() {
    let (folder, registry) = home();
    let kept = Kept::open(&registry, BANK, "three pieces").unwrap();
    assert!(!kept.has_replaced() && kept.note(0).unwrap().is_none());
    write_piece(&kept, 0, 0);
    drop(kept);
    // Another process goes on.
    let registry_again = Registry::open(folder.path()).unwrap();
    let kept = Kept::open(&registry_again, BANK, "three pieces").unwrap();
    assert!(!kept.has_replaced());
    assert_eq!(kept.note(0).unwrap().as_deref(), Some("note 0"));
    assert!(kept.note(1).unwrap().is_none());
    write_piece(&kept, 1, 50);
    write_piece(&kept, 2, 100);
    let join = |(name, temporality)| kept.join(&variable(name, temporality), 3).unwrap();
    let all = [
        ("ONCE", Temporality::Fixed),
        ("SPELLS", Temporality::Event),
        ("YEARLY", Temporality::Accumulated),
        ("LATE", Temporality::Status),
    ];
    let staged = all.map(join).into_iter().collect();
    registry.draft(BANK).unwrap().commit(Addition { staged, ..Addition::default() }).unwrap();
    kept.remove().unwrap();
    assert!(files(&folder.path().join("data")).iter().all(|(path, _)| !path.contains("kept")));
    let whole: Vec<u32> = (0..150).collect();
    assert_eq!(values(&registry, "ONCE", Selection::All), (whole.clone(), (0..150).collect()));
    let day = |day: &str| Selection::At(day.parse().unwrap());
    assert_eq!(values(&registry, "SPELLS", day("1970-04-11")).0, (0..=100).collect::<Vec<u32>>());
    assert_eq!(values(&registry, "YEARLY", day("1974-12-01")), (whole, vec![7; 150]));
    assert_eq!(values(&registry, "LATE", day("1970-01-06")).0, (50..150).collect::<Vec<u32>>());
}

#[test]
fn one_process_at_a_time_and_pieces_of_another_plan_go() {
    let (_folder, registry) = home();
    let kept = Kept::open(&registry, BANK, "one").unwrap();
    write_piece(&kept, 0, 0);
    assert!(matches!(Kept::open(&registry, BANK, "one"), Err(RegistryError::Busy(_))));
    drop(kept.begin(1).unwrap());
    drop(kept);
    let other = Kept::open(&registry, BANK, "another").unwrap();
    assert!(other.has_replaced() && other.note(0).unwrap().is_none());
    assert!(other.join(&variable("ONCE", Temporality::Fixed), 0).is_err());
}
