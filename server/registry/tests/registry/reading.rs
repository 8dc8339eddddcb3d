//! What readers give is what a naive filter over the rows gives.

use std::collections::BTreeMap;

use proptest::prelude::*;
use registry::{Addition, Effective, Records, RegistryError, Selection, StoredValues, Values};
use variables::{DataType, Day, Temporality, VersionRequest};

use crate::support::{BANK, Row, home, stage, variable};

/// Rows of a temporality, valid and sorted by (unit, start).
fn rows(temporality: Temporality) -> impl Strategy<Value = Vec<Row>> {
    let spell = (0..8u32, 0..25i32, proptest::option::weighted(0.8, 0..12i32), any::<i64>());
    proptest::collection::vec(spell, 0..60).prop_map(move |spells| {
        let mut kept: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
        let mut spells = spells;
        spells.sort();
        for (unit, start, length, value) in spells {
            let stop = match (temporality, length) {
                (Temporality::Fixed | Temporality::Status, _) => Some(start),
                (Temporality::Accumulated, length) => Some(start + 1 + length.unwrap_or(3)),
                (Temporality::Event, length) => length.map(|length| start + length),
            };
            let of_unit = kept.entry(unit).or_default();
            let is_free = match of_unit.last() {
                None => true,
                Some(_) if temporality == Temporality::Fixed => false,
                Some((_, _, _, last)) => last.is_some_and(|last| last < start),
            };
            if is_free {
                of_unit.push((unit, value, start, stop));
            }
        }
        kept.into_values().flatten().collect()
    })
}

#[expect(clippy::nonminimal_bool, reason = "the terms stand as the specification has them")]
fn naive(rows: &[Row], temporality: Temporality, selection: &Selection) -> Vec<Row> {
    let takes = |s: i32, e: Option<i32>| match *selection {
        _ if temporality == Temporality::Fixed => true,
        Selection::All => true,
        Selection::At(Day(d)) => (s <= d && e.is_none()) || (s <= d && e.unwrap() >= d),
        Selection::Window { from: Day(a), to: Day(b) } => {
            (s <= a && e.is_none())
                || (s <= a && e.unwrap() >= a)
                || (a <= s && s <= b)
                || (s > a && e.is_some_and(|e| e <= b))
        }
    };
    rows.iter().filter(|row| takes(row.2, row.3)).copied().collect()
}

fn found(records: &Records) -> Vec<Row> {
    let Values::Long(values) = &records.value else { panic!("whole numbers were written") };
    assert_eq!(values.len(), records.unit.len());
    let row = |place: usize| {
        let start = records.start.as_ref().map_or(0, |start| start[place]);
        let stop = records.stop.as_ref().map_or(Some(0), |stop| stop[place]);
        (records.unit[place], values[place], start, stop)
    };
    (0..records.unit.len()).map(row).collect()
}

/// Days and windows around the rows, and everything.
fn selections() -> impl Strategy<Value = Vec<Selection>> {
    proptest::collection::vec((-3..30i32, 0..15i32), 8).prop_map(|days| {
        let pair = |(from, width): (i32, i32)| {
            [Selection::At(Day(from)), Selection::Window { from: Day(from), to: Day(from + width) }]
        };
        days.into_iter().flat_map(pair).chain([Selection::All]).collect()
    })
}

