//! `bench-ingest`: ten million rows of the generator's persons from CSV to Parquet, beside DuckDB with the same checks in SQL.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::country::{home, line_of, median, python};
use crate::paths;
use crate::step::{cargo, run as execute, step};

const ROWS: &str = "10000000";
/// Persons with more than that many spells of residence.
const PERSONS: u64 = 11_000_000;
/// Bytes of memory that ingestion may take, in MiB.
const MOST_MEMORY: u64 = 1536;

/// Writes the file, imports it with both, compares the number of rows and prints the table.
pub fn run() -> Result<()> {
    step("server", || execute(cargo().args(["build", "--package", "server"]).current_dir(paths::root())))?;
    let home = home(PERSONS)?;
    let python = python()?;
    let script = paths::root().join("server/benchmarks/country/ingest.py");
    let folder = paths::target().join("country").join("ingest");
    std::fs::create_dir_all(&folder)?;
    let received = folder.join("received");
    let start = |arguments: &[&Path]| {
        let mut command = Command::new(&python);
        command.arg(&script).args(arguments);
        command
    };
    step("write the file", || {
        let codes = paths::root().join("server/synthetic/data/municipality_codes.csv");
        execute(&mut start(&["write".as_ref(), &home, &received, ROWS.as_ref(), &codes]))
    })?;
    let skjerm = paths::server_binary();
    let lines = [
        ("skjerm", line_of(&mut start(&["skjerm".as_ref(), &skjerm, &received, &folder.join("home")]))?),
        ("duckdb", line_of(&mut start(&["duckdb".as_ref(), &received, &folder.join("duckdb.parquet")]))?),
    ];
    println!("\n| program | seconds | peak MB |\n|---|---|---|");
    for (name, line) in &lines {
        println!("| {name} | {:.1} | {} |", median(&line["walls"]).context("no time")?, line["peak_mb"]);
    }
    let [(_, own), (_, other)] = &lines;
    if own["check"] != other["check"] {
        bail!("Skjerm keeps {} and DuckDB {}", own["check"], other["check"]);
    }
    if own["peak_mb"].as_u64().is_none_or(|peak| peak > MOST_MEMORY) {
        bail!("more than {MOST_MEMORY} MiB");
    }
    Ok(())
}
