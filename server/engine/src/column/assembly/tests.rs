//! What assemblies give is what looking up every unit gives.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::column::Values;
use crate::column::stored::Stored;
use crate::records::{RecordCodes, Records};

fn records(unit: Vec<u32>, value: RecordValues) -> Records {
    Records { unit, value, start: None, stop: None, effective: None }
}

/// The values as decimals of codes or numbers; missing as `None`.
fn rows(values: &Values) -> Vec<Option<i64>> {
    match values {
        Values::Long(values) => values.iter().collect(),
        Values::Double(values) => values.iter().map(|value| value.map(|value| value as i64)).collect(),
        _ => {
            let codes = values.codes().unwrap();
            codes.into_iter().map(|code| (code != u32::MAX).then_some(i64::from(code))).collect()
        }
    }
}

fn on_units(reading: &dyn Reading, stored: &Stored, units: &[u32]) -> Vec<Option<i64>> {
    rows(&stored.assemble(OnUnits { is_cancelled: &|| false, reading, units }).unwrap())
}

fn all(reading: &dyn Reading, stored: &Stored) -> (Vec<u32>, Vec<Option<i64>>) {
    let blocks: Vec<_> = (0..reading.n_blocks()).map(|block| (None, reading.n_rows(block).unwrap())).collect();
    let mut units = vec![0; blocks.iter().map(|(_, rows)| rows).sum()];
    let values = stored.assemble(AllRecords { is_cancelled: &|| false, reading, blocks, units: &mut units }).unwrap();
    (units, rows(&values))
}

/// Values of every kind for units, and what they become.
fn kinds(n: usize) -> Vec<(RecordValues, Stored, Vec<Option<i64>>)> {
    let number = |row: usize| (row * 7919 % 251) as i64;
    let mut kinds = vec![
        (RecordValues::Long((0..n).map(number).collect()), Stored::Long, (0..n).map(|row| Some(number(row))).collect()),
        (
            RecordValues::Double((0..n).map(|row| if row % 5 == 3 { f64::NAN } else { number(row) as f64 }).collect()),
            Stored::Double,
            (0..n).map(|row| (row % 5 != 3).then_some(number(row))).collect::<Vec<_>>(),
        ),
    ];
    for n_texts in [251_u32, 256, 300, 70_000] {
        let dictionary: Arc<[String]> = (0..n_texts).map(|text| format!("{text:06}")).collect();
        let codes = |row: usize| number(row) as u32;
        for codes in [
            RecordCodes::U8((0..n).map(|row| codes(row) as u8).collect()),
            RecordCodes::U16((0..n).map(|row| codes(row) as u16).collect()),
            RecordCodes::U32((0..n).map(codes).collect()),
        ] {
            let stored = Stored::codes(std::slice::from_ref(&dictionary));
            let wanted = (0..n).map(|row| Some(number(row))).collect();
            kinds.push((RecordValues::Codes { codes, dictionary: dictionary.clone() }, stored, wanted));
        }
    }
    kinds
}

#[test]
fn values_lie_where_their_units_are() {
    let lists: [Vec<u32>; 5] = [
        Vec::new(),
        vec![5],
        (0..1000).collect(),
        (0..1000).filter(|unit| unit % 3 != 1).collect(),
        (400..2000).step_by(7).collect(),
    ];
    for with_records in &lists {
        for (value, stored, values) in kinds(with_records.len()) {
            let reading = records(with_records.clone(), value);
            assert_eq!(all(&reading, &stored), (with_records.clone(), values.clone()));
            for units in &lists {
                let found = |unit: &u32| with_records.binary_search(unit).ok().and_then(|row| values[row]);
                let wanted: Vec<Option<i64>> = units.iter().map(found).collect();
                assert_eq!(on_units(&reading, &stored, units), wanted);
            }
        }
    }
}

