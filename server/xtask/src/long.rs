//! Long forms of tests: too slow for every run, started by name.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::live_server::prepare_home;
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

/// How many at once, over how many persons.
#[derive(Args)]
pub struct LoadOptions {
    /// Synthetic persons
    #[arg(long, default_value_t = 1_000_000)]
    persons: u64,
    /// Sessions
    #[arg(long, default_value_t = 50)]
    sessions: u64,
    /// A home that has a registry already (default: one in the target folder, made if it is missing)
    #[arg(long)]
    home: Option<PathBuf>,
}

/// Makes the home of the load test and runs it.
pub fn load(options: &LoadOptions) -> Result<()> {
    let home = options.home.clone().unwrap_or_else(|| paths::target().join(format!("bench-home-{}", options.persons)));
    step("server", || execute(cargo().args(["build", "--package", "server"]).current_dir(paths::root())))?;
    step(&format!("registry of {} persons", options.persons), || prepare_home(&home, options.persons))?;
    step("load", || {
        execute(
            cargo()
                .args(["test", "--package", "server", "fifty_sessions_at_once", "--", "--nocapture"])
                .env("SKJERM_LONG", "1")
                .env("SKJERM_LOAD_HOME", &home)
                .env("SKJERM_LOAD_SESSIONS", options.sessions.to_string())
                .current_dir(paths::root()),
        )
    })
}
