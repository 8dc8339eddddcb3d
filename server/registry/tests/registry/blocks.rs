//! Blocks: each unit in one, ascending, and together what reading everything at once gives.

use std::fs::File;

use polars::prelude::{DataFrame, IntoColumn as _, NamedFrom as _, ParquetCompression, ParquetWriter, Series};
use registry::{Addition, BankVersion, Registry, Selection, Units, Values};
use variables::{Day, Temporality, VersionRequest};

use crate::support::{BANK, Row, home, stage};

fn added(registry: &Registry, temporality: Temporality, rows: &[Row]) -> BankVersion {
    let staged = stage(registry, "X", temporality, rows, 70_001);
    registry.draft(BANK).unwrap().commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
    registry.resolve(BANK, VersionRequest::Draft).unwrap()
}

fn longs(values: Values) -> Vec<i64> {
    let Values::Long(values) = values else { panic!("whole numbers were written") };
    values
}

/// Reads block by block, checks what blocks promise, and compares with reading at once. How many blocks there are, and how many
/// of them are runs.
fn check(bank: &BankVersion, selection: Selection, is_fixed: bool) -> (usize, usize) {
    let all = bank.read("X", &selection).unwrap();
    let blocks = bank.blocks("X", &selection, true).unwrap();
    let (mut unit, mut value, mut start, mut stop) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut last, mut runs) = (None, 0);
    for block in 0..blocks.len() {
        let (read, bounds) = (blocks.read(block).unwrap(), blocks.bounds(block));
        assert_eq!(blocks.read_units(block).unwrap(), read.unit);
        assert!(
            read.unit.len() == blocks.rows(block) || (!blocks.has_known_rows() && read.unit.len() < blocks.rows(block))
        );
        assert_eq!((read.value.len(), read.period.is_none()), (read.unit.len(), is_fixed));
        runs += usize::from(matches!(read.unit, Units::Run(_)));
        let units = read.unit.into_vec();
        assert!(units.is_sorted() && units.iter().all(|unit| bounds.contains(unit)));
        assert!(last.is_none_or(|last| last < *bounds.start()), "a unit lies in two blocks");
        last = Some(*bounds.end());
        unit.extend(units);
        value.extend(longs(read.value));
        let (starts, stops) = read.period.unwrap_or_default();
        start.extend(starts);
        stop.extend(stops);
    }
    assert!(unit == all.unit && value == longs(all.value), "{selection:?}");
    assert!(start == all.start.unwrap_or_default() && stop == all.stop.unwrap_or_default(), "{selection:?}");
    assert_eq!(blocks.effective(), all.effective);
    if blocks.len() > 0 {
        let without_days = bank.blocks("X", &selection, false).unwrap().read(0).unwrap();
        assert!(without_days.period.is_none());
    }
    assert!(bank.blocks("X", &selection, false).unwrap().read(blocks.len()).is_err());
    (blocks.len(), runs)
}

#[test]
fn units_without_a_gap_are_runs() {
    let (_folder, registry) = home();
    let rows: Vec<Row> =
        (0..900_000).filter(|unit| *unit != 300_000).map(|unit| (unit, i64::from(unit % 977), 0, None)).collect();
    let bank = added(&registry, Temporality::Fixed, &rows);
    let (blocks, runs) = check(&bank, Selection::All, true);
    assert_eq!((blocks, runs), (4, 3));
    check(&bank, Selection::At(Day(0)), true);
}

#[test]
fn a_period_is_read_in_blocks_and_periods_that_cross_in_one() {
    let (_folder, registry) = home();
    let year = |from: u32, start: i32, stop: i32| {
        (from..from + 300_000).map(move |unit| (unit, i64::from(unit) + i64::from(start), start, Some(stop)))
    };
    let rows: Vec<Row> = year(0, 0, 9).chain(year(5, 10, 19)).chain(year(150_000, 15, 30)).collect();
    let bank = added(&registry, Temporality::Accumulated, &rows);
    assert_eq!(check(&bank, Selection::At(Day(4)), false), (2, 2));
    assert_eq!(check(&bank, Selection::At(Day(12)), false), (2, 2));
    assert_eq!(check(&bank, Selection::At(Day(16)), false), (1, 0));
    assert_eq!(check(&bank, Selection::Window { from: Day(0), to: Day(40) }, false).0, 1);
    for day in [-1, 31] {
        assert_eq!(check(&bank, Selection::At(Day(day)), false), (0, 0), "{day}");
    }
}