#[test]
fn columns_are_one_chunk_without_a_mask_where_nothing_is_missing() {
    let reading = records((0..300).collect(), RecordValues::Long((0..300).collect()));
    let whole = Stored::Long.assemble(OnUnits { is_cancelled: &|| false, reading: &reading, units: &[7, 8, 100] });
    let Values::Long(values) = whole.unwrap() else { panic!("whole numbers") };
    assert_eq!(values.cont_slice().unwrap(), [7, 8, 100]);
}

#[test]
fn of_several_records_of_a_unit_the_first_counts() {
    let reading = records(vec![1, 1, 1, 4, 4], RecordValues::Long(vec![10, 11, 12, 13, 14]));
    assert_eq!(on_units(&reading, &Stored::Long, &[0, 1, 4]), [None, Some(10), Some(13)]);
    assert_eq!(on_units(&reading, &Stored::Long, &[0, 1, 2, 3, 4, 5]), [None, Some(10), None, None, Some(13), None]);
}

#[test]
fn panels_hold_each_unit_at_each_day() {
    let days = [Day(10), Day(20), Day(30)];
    let units: Vec<u32> = (0..500).filter(|unit| unit % 4 != 2).collect();
    // Spells from day 5 to 15, and from day 18 on, of two units in three.
    let with: Vec<u32> = (0..500).filter(|unit| unit % 3 != 0).flat_map(|unit| [unit, unit]).collect();
    let n = with.len();
    let spells = Records {
        unit: with,
        value: RecordValues::Long((0..n as i64).collect()),
        start: Some((0..n).map(|row| if row % 2 == 0 { 5 } else { 18 }).collect()),
        stop: Some((0..n).map(|row| (row % 2 == 0).then_some(15)).collect()),
        effective: None,
    };
    let at_days: Vec<Records> = [(0, 1), (1, 2), (2, 5)]
        .map(|(from, step)| {
            let unit: Vec<u32> = (from..400).step_by(step).collect();
            let value = RecordValues::Long(unit.iter().map(|unit| i64::from(*unit) * 10).collect());
            records(unit, value)
        })
        .into();
    let fixed = records(vec![0, 3, 499], RecordValues::Long(vec![1, 2, 3]));
    let mut is_kept = vec![false; units.len() * days.len()];
    let mut panel = |readings: &[&dyn Reading]| {
        let on_panel = OnPanel { is_cancelled: &|| false, readings, days: &days, units: &units, is_kept: &mut is_kept };
        rows(&Stored::Long.assemble(on_panel).unwrap())
    };
    let of_spells = panel(&[&spells]);
    let of_days = panel(&at_days.iter().map(|reading| reading as &dyn Reading).collect::<Vec<_>>());
    let of_fixed = panel(&[&fixed]);
    let mut cell = 0;
    for unit in &units {
        for (place, _) in days.iter().enumerate() {
            let first = (unit / 3 * 2 + unit % 3 - 1) as i64 * 2;
            let spell = (unit % 3 != 0).then_some(if place == 0 { first } else { first + 1 });
            assert_eq!(of_spells[cell], spell, "{unit} {place}");
            let at = at_days[place].unit.contains(unit).then_some(i64::from(*unit) * 10);
            assert_eq!(of_days[cell], at, "{unit} {place}");
            let always = [(0, 1), (3, 2), (499, 3)].iter().find(|(known, _)| known == unit).map(|(_, value)| *value);
            assert_eq!(of_fixed[cell], always, "{unit} {place}");
            assert_eq!(is_kept[cell], spell.is_some() || at.is_some() || always.is_some());
            cell += 1;
        }
    }
}

#[test]
fn a_run_that_was_given_up_reads_no_further_block() {
    let reading = records((0..100_000).collect(), RecordValues::Long(vec![1; 100_000]));
    let units: Vec<u32> = (0..100_000).collect();
    let looks = AtomicUsize::new(0);
    let is_cancelled = || looks.fetch_add(1, Ordering::Relaxed) >= 10;
    let given_up = Stored::Long.assemble(OnUnits { is_cancelled: &is_cancelled, reading: &reading, units: &units });
    assert!(matches!(given_up, Err(EngineError::Cancelled)));
    assert!(looks.load(Ordering::Relaxed) < reading.n_blocks());
}
