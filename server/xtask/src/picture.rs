//! `cargo xtask picture`: takes the README's picture anew from a running workbench.

use anyhow::Result;

use crate::step::{run as execute, step};
use crate::test::served_app;

/// Persons behind the picture: as in the demo.
const PERSONS: u64 = 100_000;

/// Builds what is missing, serves a synthetic registry, runs the README's script in a browser and keeps what it shows.
pub fn run() -> Result<()> {
    let server = served_app(PERSONS)?;
    step("the picture", || execute(server.playwright().args(["--config", "pictures/playwright.config.ts"])))
}
