use std::collections::BTreeMap;

use disclosure::{Filter, Keys, record_keys};

use super::*;
use crate::records::{RecordCodes, Records};

const N: u32 = 3_000;

fn redrawing(name: &str) -> Redrawing {
    let keys = record_keys(&[8; 32], "FNR", &(0..u64::from(N)).collect::<Vec<u64>>());
    let filter = Filter::new(Keys::new([7; 32], [8; 32]));
    filter.redrawing(name, Units { keys: &keys, persons: None, strata: &[] })
}

/// What a unit has: value and days of each record.
type History = Vec<(i64, Option<i32>, Option<Option<i32>>)>;

fn histories(reading: &dyn Reading) -> BTreeMap<u32, History> {
    let mut all: BTreeMap<u32, History> = BTreeMap::new();
    let mut last = None;
    for number in 0..reading.n_blocks() {
        let (bounds, block) = (reading.bounds(number), reading.read(number).unwrap());
        let units: Vec<u32> = match block.unit {
            BlockUnits::Run(run) => run.collect(),
            BlockUnits::List(list) => list,
        };
        assert!(units.iter().all(|unit| bounds.contains(unit) && last.is_none_or(|last| last < *unit)));
        assert!(units.is_sorted());
        last = units.last().copied().or(last);
        for (row, unit) in units.into_iter().enumerate() {
            let value = match &block.value {
                RecordValues::Codes { codes, .. } => i64::from(codes.get(row).unwrap()),
                RecordValues::Long(values) => values[row],
                _ => panic!("other values"),
            };
            let day = |days: &Option<Vec<i32>>| days.as_ref().map(|days| days[row]);
            let stop = block.stop.as_ref().map(|stop| stop[row]);
            all.entry(unit).or_default().push((value, day(&block.start), stop));
        }
    }
    all
}

/// Every unit has its own history, or its donor's.
fn check(records: &Records) {
    let drawn = redrawing("X");
    let before = histories(records);
    let after = histories(&Redrawn::new(Box::new(records.clone()), Arc::new(redrawing("X"))).unwrap());
    let (units, donors) = drawn.between(0, u32::MAX);
    assert!(units.len() > 50);
    for unit in 0..N {
        let owner = units.binary_search(&unit).map_or(unit, |place| donors[place]);
        assert_eq!(after.get(&unit), before.get(&owner), "{unit} of {owner}");
    }
}

#[test]
fn spells_come_with_their_days_and_as_many_as_the_donor_has() {
    let unit: Vec<u32> = (0..N).flat_map(|unit| std::iter::repeat_n(unit, (unit * 7 % 5) as usize)).collect();
    let n = unit.len() as i32;
    check(&Records {
        value: RecordValues::Long((0..i64::from(n)).collect()),
        start: Some((0..n).collect()),
        stop: Some((0..n).map(|row| (row % 3 > 0).then_some(row + 5)).collect()),
        unit,
        effective: None,
    });
}

#[test]
fn codes_of_any_width_and_units_without_records() {
    let dictionary: Arc<[String]> = ["a".to_owned(), "b".to_owned(), "c".to_owned()].into();
    let unit: Vec<u32> = (0..N).filter(|unit| unit % 4 != 1).collect();
    let codes: Vec<u8> = unit.iter().map(|unit| (unit % 3) as u8).collect();
    for codes in [
        RecordCodes::U8(codes.clone()),
        RecordCodes::U16(codes.iter().map(|code| u16::from(*code)).collect()),
        RecordCodes::U32(codes.iter().map(|code| u32::from(*code)).collect()),
    ] {
        let value = RecordValues::Codes { codes, dictionary: dictionary.clone() };
        check(&Records { unit: unit.clone(), value, start: None, stop: None, effective: None });
    }
}

#[test]
fn few_records_far_apart_and_none() {
    for unit in [vec![17, 2_900], vec![0], Vec::new()] {
        let value = RecordValues::Long((0..unit.len() as i64).collect());
        check(&Records { unit, value, start: None, stop: None, effective: None });
    }
}

#[test]
fn a_run_stays_a_run() {
    assert!(matches!(as_run(vec![4, 5, 6]), BlockUnits::Run(run) if run == (4..7)));
    assert!(matches!(as_run(vec![4, 4, 5]), BlockUnits::List(_)));
    assert_eq!(first_at(&BlockUnits::Run(10..20), 3, 12), 3);
    assert_eq!(first_at(&BlockUnits::Run(10..20), 0, 12), 2);
    assert_eq!(first_at(&BlockUnits::Run(10..20), 0, 99), 10);
    assert_eq!(first_at(&BlockUnits::List(vec![1, 1, 4]), 1, 3), 2);
}
