//! `bench-growth`: what import, tabulate and regress cost against the number of persons and of variables.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::country::{home, in_skjerm, line_of, median, test_binary};
use crate::paths;
use crate::step::{cargo, run as execute, step};

/// Options of the growth benchmark.
#[derive(Args)]
pub struct Options {
    /// Sizes of the registries; each is generated once and kept in the build folder
    #[arg(long, value_delimiter = ',', default_values_t = [100_000, 1_000_000, 11_000_000])]
    persons: Vec<u64>,
    /// The size at which the number of variables grows
    #[arg(long, default_value_t = 1_000_000)]
    variables_at: u64,
}

/// Commands whose rows `jobs/src/country/rows.rs` makes of any number of variables.
const COMMANDS: [&str; 3] = ["import", "tabulate", "regress"];
/// Variables while persons grow.
const VARIABLES: usize = 4;
const NUMBERS: [usize; 5] = [1, 2, 4, 8, 16];

/// Prints both tables.
pub fn run(options: &Options) -> Result<()> {
    step("server", || execute(cargo().args(["build", "--package", "server"]).current_dir(paths::root())))?;
    let homes: Vec<(u64, PathBuf)> =
        options.persons.iter().map(|persons| Ok((*persons, home(*persons)?))).collect::<Result<_>>()?;
    let at = home(options.variables_at)?;
    let test = test_binary()?;
    println!("\n{VARIABLES} variables, ms (µs a thousand persons); two threads, median of five\n");
    println!("| persons | {} |\n|---|---|---|---|", COMMANDS.join(" | "));
    for (persons, home) in &homes {
        let mut cells = Vec::new();
        for command in COMMANDS {
            let ms = milliseconds(&test, &format!("{command}-{VARIABLES}"), home)?;
            cells.push(format!("{ms:.1} ({:.0})", ms * 1e6 / *persons as f64));
        }
        println!("| {persons} | {} |", cells.join(" | "));
    }
    println!("\n{} persons, ms (ms a variable)\n", options.variables_at);
    println!("| variables | {} |\n|---|---|---|---|", COMMANDS.join(" | "));
    for number in NUMBERS {
        let mut cells = Vec::new();
        for command in COMMANDS {
            let ms = milliseconds(&test, &format!("{command}-{number}"), &at)?;
            cells.push(format!("{ms:.1} ({:.1})", ms / number as f64));
        }
        println!("| {number} | {} |", cells.join(" | "));
    }
    Ok(())
}

fn milliseconds(test: &Path, row: &str, home: &Path) -> Result<f64> {
    let line = line_of(in_skjerm(test, row, home).env("SKJERM_RUNS", "5"))?;
    median(&line["walls"]).map(|seconds| seconds * 1e3).context("no times")
}
