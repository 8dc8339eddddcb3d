//! Long forms of tests: too slow for every run, started by name.

use anyhow::Result;

use crate::paths;
use crate::step::{cargo, run as execute, step};

/// Runs the tests of a package whose name holds `name`, with the long forms on and their output shown.
pub fn run(package: &str, name: &str) -> Result<()> {
    step(&format!("{package}: {name}"), || {
        execute(
            cargo()
                .args(["test", "--package", package, name, "--", "--nocapture"])
                .env("SKJERM_LONG", "1")
                .current_dir(paths::root()),
        )
    })
}
