//! How fast variables of eleven million persons are read into a dataset, without the filter. A long form:
//! `cargo xtask bench-import`.

use engine::Cancel;
use std::sync::Arc;
use std::time::Instant;

use disclosure::Units;
use engine::column::assembly::{AllRecords, OnPanel, OnUnits};
use engine::column::stored::Stored;
use engine::{Reading, RecordValues, Selection, Space, World};
use registry::{Addition, Chunk, ChunkValues, NewUnits, Registry, StoredValues};
use variables::{
    DataType, Day, Multilingual, Profile, Sensitivity, Temporality, Tier, UnitType, ValueDomain, Variable,
    VersionRequest,
};

use crate::runner::Runner;
use crate::shelf::Shelf;
use crate::world::{RunWorld, Shared};

const PERSONS: u32 = 11_000_000;
const CHUNK: usize = 1 << 16;
const BANK: &str = "no.test.bank";
const YEARS: i32 = 10;
const DAY: Day = Day(18_262);

/// The same draws on every machine.
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(self.0 >> 11) * u128::from(n)) >> 53) as u64
    }
}

fn variable(name: &str, temporality: Temporality, data_type: DataType) -> Variable {
    let text = || Multilingual::norwegian("Tekst");
    Variable {
        name: name.to_owned(),
        title: text(),
        description: text(),
        unit_type: UnitType::person(),
        value_unit_type: None,
        temporality,
        data_type,
        format: None,
        domain: ValueDomain::Described { description: text(), measurement_type: None, measurement_unit: None },
        sensitivity: Sensitivity::Public,
        subjects: Vec::new(),
        population: text(),
        valid_from: None,
        valid_until: None,
        measure_dates: Vec::new(),
        successors: Vec::new(),
        has_data: true,
    }
}

/// Columns of a variable on their way in.
#[derive(Default)]
struct Rows {
    unit: Vec<u32>,
    codes: Vec<u32>,
    amounts: Vec<f64>,
    start: Vec<i32>,
    stop: Vec<Option<i32>>,
}

impl Rows {
    fn chunk(&mut self) -> Chunk {
        let value = match self.amounts.is_empty() {
            true => ChunkValues::Codes(std::mem::take(&mut self.codes)),
            false => ChunkValues::Double(std::mem::take(&mut self.amounts)),
        };
        let Rows { unit, start, stop, .. } = std::mem::take(self);
        Chunk { unit, value, start, stop }
    }
}

fn codes(n: u32) -> StoredValues {
    StoredValues::Codes { dictionary: (0..n).map(|code| format!("{code:04}")).collect() }
}

/// SEX: two codes, everyone. STATUS: nine codes, about four spells a person. AMOUNT: decimals of ten years, 7 of 11 persons.
fn write(registry: &Registry) {
    let (mut draws, mut rows) = (Draws(1), Rows::default());
    let mut sex = registry.stage(variable("SEX", Temporality::Fixed, DataType::String), codes(2)).unwrap();
    let mut status = registry.stage(variable("STATUS", Temporality::Event, DataType::String), codes(9)).unwrap();
    for person in 0..PERSONS {
        rows.unit.push(person);
        rows.codes.push(draws.below(2) as u32);
        if rows.unit.len() == CHUNK || person + 1 == PERSONS {
            sex.write(rows.chunk()).unwrap();
        }
    }
    for person in 0..PERSONS {
        let mut day = draws.below(15_000) as i32;
        let spells = 1 + draws.below(7);
        for spell in 0..spells {
            let end = day + draws.below(2500) as i32;
            rows.unit.push(person);
            rows.codes.push(draws.below(9) as u32);
            rows.start.push(day);
            rows.stop.push((spell + 1 < spells || draws.below(3) == 0).then_some(end));
            day = end + 1;
        }
        if rows.unit.len() >= CHUNK || person + 1 == PERSONS {
            status.write(rows.chunk()).unwrap();
        }
    }
    let mut amount =
        registry.stage(variable("AMOUNT", Temporality::Accumulated, DataType::Double), StoredValues::Double).unwrap();
    for year in 0..YEARS {
        let mut draws = Draws(1000);
        let start = Day::from_ymd(2015 + year, 1, 1).unwrap().0;
        let stop = Day::from_ymd(2015 + year, 12, 31).unwrap().0;
        for person in 0..PERSONS {
            if draws.below(11) < 7 {
                rows.unit.push(person);
                rows.amounts.push((draws.below(90_000_000) + year as u64) as f64 / 100.0);
            }
            if !rows.unit.is_empty() && (rows.unit.len() == CHUNK || person + 1 == PERSONS) {
                rows.start = vec![start; rows.unit.len()];
                rows.stop = vec![Some(stop); rows.unit.len()];
                amount.write(rows.chunk()).unwrap();
            }
        }
    }
    let staged = vec![sex.finish().unwrap(), status.finish().unwrap(), amount.finish().unwrap()];
    let units = vec![("open:no.test.bank:FNR".to_owned(), 0, NewUnits::Count(PERSONS))];
    registry.draft(BANK).unwrap().commit(Addition { staged, units, ..Addition::default() }).unwrap();
}

fn stored(reading: &dyn Reading) -> Stored {
    match reading.no_values() {
        RecordValues::Codes { dictionary, .. } => Stored::codes(&[dictionary]),
        RecordValues::Double(_) => Stored::Double,
        _ => panic!("no such variable"),
    }
}

