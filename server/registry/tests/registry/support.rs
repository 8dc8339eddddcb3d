//! A small home, a variable, and rows.

use registry::{Addition, Chunk, ChunkValues, Draft, Registry, Staged, StoredValues};
use tempfile::TempDir;
use variables::{DataType, Multilingual, Profile, Sensitivity, Temporality, Tier, UnitType, ValueDomain, Variable};

pub const BANK: &str = "no.test.bank";

/// A home with one databank that needs no protection.
pub fn home() -> (TempDir, Registry) {
    let folder = tempfile::tempdir().unwrap();
    let registry = Registry::open(folder.path()).unwrap();
    registry.create_databank(BANK, Profile::Open, Tier::Ordinary, false).unwrap();
    (folder, registry)
}

pub fn variable(name: &str, temporality: Temporality) -> Variable {
    let text = || Multilingual::norwegian("Tekst");
    Variable {
        name: name.to_owned(),
        title: text(),
        description: text(),
        unit_type: UnitType::person(),
        value_unit_type: None,
        temporality,
        data_type: DataType::Long,
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

/// A row: unit, value, start, stop.
pub type Row = (u32, i64, i32, Option<i32>);

/// Stages rows of whole numbers, in chunks of `chunk` rows.
pub fn stage(registry: &Registry, name: &str, temporality: Temporality, rows: &[Row], chunk: usize) -> Staged {
    let mut writer = registry.stage(variable(name, temporality), StoredValues::Long).unwrap();
    for rows in rows.chunks(chunk.max(1)) {
        writer.write(chunk_of(temporality, rows)).unwrap();
    }
    writer.finish().unwrap()
}

pub fn chunk_of(temporality: Temporality, rows: &[Row]) -> Chunk {
    let dated = temporality != Temporality::Fixed;
    let spells = matches!(temporality, Temporality::Accumulated | Temporality::Event);
    Chunk {
        unit: rows.iter().map(|row| row.0).collect(),
        value: ChunkValues::Long(rows.iter().map(|row| row.1).collect()),
        start: if dated { rows.iter().map(|row| row.2).collect() } else { Vec::new() },
        stop: if spells { rows.iter().map(|row| row.3).collect() } else { Vec::new() },
    }
}

/// Adds one variable with a few rows to the draft.
pub fn add(draft: &Draft, registry: &Registry, name: &str) {
    let staged = stage(registry, name, Temporality::Fixed, &[(0, 1, 0, None), (3, 2, 0, None)], 10);
    draft.commit(Addition { staged: vec![staged], ..Addition::default() }).unwrap();
}

/// All files below a folder with their bytes, by path.
pub fn files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.push((name, std::fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
