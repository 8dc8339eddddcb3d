//! Every cell of real tables comes back from the reader as it was.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ingest::TableTime;
use registry::{Records, Selection, Values};
use variables::Day;

use crate::support::{House, shared};

/// The file's cells, by our own reading: the header and the rows.
fn cells(file: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(file).unwrap();
    let split = |line: &str| {
        let (mut fields, mut inside) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '"' => inside = !inside,
                ',' if !inside => fields.push(String::new()),
                other => fields.last_mut().unwrap().push(other),
            }
        }
        fields
    };
    let mut lines = text.lines().filter(|line| !line.is_empty()).map(split);
    let header = lines.next().unwrap();
    (header, lines.collect())
}

/// What a row of records says, written so that equal numbers are equal texts.
fn said(records: &Records, row: usize) -> String {
    match &records.value {
        Values::Codes { codes, dictionary } => dictionary[codes.get(row).unwrap() as usize].clone(),
        Values::Long(values) => (values[row] as f64).to_string(),
        Values::Double(values) => values[row].to_string(),
        Values::Unit { .. } => panic!("a table has no pointers"),
    }
}

/// A cell as `said` writes it.
fn wanted(cell: &str, records: &Records) -> String {
    match &records.value {
        Values::Codes { .. } => cell.trim().to_owned(),
        _ => cell.trim().parse::<f64>().unwrap().to_string(),
    }
}

/// Imports a table and compares each cell with what the reader gives for its unit and day.
fn check(file: &Path, unit: Option<&str>, time: Option<&str>) {
    let house = House::new();
    let when = time.map_or(TableTime::Fixed, |column| TableTime::Column(column.to_owned()));
    house.table(file, unit, when).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let (header, rows) = cells(file);
    let place = |name: &str| header.iter().position(|column| column == name).unwrap();
    // Dense indices in the order in which units first occur.
    let mut seen: HashMap<String, u32> = HashMap::new();
    let keys: Vec<(u32, i32)> = rows
        .iter()
        .enumerate()
        .map(|(number, row)| {
            let identifier = unit.map_or(number.to_string(), |unit| row[place(unit)].clone());
            let next = seen.len() as u32;
            let day = time.map_or(0, |time| {
                let year = row[place(time)].parse::<f64>().unwrap() as i32;
                Day::from_ymd(year, 1, 1).unwrap().0
            });
            (*seen.entry(identifier).or_insert(next), day)
        })
        .collect();
    let bank = house.draft();
    for (column, name) in header.iter().enumerate() {
        let upper = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
        let mut variable: String = name.trim().chars().map(upper).collect();
        if !variable.starts_with(|first: char| first.is_ascii_uppercase()) {
            variable.insert(0, 'V');
        }
        let records = bank.read(&variable, &Selection::All).unwrap();
        let found: HashMap<(u32, i32), String> = (0..records.unit.len())
            .map(|row| {
                let day = records.start.as_ref().map_or(0, |start| start[row]);
                ((records.unit[row], day), said(&records, row))
            })
            .collect();
        let mut n_values = 0;
        for (row, key) in rows.iter().zip(&keys) {
            let cell = &row[column];
            if cell.trim().is_empty() {
                assert!(!found.contains_key(key), "{} {name}", file.display());
            } else {
                n_values += 1;
                assert_eq!(found[key], wanted(cell, &records), "{} {name}", file.display());
            }
        }
        assert_eq!(records.unit.len(), n_values, "{} {name}", file.display());
    }
}

#[test]
fn wagepan_and_wage1_come_back_to_the_last_bit() {
    let Some(shared) = shared() else { return };
    check(&shared.join("reference/data/wagepan.csv"), Some("nr"), Some("year"));
    check(&shared.join("reference/data/wage1.csv"), None, None);
}

#[test]
fn all_other_tables_come_back_too() {
    let Some(shared) = shared() else { return };
    let mut files: Vec<PathBuf> = ["reference/data", "nist/anova", "nist/linear", "nist/univariate"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(shared.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort();
    assert!(files.len() > 50);
    files.iter().for_each(|file| check(file, None, None));
}
