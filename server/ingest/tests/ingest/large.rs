//! Long files in bounded memory. A long form: `cargo xtask soak-ingest`.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::time::Instant;

use crate::support::{House, described, metadata};

const ROWS: u64 = 20_000_000;
const UNITS: u64 = 8_000_000;

#[test]
fn twenty_million_unsorted_rows_load_in_a_gibibyte() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask soak-ingest`");
        return;
    }
    let house = House::new();
    house.write("X", &metadata("EVENT", described("LONG")), "");
    let mut csv = BufWriter::new(File::create(house.received().join("X/X.csv")).unwrap());
    for row in 0..ROWS {
        // Each unit has a spell a year; units come in an order that has nothing to do with their numbers.
        let unit = row.wrapping_mul(7_919_777) % UNITS;
        let year = 1990 + row / UNITS;
        writeln!(csv, "{unit:011};{};{year}-01-01;{year}-12-31;", row % 1000).unwrap();
    }
    drop(csv);
    let before = Instant::now();
    let imported = house.import().unwrap();
    assert_eq!(imported.variables.first().unwrap().rows, ROWS);
    let peak = peak_kilobytes();
    eprintln!("{ROWS} rows in {:.1} s, peak {} MB", before.elapsed().as_secs_f64(), peak / 1024);
    assert!(peak < 1024 * 1024, "peak {peak} KB");
}

/// The most memory this process has had, by Linux's account; 0 elsewhere.
fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