fn check(temporality: Temporality, rows: &[Row], chunk: usize, by_period: bool, selections: &[Selection]) {
    let (_folder, registry) = home();
    let mut given = rows.to_vec();
    if by_period {
        given.sort_by_key(|row| (row.2, row.3, row.0));
    }
    let staged = stage(&registry, "X", temporality, &given, chunk);
    let draft = registry.draft(BANK).unwrap();
    draft.commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
    let bank = registry.resolve(BANK, VersionRequest::Draft).unwrap();
    for selection in selections {
        let records = bank.read("X", selection).unwrap();
        let mut wanted = naive(rows, temporality, selection);
        if temporality == Temporality::Fixed {
            wanted.iter_mut().for_each(|row| (row.2, row.3) = (0, Some(0)));
        }
        assert_eq!(found(&records), wanted, "{selection:?}");
        assert_eq!(records.start.is_none(), temporality == Temporality::Fixed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn events_equal_a_naive_filter(rows in rows(Temporality::Event), chunk in 1..9usize, wanted in selections()) {
        check(Temporality::Event, &rows, chunk, false, &wanted);
    }

    #[test]
    fn periods_equal_a_naive_filter(rows in rows(Temporality::Accumulated), chunk in 1..9usize, by_period: bool, wanted in selections()) {
        check(Temporality::Accumulated, &rows, chunk, by_period, &wanted);
    }

    #[test]
    fn measurements_equal_a_naive_filter(rows in rows(Temporality::Status), chunk in 1..9usize, by_period: bool, wanted in selections()) {
        check(Temporality::Status, &rows, chunk, by_period, &wanted);
    }

    #[test]
    fn fixed_values_know_no_time(rows in rows(Temporality::Fixed), chunk in 1..9usize, wanted in selections()) {
        check(Temporality::Fixed, &rows, chunk, false, &wanted);
    }
}

#[test]
fn more_rows_than_a_slice_come_back_whole() {
    let (_folder, registry) = home();
    let rows: Vec<Row> =
        (0..2_200_000).map(|n| (n / 2, i64::from(n), (n % 2) as i32 * 10, Some((n % 2) as i32 * 10 + 5))).collect();
    let staged = stage(&registry, "X", Temporality::Event, &rows, 300_000);
    registry.draft(BANK).unwrap().commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
    let bank = registry.resolve(BANK, VersionRequest::Draft).unwrap();
    let at = bank.read("X", &Selection::At(Day(12))).unwrap();
    assert_eq!(at.unit.len(), 1_100_000);
    assert!(at.unit.iter().enumerate().all(|(place, unit)| place as u32 == *unit));
    let all = bank.read("X", &Selection::All).unwrap();
    assert_eq!(found(&all), rows);
}

#[test]
fn the_effective_days_are_those_with_the_same_answer() {
    let (_folder, registry) = home();
    let rows: Vec<Row> =
        vec![(1, 1, 0, Some(364)), (1, 2, 365, Some(729)), (2, 3, 100, Some(200)), (2, 4, 800, Some(900))];
    let staged = stage(&registry, "X", Temporality::Accumulated, &rows, 10);
    registry.draft(BANK).unwrap().commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
    let bank = registry.resolve(BANK, VersionRequest::Draft).unwrap();
    let effective = |day| {
        let records = bank.read("X", &Selection::At(Day(day))).unwrap();
        records.effective.map(|Effective { from: Day(from), to: Day(to) }| (from, to))
    };
    assert_eq!(effective(50), Some((0, 99)));
    assert_eq!(effective(150), Some((100, 200)));
    assert_eq!(effective(364), Some((201, 364)));
    assert_eq!(effective(500), Some((365, 729)));
    assert_eq!(effective(750), None);
}

#[test]
fn windows_that_end_before_they_begin_are_refused() {
    let (_folder, registry) = home();
    let staged = stage(&registry, "X", Temporality::Event, &[(1, 1, 0, None)], 10);
    registry.draft(BANK).unwrap().commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
    let bank = registry.resolve(BANK, VersionRequest::Draft).unwrap();
    let reversed = Selection::Window { from: Day(5), to: Day(4) };
    assert!(matches!(bank.read("X", &reversed), Err(RegistryError::ReversedWindow)));
    assert!(matches!(bank.read("Y", &Selection::All), Err(RegistryError::UnknownVariable(name)) if name == "Y"));
}

#[test]
fn dictionaries_of_every_size_come_back() {
    for texts in [3usize, 300, 70_000] {
        let (_folder, registry) = home();
        let dictionary: Vec<String> = (0..texts).map(|n| format!("{n:06}")).collect();
        let mut text = variable("X", Temporality::Fixed);
        text.data_type = DataType::String;
        let mut writer = registry.stage(text, StoredValues::Codes { dictionary: dictionary.clone() }).unwrap();
        let last = texts as u32 - 1;
        let chunk = registry::Chunk {
            unit: vec![0, 7],
            value: registry::ChunkValues::Codes(vec![last, 1]),
            start: Vec::new(),
            stop: Vec::new(),
        };
        writer.write(chunk).unwrap();
        let addition = Addition { staged: vec![writer.finish().unwrap()], ..Addition::default() };
        registry.draft(BANK).unwrap().commit(addition).unwrap();
        let records = registry.resolve(BANK, VersionRequest::Draft).unwrap().read("X", &Selection::All).unwrap();
        let Values::Codes { codes, dictionary: found } = records.value else { panic!("codes were written") };
        assert_eq!((codes.get(0), codes.get(1), codes.len()), (Some(last), Some(1), 2));
        assert_eq!(found.as_ref(), dictionary.as_slice());
    }
}