/// Spells of `units` units: three each, the last one ongoing for every other unit.
fn spells(units: u32) -> Vec<Row> {
    let of_unit = |unit: u32| {
        (0..3).map(move |n| {
            let start = (unit % 50) as i32 + 100 * n;
            let is_ongoing = n == 2 && unit % 2 == 0;
            (unit, i64::from(unit) * 3 + i64::from(n), start, (!is_ongoing).then_some(start + 60))
        })
    };
    (0..units).flat_map(of_unit).collect()
}

#[test]
fn spells_are_found_whatever_the_day() {
    let (_folder, registry) = home();
    let bank = added(&registry, Temporality::Event, &spells(200_000));
    for day in [i32::MIN, -1, 0, 30, 70, 155, 205, 300, 310, 311, 400, i32::MAX - 1] {
        let (blocks, _) = check(&bank, Selection::At(Day(day)), false);
        assert!(blocks > 1, "row groups end with a unit");
        let found = bank.read("X", &Selection::At(Day(day))).unwrap();
        assert!(found.unit.windows(2).all(|pair| pair[0] < pair[1]), "one spell a unit at a day");
        assert_eq!(found.unit.is_empty(), day < 0);
    }
    check(&bank, Selection::Window { from: Day(50), to: Day(120) }, false);
    check(&bank, Selection::Window { from: Day(900), to: Day(1000) }, false);
    check(&bank, Selection::All, false);
}

#[test]
fn a_unit_with_more_spells_than_a_row_group_is_one_block() {
    let (_folder, registry) = home();
    let mut rows: Vec<Row> = vec![(3, 7, 0, Some(1))];
    rows.extend((0..600_000).map(|n| (5, i64::from(n), 2 * n, Some(2 * n))));
    rows.push((9, 8, 0, None));
    let bank = added(&registry, Temporality::Event, &rows);
    let (blocks, _) = check(&bank, Selection::All, false);
    assert!(blocks <= 3, "{blocks}");
    check(&bank, Selection::At(Day(1_000_000)), false);
}

/// What versions of the program before decision 11 wrote: any column may be missing by its schema, an ongoing spell has no last
/// day, row groups end anywhere.
#[test]
fn files_of_older_versions_are_read() {
    let (folder, registry) = home();
    let rows = spells(150_000);
    let bank = added(&registry, Temporality::Event, &rows);
    let selections = [
        Selection::All,
        Selection::At(Day(205)),
        Selection::At(Day(400)),
        Selection::Window { from: Day(90), to: Day(95) },
    ];
    let read = |selection: &Selection| {
        let found = bank.read("X", selection).unwrap();
        (found.unit, longs(found.value), found.start, found.stop)
    };
    let wanted: Vec<_> = selections.iter().map(read).collect();

    let path = folder.path().join("data").join(BANK).join("X/1/data.0.parquet");
    let columns = vec![
        Series::new("unit".into(), rows.iter().map(|row| row.0).collect::<Vec<_>>()).into_column(),
        Series::new("value".into(), rows.iter().map(|row| row.1).collect::<Vec<_>>()).into_column(),
        Series::new("start".into(), rows.iter().map(|row| row.2).collect::<Vec<_>>()).into_column(),
        Series::new("stop".into(), rows.iter().map(|row| row.3).collect::<Vec<_>>()).into_column(),
    ];
    let mut frame = DataFrame::new(rows.len(), columns).unwrap();
    std::fs::remove_file(&path).unwrap();
    ParquetWriter::new(File::create(&path).unwrap())
        .with_compression(ParquetCompression::Lz4Raw)
        .with_row_group_size(Some(50_000))
        .finish(&mut frame)
        .unwrap();
    for (selection, wanted) in selections.iter().zip(wanted) {
        assert!(read(selection) == wanted, "{selection:?}");
        check(&bank, *selection, false);
    }
}
