//! `cargo xtask picture`: takes the README's picture anew from a running workbench.

use std::process::Command;

use anyhow::Result;

use crate::live_server::{self, LiveServer};
use crate::step::{cargo, run as execute, step};
use crate::{app_build, paths, tools};

/// Persons behind the picture: as in the demo.
const PERSONS: u64 = 100_000;

/// Builds what is missing, serves a synthetic registry, runs the README's script in a browser and keeps what it shows.
pub fn run() -> Result<()> {
    let e2e = paths::root().join("e2e");
    step("tools: Node, Chromium, npm packages", || {
        tools::node()?;
        tools::chromium()?;
        tools::npm_install(&e2e)
    })?;
    step("app: WebAssembly, scripts, styles", app_build::run)?;
    step("server", || execute(cargo().args(["build", "--package", "server"]).current_dir(paths::root())))?;
    let server = step("a server over a synthetic registry", || LiveServer::start(PERSONS))?;
    step("the picture", || {
        execute(
            Command::new("npx")
                .args(["playwright", "test", "--config", "pictures/playwright.config.ts"])
                .current_dir(&e2e)
                .env("SKJERM_BASE_URL", server.base_url())
                .env("SKJERM_E2E_EMAIL", live_server::EMAIL)
                .env("SKJERM_E2E_PASSWORD", live_server::PASSWORD),
        )
    })
}
