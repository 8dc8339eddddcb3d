//! Files outside the repository (`../shared`): absent on other machines, then the test says so and passes.

use std::path::PathBuf;

use serde_json::Value;

/// A file under `shared/`, or `None` with a loud line.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let found = root.ancestors().map(|folder| folder.join("shared").join(path)).find(|file| file.exists());
    if found.is_none() {
        eprintln!("SKIPPED: ../shared/{path} is not here");
    }
    found
}

/// Columns of a CSV file by name; empty and non-numeric cells are NaN.
pub fn columns(path: &str) -> Option<Vec<(String, Vec<f64>)>> {
    let text = std::fs::read_to_string(shared(path)?).unwrap();
    let mut lines = text.lines();
    let names = lines.next().unwrap().split(',').map(|name| name.trim_matches('"').to_owned());
    let mut columns: Vec<(String, Vec<f64>)> = names.map(|name| (name, Vec::new())).collect();
    for line in lines {
        for (cell, (_, values)) in line.split(',').zip(&mut columns) {
            values.push(cell.trim_matches('"').parse().unwrap_or(f64::NAN));
        }
    }
    Some(columns)
}

pub fn json(path: &str) -> Option<Value> {
    Some(serde_json::from_str(&std::fs::read_to_string(shared(path)?).unwrap()).unwrap())
}

/// Correct digits of `value`: minus the logarithm of the relative error, 16 where equal.
pub fn digits(value: f64, certified: f64) -> f64 {
    if value == certified {
        return 16.0;
    }
    let error = if certified == 0.0 { value.abs() } else { ((value - certified) / certified).abs() };
    if error.is_nan() { 0.0 } else { -error.log10() }
}

/// Columns of a CSV file by name, as they are written.
pub fn strings(path: &str) -> Option<std::collections::BTreeMap<String, Vec<String>>> {
    let text = std::fs::read_to_string(shared(path)?).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_owned()));
    let names: Vec<String> = lines.next().unwrap().collect();
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    lines.for_each(|line| line.zip(&mut columns).for_each(|(cell, column)| column.push(cell)));
    Some(names.into_iter().zip(columns).collect())
}

/// A column by its name.
pub fn column<'a>(data: &'a [(String, Vec<f64>)], name: &str) -> &'a Vec<f64> {
    &data.iter().find(|(column, _)| column == name).unwrap_or_else(|| panic!("no column {name}")).1
}

/// Repeatable numbers in 0..1, 53 bits each (Knuth's MMIX generator).
pub fn draws(seed: u64) -> impl FnMut() -> f64 {
    let mut bits = bits(seed);
    move || bits() as f64 / (1_u64 << 53) as f64
}

/// The same between 0 and 1, never either.
pub fn open_draws(seed: u64) -> impl FnMut() -> f64 {
    let mut bits = bits(seed);
    move || (bits() as f64 + 0.5) / (1_u64 << 53) as f64
}

fn bits(mut state: u64) -> impl FnMut() -> u64 {
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 11
    }
}

/// `n` repeatable numbers in 0..1 (SplitMix64).
pub fn numbers(n: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    (0..n)
        .map(|_| {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
        })
        .collect()
}
