//! What the files of a variable look like.

use std::fs::File;

use polars::prelude::{ParquetReader, SerReader as _};
use registry::{Addition, Selection, Values};
use variables::{Day, Temporality, VersionRequest};

use crate::support::{BANK, Row, files, home, stage};

/// Adds rows as the variable X of the draft.
fn add(registry: &registry::Registry, temporality: Temporality, rows: &[Row]) {
    let staged = stage(registry, "X", temporality, rows, 70_000);
    registry.draft(BANK).unwrap().commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
}

#[test]
fn rows_are_sorted_by_dense_unit_and_every_row_group_has_statistics() {
    let (folder, registry) = home();
    let rows: Vec<Row> = (0..600_000).map(|unit| (unit, i64::from(unit % 977), 0, Some(unit as i32 % 50))).collect();
    add(&registry, Temporality::Event, &rows);
    let path = folder.path().join("data").join(BANK).join("X/1/data.0.parquet");
    let mut reader = ParquetReader::new(File::open(&path).unwrap());
    let metadata = reader.get_metadata().unwrap().clone();
    assert!(metadata.row_groups.len() >= 3, "{} row groups", metadata.row_groups.len());
    for group in &metadata.row_groups {
        for column in group.parquet_columns() {
            let statistics = column.statistics(&metadata.footer_buf).expect("statistics").unwrap();
            assert!(statistics.null_count().is_some());
        }
    }
    let frame = ParquetReader::new(File::open(&path).unwrap()).finish().unwrap();
    let names: Vec<&str> = frame.get_column_names().into_iter().map(|name| name.as_str()).collect();
    assert_eq!(names, ["unit", "value", "start", "stop"]);
    let units: Vec<u32> = frame.column("unit").unwrap().u32().unwrap().into_no_null_iter().collect();
    assert!(units.is_sorted());
}

#[test]
fn many_small_periods_share_files() {
    let (folder, registry) = home();
    // A period of its own for most rows, and one period with many.
    let mut rows: Vec<Row> =
        (0..60_000u32).map(|n| (n, i64::from(n), (n % 5000) as i32, Some((n % 5000 + n / 5000 + 1) as i32))).collect();
    rows.extend((60_000..130_000u32).map(|n| (n, i64::from(n), 7, Some(9000))));
    add(&registry, Temporality::Accumulated, &rows);
    let names: Vec<String> = files(&folder.path().join("data").join(BANK)).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 3, "{names:?}");

    let bank = registry.resolve(BANK, VersionRequest::Draft).unwrap();
    let read = |selection: Selection| {
        let records = bank.read("X", &selection).unwrap();
        let Values::Long(values) = records.value else { panic!("whole numbers") };
        let (start, stop) = (records.start.unwrap(), records.stop.unwrap());
        (0..values.len()).map(|row| (records.unit[row], values[row], start[row], stop[row])).collect::<Vec<Row>>()
    };
    let naive = |from: i32, to: i32| {
        rows.iter().filter(|row| row.2 <= to && row.3.unwrap() >= from).copied().collect::<Vec<Row>>()
    };
    assert_eq!(read(Selection::All), rows);
    for (from, to) in [(0, 0), (7, 7), (8, 8), (2500, 2500), (4999, 5010), (5011, 5011), (9001, 9001), (0, 9000)] {
        assert_eq!(read(Selection::Window { from: Day(from), to: Day(to) }), naive(from, to), "{from} {to}");
        if from == to {
            assert_eq!(read(Selection::At(Day(from))), naive(from, to), "{from}");
        }
    }
    let truth = bank.true_coverage("X").unwrap();
    assert_eq!((truth.rows, truth.periods.len()), (130_000, 60_001));
    assert_eq!((truth.first, truth.last), (Some(Day(0)), Some(Day(9000))));
}

#[test]
fn a_few_small_periods_have_files_of_their_own() {
    let (folder, registry) = home();
    let rows: Vec<Row> = (0..8u32).map(|n| (n, 1, n as i32, None)).collect();
    add(&registry, Temporality::Status, &rows);
    assert_eq!(files(&folder.path().join("data").join(BANK)).len(), 9);
}