fn timed<T>(what: &str, work: impl Fn() -> T) -> T {
    let mut last = None;
    for run in ["cold memory", "again", "again"] {
        let (begun, before) = (Instant::now(), cpu());
        drop(last.take());
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let held = megabytes("VmRSS:");
        last = Some(work());
        let (seconds, peak) = (begun.elapsed().as_secs_f64(), megabytes("VmHWM:"));
        println!(
            "{what:<40} {run:<12} {:>7.0} ms {:>7.0} ms CPU {held:>6} MB held {peak:>6} MB at most",
            seconds * 1e3,
            (cpu() - before) * 1e3
        );
    }
    last.unwrap()
}

fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> =
        stat.rsplit(')').next().unwrap().split_whitespace().filter_map(|field| field.parse().ok()).collect();
    // The state comes first and is no number: user and system ticks follow eleven numbers.
    (fields[10] + fields[11]) / 100.0
}

fn megabytes(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

#[test]
fn import_of_eleven_million() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask bench-import`");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // A folder that is kept: for other programs on the same files.
    let home = std::env::var_os("SKJERM_BENCH_HOME").map_or_else(|| folder.path().to_owned(), Into::into);
    let registry = Registry::open(&home).unwrap();
    if registry.databank(BANK).unwrap().is_none() {
        let begun = Instant::now();
        registry.create_databank(BANK, Profile::Open, Tier::Ordinary, false).unwrap();
        write(&registry);
        println!("written in {:.0} s", begun.elapsed().as_secs_f64());
    }
    let accounts = accounts::Accounts::in_memory().unwrap();
    let shared = Arc::new(Shared::new(registry, disclosure::Filter::new(disclosure::Keys::new([1; 32], [2; 32]))));
    let world = RunWorld::new(shared, Shelf::new(Arc::new(accounts), Runner::Operator), Cancel::default());
    let bank = world.databank(BANK, VersionRequest::Draft).unwrap();
    let read = |name: &str, selection| world.read(bank.as_ref(), name, selection).unwrap();

    let units: Vec<u32> = (0..PERSONS).collect();
    let join = |name: &str, selection| {
        let reading = read(name, selection);
        stored(reading.as_ref())
            .assemble(OnUnits { is_cancelled: &|| false, reading: reading.as_ref(), units: &units })
            .unwrap()
    };
    let each = [("SEX", Selection::All), ("STATUS", Selection::At(DAY)), ("AMOUNT", Selection::At(DAY))];
    for (name, selection) in each {
        let values = timed(&format!("{name} into 11 M"), || join(name, selection));
        println!("  missing: {}", values.n_missing());
    }
    // As on the sensitive tier.
    let space = Space::of(Profile::Open, BANK, UnitType::person());
    let (keys, strata) = (world.record_keys(&space).unwrap(), vec![1; units.len()]);
    let redrawing = timed("who is re-drawn, of 11 M", || {
        world.filter().redrawing("STATUS", Units { keys: &keys, persons: None, strata: &strata })
    });
    let redrawing = Arc::new(redrawing);
    for (name, selection) in each {
        let values = timed(&format!("{name} into 11 M, re-drawn"), || {
            let reading = engine::redrawn::over(read(name, selection), redrawing.clone()).unwrap();
            let all = OnUnits { is_cancelled: &|| false, reading: reading.as_ref(), units: &units };
            stored(reading.as_ref()).assemble(all).unwrap()
        });
        println!("  missing: {}", values.n_missing());
    }
    timed("all three into 11 M", || {
        (join("SEX", Selection::All), join("STATUS", Selection::At(DAY)), join("AMOUNT", Selection::At(DAY)))
    });
    timed("SEX first", || {
        let reading = read("SEX", Selection::All);
        let blocks: Vec<_> = (0..reading.n_blocks()).map(|block| (None, reading.n_rows(block).unwrap())).collect();
        let mut units: Arc<[u32]> = std::iter::repeat_n(0, PERSONS as usize).collect();
        let to = Arc::get_mut(&mut units).unwrap();
        let all = AllRecords { is_cancelled: &|| false, reading: reading.as_ref(), blocks, units: to };
        (stored(reading.as_ref()).assemble(all).unwrap(), units)
    });
    let million: Vec<u32> = (0..1_000_000).map(|n| n * 11).collect();
    let days: Vec<Day> = (0..YEARS).map(|year| Day::from_ymd(2015 + year, 12, 31).unwrap()).collect();
    timed("three variables x ten years, 1 M persons", || {
        let mut is_kept = vec![false; million.len() * days.len()];
        let panels = ["SEX", "STATUS", "AMOUNT"].map(|name| {
            let readings = match name {
                "SEX" => vec![read(name, Selection::All)],
                "STATUS" => vec![read(name, Selection::Window { from: days[0], to: days[9] })],
                _ => days.iter().map(|day| read(name, Selection::At(*day))).collect(),
            };
            let readings: Vec<&dyn Reading> = readings.iter().map(AsRef::as_ref).collect();
            let stored = match readings[0].no_values() {
                RecordValues::Codes { dictionary, .. } => Stored::codes(&vec![dictionary; readings.len()]),
                _ => Stored::Double,
            };
            let panel = OnPanel {
                is_cancelled: &|| false,
                readings: &readings,
                days: &days,
                units: &million,
                is_kept: &mut is_kept,
            };
            stored.assemble(panel).unwrap()
        });
        (panels, is_kept)
    });
}
