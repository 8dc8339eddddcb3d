//! `cargo xtask test`: everything that guards a change, in the order in which it fails fastest.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::live_server::LiveServer;
use crate::step::{cargo, run as execute, step};
use crate::{app_build, deps, paths, tidy, tools};

/// Persons in the registry behind the browser tests.
const BROWSER_TEST_PERSONS: u64 = 20_000;

/// What to leave out while working.
#[derive(Args)]
pub struct Options {
    /// Leave out the app and the browser tests
    #[arg(long)]
    no_browser: bool,
    /// Only the app and the browser tests
    #[arg(long)]
    only_browser: bool,
}

/// Runs every step; the first failure ends it.
fn run_all(options: &Options) -> Result<Counts> {
    let mut counts = Counts::default();
    if !options.only_browser {
        step("tidy: file lengths, machine paths, dependency edges", || tidy::run().and_then(|()| deps::run()))?;
        step("formatting", || execute(cargo().args(["fmt", "--all", "--check"]).current_dir(paths::root())))?;
        step("Rust tests (the first build takes long: Polars)", || {
            counts.add(counted(cargo().args(["test", "--workspace", "--exclude", "app"]).current_dir(paths::root()))?);
            Ok(())
        })?;
    }
    if !options.no_browser {
        let server = served_app(BROWSER_TEST_PERSONS)?;
        step("browser tests", || {
            counts.add(counted(&mut server.playwright())?);
            Ok(())
        })?;
    }
    Ok(counts)
}

/// Sets up what a browser needs and serves the app over a fresh synthetic registry.
pub fn served_app(persons: u64) -> Result<LiveServer> {
    step("tools: Node, Chromium, npm packages", || {
        tools::node()?;
        tools::chromium()?;
        tools::npm_install(&paths::root().join("e2e"))
    })?;
    step("app: WebAssembly, scripts, styles", app_build::run)?;
    step("server", || execute(cargo().args(["build", "--package", "server"]).current_dir(paths::root())))?;
    step("a server over a synthetic registry", || LiveServer::start(persons))
}

/// Runs the tests and prints the closing line.
pub fn run(options: &Options) -> Result<()> {
    let counts = step("cargo xtask test", || run_all(options))?;
    println!("{} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.skipped);
    Ok(())
}

/// Tests counted from what the runners print.
#[derive(Default)]
pub struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Reads a closing line of cargo's test runner (`test result: ok. 3 passed; 0 failed; 1 ignored; …`) or of
    /// Playwright (`  12 passed (3.4s)`).
    fn read(&mut self, line: &str) {
        let line = line.trim();
        let is_cargo = line.starts_with("test result:");
        for part in line.trim_start_matches("test result:").split(['.', ';']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(word)) = (words.next(), words.next()) else {
                continue;
            };
            let is_whole_line = words.next().is_none_or(|next| next.starts_with('('));
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            match word {
                "passed" if is_cargo || is_whole_line => self.passed += number,
                "failed" if is_cargo || is_whole_line => self.failed += number,
                "ignored" | "skipped" if is_cargo || is_whole_line => self.skipped += number,
                _ => {}
            }
        }
    }
}

/// Runs a test command, shows its output as it comes and counts the tests; a failure is an error.
fn counted(command: &mut Command) -> Result<Counts> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start the tests")?;
    let stdout = child.stdout.take().context("the tests have no output")?;
    let mut counts = Counts::default();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        println!("{line}");
        counts.read(&line);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("tests failed ({status})");
    }
    if counts.passed == 0 {
        bail!("no test ran");
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_both_runners_are_counted() {
        let mut counts = Counts::default();
        counts.read("test result: ok. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s");
        counts.read("  12 passed (3.4s)");
        counts.read("  1 skipped");
        counts.read("test a_unit_that_passed ... ok");
        assert_eq!((counts.passed, counts.failed, counts.skipped), (15, 1, 3));
    }
}
